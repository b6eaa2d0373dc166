//! `waxseal keys list`: whose keys, since when, until when.

use waxseal::manifest::Manifest;

use crate::args;
use crate::failure::Outcome;
use crate::output::{JsonLines, Output, Record, Table, Value};
use crate::vault::{KeyRecord, Vault};

pub(super) fn run(args: &args::KeysList) -> Outcome<()> {
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
