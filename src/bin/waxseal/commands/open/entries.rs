//! What the ledger keeps of an opening: one record for each part.

use waxseal::Error;
use waxseal::open::{Opened, OpenedField, OpenedPart};

use crate::ledger::Entry;

const OPEN: &str = "open";

/// The parts of an order that was opened, and which of their fields are shown in full.
pub(super) fn opened(
    opened: &Opened,
    shows: impl Fn(&OpenedField) -> bool,
    reason: Option<&str>,
) -> Vec<Entry> {
    let shown: Vec<&str> = opened
        .fields
        .iter()
        .filter(|field| shows(field))
        .map(|field| field.name.as_str())
        .collect();
    opened.parts.iter().map(|part| of_part(part, &shown, opened, reason)).collect()
}

fn of_part(part: &OpenedPart, shown: &[&str], opened: &Opened, reason: Option<&str>) -> Entry {
    let entry = match &part.fields {
        None => Entry::unopened(OPEN, part),
        Some(fields) => {
            let fields = fields.iter().map(String::as_str);
            Entry::new(OPEN, "opened").fields(fields.filter(|name| shown.contains(name)))
        }
    };
    entry.reason(reason).part_of(opened, part)
}

/// An order that was not opened.
pub(super) fn failed(order: &str, error: &Error, reason: Option<&str>) -> Entry {
    Entry::failed_order(OPEN, order, error).reason(reason)
}
