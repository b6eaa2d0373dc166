//! `waxseal doctor`: what is not as it should be, and what to do.

mod holder;
mod keys;
mod ledger;
mod manifest;
mod places;
mod policy;

use crate::args;
use crate::clock;
use crate::failure::Outcome;
use crate::files::Modes;
use crate::findings::Findings;
use crate::ledger::Sealed;
use crate::passphrase::Source;
use crate::ui;
use crate::vault::{Vault, VaultKey};

/// What is examined.
struct Patient {
    /// That others can read a file of it is a finding, and no reason not to look further.
    vault: Vault,
    /// What it says of its modes.
    modes: Modes,
    /// Unlocked, if there was a passphrase.
    key: Option<VaultKey>,
    now: u64,
}

pub(crate) fn run(args: &args::Doctor) -> Outcome<()> {
    let mut vault = Vault::find(args.vault.folder())?;
    let modes = std::mem::replace(&mut vault.modes, Modes::Unchecked);
    let key = unlock(&vault, &args.vault.source(), modes)?;
    let patient = Patient { vault, modes, key, now: clock::now()? };
    let mut findings = Findings::default();
    examine(&patient, &mut findings);
    findings.show(args.json, false)
}

/// Where nobody can be asked, what needs no passphrase is examined all the same.
fn unlock(vault: &Vault, source: &Source, modes: Modes) -> Outcome<Option<VaultKey>> {
    if *source == Source::Terminal && !ui::has_terminal() {
        return Ok(None);
    }
    vault.unlock(&source.read("vault", modes)?).map(Some)
}

fn examine(patient: &Patient, findings: &mut Findings) {
    places::examine(patient, findings);
    ledger::examine(patient, findings);
    let holder = Sealed::claims(&patient.vault).ok().and_then(|(_, holder)| holder);
    let manifests = manifest::read(patient, findings);
    if holder.is_some() {
        holder::examine(patient, findings);
        keys::opened(patient, findings);
        return;
    }
    manifest::examine(patient, &manifests, findings);
    ledger::examine_published(patient, &manifests, findings);
    keys::examine(patient, &manifests, findings);
    policy::examine(patient, findings);
    ledger::examine_owners(patient, &manifests, findings);
}
