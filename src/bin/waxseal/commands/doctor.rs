//! `waxseal doctor`: what is not as it should be, and what to do.

mod finding;
mod holder;
mod keys;
mod ledger;
mod manifest;
mod places;
mod policy;

use waxseal::Code;

use crate::args;
use crate::clock;
use crate::failure::{Failure, Outcome};
use crate::ledger::Sealed;
use crate::output::{Blocks, JsonLines, Output};
use crate::passphrase::Source;
use crate::ui;
use crate::vault::{Vault, VaultKey};

use finding::{Findings, Severity};

/// How a command ends whose findings must not stay.
const SERIOUS: u8 = 7;

/// What is examined.
struct Patient {
    vault: Vault,
    /// Unlocked, if a passphrase was given.
    key: Option<VaultKey>,
    now: u64,
}

pub(crate) fn run(args: &args::Doctor) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    let key = unlock(&vault, &args.passphrase.source())?;
    let patient = Patient { vault, key, now: clock::now()? };
    let mut findings = Findings::default();
    examine(&patient, &mut findings);
    show(&findings, args.json)
}

/// That others can read the key file is a finding, and no reason to stop.
fn unlock(vault: &Vault, source: &Source) -> Outcome<Option<VaultKey>> {
    if *source == Source::Terminal && !ui::has_terminal() {
        return Ok(None);
    }
    let text = source.read("vault", vault.modes)?;
    match vault.unlock(&text) {
        Err(Failure::Coded(error, _)) if error.code() == Code::Permissions => Ok(None),
        other => other.map(Some),
    }
}

fn examine(patient: &Patient, findings: &mut Findings) {
    places::examine(patient, findings);
    ledger::examine(patient, findings);
    let holder = Sealed::claims(&patient.vault).ok().and_then(|(_, holder)| holder);
    let manifests = manifest::read(patient, findings);
    if holder.is_some() {
        holder::examine(patient, findings);
        return;
    }
    manifest::examine(patient, &manifests, findings);
    keys::examine(patient, &manifests, findings);
    policy::examine(patient, findings);
    ledger::examine_owners(patient, findings);
}

fn show(findings: &Findings, json: bool) -> Outcome<()> {
    let stdout = std::io::stdout().lock();
    let mut output: Box<dyn Output> = match json {
        true => Box::new(JsonLines(stdout)),
        false => Box::new(Blocks::new(stdout)),
    };
    for finding in findings.sorted() {
        output.record(&finding.record())?;
    }
    output.finish()?;
    let many = |severity| findings.count(severity);
    let [serious, warnings, infos] =
        [Severity::Serious, Severity::Warning, Severity::Info].map(many);
    ui::note(&format!("{serious} serious, {warnings} warnings, {infos} for information"));
    if serious == 0 { Ok(()) } else { Err(Failure::Told(SERIOUS)) }
}
