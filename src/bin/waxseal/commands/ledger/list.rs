//! `waxseal ledger list`: the records as they stand, own and collected.

use waxseal::jose::Json;

use crate::args::{self, LedgerFilter};
use crate::failure::Outcome;
use crate::ledger::{Ledger, Store, Told};
use crate::output::{self, Record, Value};
use crate::ui;
use crate::vault::Vault;

/// What people are told; `--json` has all.
const COLUMNS: [&str; 6] = ["time", "holder", "seq", "operator", "command", "outcome"];
const BELOW: [&str; 4] = ["role", "order", "fields", "reason"];

pub(super) fn run(args: &args::LedgerList) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    let store = Ledger::look(&vault)?;
    show(&store, &args.filter, args.json)?;
    ui::note("not verified; `waxseal ledger verify` does that");
    Ok(())
}

/// Writes all that fits, by time.
pub(super) fn show(store: &Store, filter: &LedgerFilter, json: bool) -> Outcome<()> {
    let mut output = output::lines_or_table(json, &COLUMNS, &BELOW);
    let mut is_empty = true;
    store.by_time(|told| match fits(filter, &told) {
        true => {
            is_empty = false;
            output.record(&if json { whole(&told) } else { brief(&told) })
        }
        false => Ok(()),
    })?;
    if is_empty {
        ui::note("no records");
        return Ok(());
    }
    output.finish()
}

fn fits(filter: &LedgerFilter, told: &Told) -> bool {
    let texts = [
        ("operator", &filter.operator),
        ("jti", &filter.jti),
        ("ref", &filter.reference),
        ("kid", &filter.kid),
        ("role", &filter.role),
        ("outcome", &filter.outcome),
    ];
    let says = |(name, wanted): (&str, &Option<String>)| {
        wanted.as_deref().is_none_or(|wanted| text(told, name) == Some(wanted))
    };
    filter.since.is_none_or(|since| told.time() >= since)
        && filter.until.is_none_or(|until| told.time() < until)
        && filter.command.as_deref().is_none_or(|wanted| is_command(told, wanted))
        && filter.of.as_deref().is_none_or(|wanted| is_of(told, wanted))
        && texts.into_iter().all(says)
}

fn is_command(told: &Told, wanted: &str) -> bool {
    let rest = text(told, "command").and_then(|command| command.strip_prefix(wanted));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn is_of(told: &Told, wanted: &str) -> bool {
    match &told.vault {
        None => wanted == "own",
        Some(id) => id == wanted || text(told, "holder") == Some(wanted),
    }
}

fn text<'a>(told: &'a Told, name: &str) -> Option<&'a str> {
    told.content.get(name).and_then(Json::as_str)
}

/// All that the record says, after whose it is and where it stands there.
fn whole(told: &Told) -> Record {
    let mut record = Record::default();
    record.optional("vault", told.vault.as_deref());
    record.push("seq", Value::Number(told.seq));
    for (name, value) in told.content.as_object().unwrap_or_default() {
        match value {
            Json::String(text) => record.text(name.as_str(), text),
            Json::Integer(number) => record.push(name.as_str(), Value::Number(*number)),
            Json::Array(items) => record.names(name, items.iter().filter_map(Json::as_str)),
            // No record of ours has another value.
            _ => {}
        }
    }
    record
}

fn brief(told: &Told) -> Record {
    let mut record = Record::default();
    record.push("time", Value::Moment(told.time()));
    record.push("seq", Value::Number(told.seq));
    record.optional("order", text(told, "ref").or_else(|| text(told, "jti")));
    for name in ["holder", "operator", "command", "outcome", "role", "reason"] {
        record.optional(name, text(told, name));
    }
    if let Some(fields) = told.content.get("fields").and_then(Json::as_array) {
        record.names("fields", fields.iter().filter_map(Json::as_str));
    }
    record
}
