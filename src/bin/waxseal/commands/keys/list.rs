//! `waxseal keys list`: whose keys, since when, until when, and who holds them.

use crate::args;
use crate::clock;
use crate::failure::Outcome;
use crate::ledger::Ledger;
use crate::output::{self, Record, Value};
use crate::ui;
use crate::vault::{Export, KeyRecord, State, Vault};

const COLUMNS: [&str; 4] = ["kid", "role", "grp", "state"];
const BELOW: [&str; 5] = ["nbf", "exp", "retired", "shredded", "holders"];

pub(super) fn run(args: &args::KeysList) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    let (manifests, exports) = (vault.manifests()?, vault.exports()?);
    let keys = vault.key_records()?;
    let mut output = output::lines_or_table(args.json, &COLUMNS, &BELOW);
    for key in &keys {
        let mut record = about(key, key.state(&manifests));
        let holders = exports.iter().filter(|export| export.kids.contains(&key.kid));
        record.push("holders", shown(&holders.collect::<Vec<_>>(), args.json));
        output.record(&record)?;
    }
    output.finish()?;
    warn_of_forgotten(&vault);
    Ok(())
}

/// The keys are listed whatever the ledger is like: `doctor` looks into that.
fn warn_of_forgotten(vault: &Vault) {
    let Ok(ledger) = Ledger::look(vault) else { return };
    for given in vault.forgotten(&ledger).unwrap_or_default() {
        ui::warn(&format!(
            "the ledger names a vault made for {} on {} that is not recorded in exports",
            given.name,
            clock::day(given.time)
        ));
    }
}

fn about(key: &KeyRecord, state: State) -> Record {
    let mut record = Record::default();
    record.text("kid", &key.kid.encode());
    record.text("role", &key.role);
    record.optional("grp", key.group.as_deref());
    record.text("state", state.as_str());
    record.push("nbf", Value::Moment(key.nbf));
    record.push("exp", Value::Moment(key.exp));
    for (name, moment) in [("retired", key.retired), ("shredded", key.shredded)] {
        if let Some(moment) = moment {
            record.push(name, Value::Moment(moment));
        }
    }
    record
}

/// A program is told which export it was, and when.
fn shown(holders: &[&Export], as_json: bool) -> Value {
    if !as_json {
        return Value::Names(holders.iter().map(|export| export.name.clone()).collect());
    }
    let record = |export: &&Export| {
        let mut record = Record::default();
        record.text("id", &export.id);
        record.text("name", &export.name);
        record.push("time", Value::Moment(export.time));
        record
    };
    Value::Records(holders.iter().map(record).collect())
}
