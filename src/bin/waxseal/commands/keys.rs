//! `waxseal keys`: list, export.

use std::io::Write;

use waxseal::manifest::Manifest;
use waxseal::{Code, Error};

use crate::args;
use crate::failure::{Failure, Outcome, output_error};
use crate::output::{JsonLines, Output, Record, Table, Value};
use crate::ui;
use crate::vault::{KeyRecord, StoredKey, Vault};

pub(crate) fn run(args: &args::Keys) -> Outcome<()> {
    match &args.action {
        args::KeysAction::List(args) => list(args),
        args::KeysAction::Export(args) => export(args),
    }
}

fn list(args: &args::KeysList) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    let manifests = vault.manifests()?;
    let stdout = std::io::stdout().lock();
    let mut output: Box<dyn Output> = match args.json {
        true => Box::new(JsonLines(stdout)),
        false => Box::new(Table::new(stdout, &["kid", "role", "grp", "state", "nbf", "exp"])),
    };
    for key in vault.key_records()? {
        output.record(&record(&key, state(&key, &manifests)))?;
    }
    output.finish()
}

fn record(key: &KeyRecord, state: &str) -> Record {
    let mut record = Record::default();
    record.text("kid", &key.kid.encode());
    record.text("role", &key.role);
    record.optional("grp", key.group.as_deref());
    record.text("state", state);
    record.push("nbf", Value::Moment(key.nbf));
    record.push("exp", Value::Moment(key.exp));
    record
}

/// Whether pages seal to it: by the newest manifest, or by one before.
fn state(key: &KeyRecord, manifests: &[Manifest]) -> &'static str {
    let has_it = |manifest: &Manifest| manifest.keys.iter().any(|other| other.kid == key.kid);
    match manifests.split_last() {
        Some((newest, _)) if has_it(newest) => "active",
        Some((_, earlier)) if earlier.iter().any(has_it) => "opening-only",
        _ => "unpublished",
    }
}

fn export(args: &args::KeysExport) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    if !vault.key_records()?.iter().any(|key| key.is_for(&args.role, args.group.as_deref())) {
        return Err(none(args));
    }
    agree(args)?;
    let key = vault.unlock(&args.passphrase.source().read("vault", vault.modes)?)?;
    let newest = newest(key.role_keys(&vault)?, args).ok_or_else(|| none(args))?;
    let jwk = newest.secret.to_jwk();
    writeln!(std::io::stdout(), "{}", *jwk).map_err(|error| output_error(&error))
}

fn newest(keys: Vec<StoredKey>, args: &args::KeysExport) -> Option<StoredKey> {
    let is_asked = |key: &StoredKey| key.record.is_for(&args.role, args.group.as_deref());
    keys.into_iter().rfind(is_asked)
}

fn none(args: &args::KeysExport) -> Failure {
    let error = Error::new(Code::UnknownKey, "no key for this role and group in the vault");
    Failure::from(error.about(&args.role)).or_hint("`waxseal keys list` says which there are")
}

fn agree(args: &args::KeysExport) -> Outcome<()> {
    if args.yes {
        return Ok(());
    }
    if !ui::has_terminal() {
        return Err(Failure::usage(
            "this prints a private key: say --yes where nobody can be asked",
        ));
    }
    let question = format!(
        "This prints the private key of {}. Whoever has it opens its orders, for ever.",
        args.role
    );
    match ui::confirm(&question)? {
        true => Ok(()),
        false => Err(Failure::usage("not confirmed, so nothing was printed")),
    }
}
