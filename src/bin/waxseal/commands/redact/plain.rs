//! The archive copy in clear: JSON lines, and no order in them that could be opened again.

use std::io::stdout;

use waxseal::Error;
use waxseal::open::{Desk, Opened, OpenedPart, Order, find_orders};
use waxseal::reseal::{Redaction, archived};
use zeroize::Zeroizing;

use super::REDACT;
use crate::args;
use crate::batch::{self, Work};
use crate::clock;
use crate::commands::open::record::{self, Records, Reveal};
use crate::failure::Outcome;
use crate::ledger::{Entry, Ledger};
use crate::output::{JsonLines, Output, Record, Value};
use crate::records::{Members, Row, Rows};
use crate::stream::{Received, unread, without_orders};
use crate::ui;

pub(super) fn run(
    args: &args::Redact,
    desk: &Desk<'_>,
    ledger: &mut Ledger,
) -> Outcome<batch::Tally> {
    let files = vec![args.stored.input.clone()];
    let input = args::Input { files, find: true, field: None, column: None };
    let mut plain = Plain {
        args,
        desk,
        ledger,
        now: clock::now()?,
        received: None,
        without_time: 0,
        records: Records { reveal: Reveal::Fields(Vec::new()), renames: Vec::new() },
        entries: Vec::new(),
        written: Vec::new(),
        removed: 0,
    };
    let tally = batch::run(&input, &mut plain)?;
    if plain.without_time > 0 {
        ui::warn(&unread(plain.without_time));
    }
    if args.drop {
        ui::note(&format!("orders removed: {}", plain.removed));
    }
    Ok(tally)
}

struct Plain<'a> {
    args: &'a args::Redact,
    desk: &'a Desk<'a>,
    ledger: &'a mut Ledger,
    now: u64,
    received: Option<Received>,
    without_time: u64,
    records: Records,
    entries: Vec<Entry>,
    written: Vec<Record>,
    removed: u64,
}

impl Work for Plain<'_> {
    fn begin(&mut self, rows: &Rows) -> Outcome<()> {
        self.records.renames = record::renames(rows);
        self.received =
            self.args.received.as_deref().map(|text| Received::in_rows(text, rows)).transpose()?;
        Ok(())
    }

    fn order(&mut self, row: &Row, order: &str) -> Outcome<Result<(), Error>> {
        let redaction = Redaction { now: self.now, received: self.received(row, order)? };
        match archived(self.desk, order, &redaction) {
            Ok(archived) => {
                let is_dropped = self.args.drop && archived.is_past;
                self.record(&archived.order, is_dropped);
                if !is_dropped {
                    let record = self.records.opened(row, order, &archived.order);
                    self.written.push(unsealed(record));
                }
                Ok(Ok(()))
            }
            Err(error) => {
                let error = row.locate(error);
                self.entries.push(self.failure(order, &error));
                self.written.push(self.records.failed(row, order, &error));
                Ok(Err(error))
            }
        }
    }

    fn unreadable(&mut self, row: &Row, error: &Error) -> Outcome<()> {
        self.written.push(self.records.failed(row, "", error));
        Ok(())
    }

    fn flush(&mut self) -> Outcome<()> {
        self.ledger.append(&std::mem::take(&mut self.entries))?;
        let mut output = JsonLines(stdout());
        std::mem::take(&mut self.written).iter().try_for_each(|record| output.record(record))
    }
}

impl Plain<'_> {
    fn received(&mut self, row: &Row, order: &str) -> Outcome<Option<u64>> {
        let seen = match Order::parse(order) {
            Ok(order) => self.ledger.first_seen(&order.header)?,
            Err(_) => None,
        };
        let said = self.received.as_ref().and_then(|time| time.of_row(row));
        self.without_time += u64::from(self.received.is_some() && said.is_none());
        Ok(seen.into_iter().chain(said).min())
    }

    /// One entry for each part: which of its fields are shown in full.
    fn record(&mut self, opened: &Opened, is_dropped: bool) {
        self.removed += u64::from(is_dropped);
        let in_full = opened.fields.iter().filter(|field| !field.mask && !field.is_masked);
        let in_full: Vec<&str> = in_full.map(|field| field.name.as_str()).collect();
        let entry = |part: &OpenedPart| {
            let entry = match &part.fields {
                None => Entry::unopened(REDACT, part),
                Some(_) if is_dropped => Entry::new(REDACT, "dropped"),
                Some(names) => {
                    let names = names.iter().map(String::as_str);
                    Entry::new(REDACT, "opened").fields(names.filter(|name| in_full.contains(name)))
                }
            };
            entry.reason(self.args.reason.as_deref()).part_of(opened, part)
        };
        self.entries.extend(opened.parts.iter().map(entry));
    }

    fn failure(&self, order: &str, error: &Error) -> Entry {
        Entry::failed_order(REDACT, order, error).reason(self.args.reason.as_deref())
    }
}

/// The record without the orders that its row held: they can be opened, and are not redacted.
fn unsealed(mut record: Record) -> Record {
    for (_, value) in record.0.iter_mut().filter(|(name, _)| !name.starts_with("seal.")) {
        match value {
            Value::Text(text) => *text = Zeroizing::new(without_orders(text)),
            Value::Json(text) => *text = unsealed_json(text),
            _ => {}
        }
    }
    record
}

/// An order may stand there in escapes, too: then nothing of the value is left.
fn unsealed_json(text: &str) -> String {
    let rest = without_orders(text);
    let member = Members::parse(&format!("{{\"value\":{rest}}}"));
    let holds_none =
        |member: Members| member.strings().into_iter().all(|string| find_orders(string).is_empty());
    if member.is_ok_and(holds_none) { rest } else { "null".into() }
}
