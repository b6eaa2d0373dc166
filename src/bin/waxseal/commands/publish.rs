//! `waxseal publish`: the policy and the current keys, signed.

mod holders;
mod keys;
mod types;

use std::io::Write;
use std::path::Path;

use waxseal::jose::jwk::SigningKey;
use waxseal::manifest::{Manifest, Signing, sign};
use waxseal::policy::{Env, Policy};
use waxseal::{Code, Error};

use crate::args;
use crate::clock::{self, DAY};
use crate::failure::{Failure, Outcome, output_error};
use crate::ledger::Entry;
use crate::session::Session;
use crate::vault::{Compartment, Vault};
use crate::{files, ui};

const COMMAND: &str = "publish";
/// So long before a manifest ends, pages are told.
pub(super) const EXPIRING: u64 = 21 * DAY;

pub(crate) fn run(args: &args::Publish) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    let policy = vault.policy()?;
    may_write(args)?;
    if args.check {
        return check(args, &policy);
    }
    let out = args::file(args.out.as_ref());
    out.map_or(Ok(()), |path| vault.may_copy_to(path))?;
    let (_lock, mut session, identity) = Session::alone_as(
        &args.vault.folder,
        &args.passphrase.source(),
        &args.identity.folder,
        args.identity_passphrase.source(),
    )?;
    let policy = session.vault.policy()?;
    let backup = require_backup(args, &session)?;
    // First: where it cannot be written, nothing is published.
    args.types.as_deref().map_or(Ok(()), |path| types::write(&policy, path))?;
    let jws = signed(args, &mut session, &policy, &identity)?;
    let manifest = session.vault.verify(&jws)?;
    let file = session.vault.keep_manifest(manifest.version, &jws)?;
    session.record(Entry::new(COMMAND, "done").detail(&manifest.version.to_string()))?;
    out.map_or(Ok(()), |path| files::replace_public(path, jws.as_bytes()))?;
    tell(&manifest, &session.vault, &file);
    tell_unsaved(&manifest, backup);
    holders::tell(&session.vault, &manifest)?;
    session.end()?;
    match (&args.out, out) {
        (Some(_), None) => {
            writeln!(std::io::stdout(), "{jws}").map_err(|error| output_error(&error))
        }
        _ => Ok(()),
    }
}

fn may_write(args: &args::Publish) -> Outcome<()> {
    let Some(types) = &args.types else { return Ok(()) };
    if types == Path::new("-") && args.out.as_ref() == Some(types) {
        return Err(Failure::usage("only one of --types and --out can be standard output"));
    }
    types::may_write_to(types)
}

/// What whoever works on the page needs while the policy changes: no key and no passphrase.
fn check(args: &args::Publish, policy: &Policy) -> Outcome<()> {
    args.types.as_deref().map_or(Ok(()), |path| types::write(policy, path))?;
    let fields = ui::counted(policy.fields.len() as u64, "field", "fields");
    ui::note(&format!("the policy is in order, with {fields}; nothing was published"));
    Ok(())
}

/// When the last backup was made. Orders that are sealed from now on open with this folder alone.
fn require_backup(args: &args::Publish, session: &Session) -> Outcome<Option<u64>> {
    let last = session.ledger.backups()?.last().copied();
    match last {
        None if args.no_backup => {
            ui::warn("there is no backup: without this folder, nothing that is sealed opens");
            Ok(None)
        }
        None => Err(Failure::from(Error::new(Code::NotReady, "there is no backup of the vault"))
            .or_hint("waxseal backup --to DIR; or publish with --no-backup")),
        Some(_) => Ok(last),
    }
}

fn signed(
    args: &args::Publish,
    session: &mut Session,
    policy: &Policy,
    identity: &SigningKey,
) -> Outcome<String> {
    let now = clock::now()?;
    let manifests = session.vault.manifests()?;
    let named = keys::named(session, policy, now)?;
    let records = session.key.records(&session.vault)?;
    keys::warn_of_dropped(&records, &named, &manifests, now);
    let signing = Signing {
        policy,
        keys: &named,
        revoked: &keys::revoked(&records, &manifests, now),
        last_version: manifests.last().map_or(0, |manifest| manifest.version),
        days: args.days,
    };
    Ok(sign(&signing, identity, now)?)
}

fn tell(manifest: &Manifest, vault: &Vault, file: &Path) {
    let test = if manifest.env == Env::Test { ", for tests" } else { "" };
    ui::note(&format!(
        "published version {}{test}, valid until {}",
        manifest.version,
        clock::date(manifest.exp)
    ));
    for key in manifest.keys.iter().filter(|key| key.exp < manifest.exp) {
        let whose = Compartment { role: key.role.clone(), group: key.group.clone() };
        ui::warn(&format!("the key for {whose} ends before that, on {}", clock::day(key.exp)));
    }
    ui::note(&format!("pin: {}", vault.pins()));
    ui::note(&format!("next: upload {} to where the page loads it", files::name(file)));
    ui::note(&again(manifest));
}

/// Keys that were made since the last backup are lost with this folder.
fn tell_unsaved(manifest: &Manifest, backup: Option<u64>) {
    let unsaved = |time| manifest.keys.iter().filter(|key| key.nbf > time).count();
    match backup.map_or(0, unsaved) {
        0 => {}
        count => {
            ui::warn(&format!("keys that are in no backup yet: {count}; waxseal backup --to DIR"))
        }
    }
}

/// When pages are told that the manifest ends soon: for a short one, from the beginning.
fn again(manifest: &Manifest) -> String {
    let told = manifest.exp.saturating_sub(EXPIRING);
    if told <= manifest.iat {
        let end = clock::day(manifest.exp);
        return format!("publish again before {end}; pages are told by `waxseal:expiring` already");
    }
    let told = clock::day(told);
    format!("publish again before {told}; from then on pages are told by `waxseal:expiring`")
}
