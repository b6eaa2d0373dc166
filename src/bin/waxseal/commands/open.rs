//! `waxseal open`: orders become fields, one record each.

mod checks;
mod entries;
mod file;
mod pages;
pub(super) mod record;

use std::io::Write;
use std::path::Path;

use waxseal::Error;
use waxseal::open::{Desk, OpenedField};

use crate::args;
use crate::batch::{self, Work};
use crate::failure::{Failure, Outcome};
use crate::ledger::{Entry, Ledger};
use crate::output::{Output, Pages, Record, RowOutput};
use crate::records::{Content, Row, Rows};
use crate::session::{self, Session};
use crate::ui;
use crate::vault::Vault;
use checks::Checks;
use record::{Records, Reveal};

pub(crate) fn run(args: &args::Open) -> Outcome<()> {
    let Done { tally, findings } = match args::file(args.out.as_ref()) {
        None => opened(args, None)?,
        Some(path) => file::make(path, |draft| opened(args, Some(draft)))?,
    };
    tally.end()?;
    if args.strict && findings > 0 {
        ui::note(&ui::counted(findings, "order has findings", "orders have findings"));
        return Err(Failure::Told(7));
    }
    Ok(())
}

/// What became of all orders.
struct Done {
    tally: batch::Tally,
    findings: u64,
}

fn opened(args: &args::Open, file: Option<&Path>) -> Outcome<Done> {
    let source = batch::passphrase(args.vault.source(), &args.input)?;
    let vault = Vault::find(args.vault.folder())?;
    session::require_reason(&vault, args.reason.as_deref())?;
    let manifests = vault.require_manifests()?;
    let reveal = Reveal::of(&args.reveal, &manifests)?;
    let pages = pages::of(args, &manifests, file)?;
    let mut session = Session::of(vault, &source)?;
    let keys = session.key.keyring(&session.vault)?;
    let mut opening = Opening {
        args,
        desk: Desk { keys: &keys, manifests: &manifests, identities: &session.vault.identities },
        records: Records { reveal, renames: Vec::new() },
        checks: Checks::default(),
        ledger: &mut session.ledger,
        chunk: Chunk::default(),
        pages,
        output: RowOutput::new(args.json, args.csv_raw).into_file(file),
    };
    let tally = batch::run(&args.input, &mut opening)?;
    opening.checks.tell();
    let findings = opening.checks.findings;
    session.end()?;
    Ok(Done { tally, findings })
}

/// What is taken in, until the ledger has it.
#[derive(Default)]
struct Chunk {
    entries: Vec<Entry>,
    records: Vec<Record>,
}

struct Opening<'a> {
    args: &'a args::Open,
    desk: Desk<'a>,
    records: Records,
    checks: Checks,
    ledger: &'a mut Ledger,
    chunk: Chunk,
    /// Written instead of records, if there is a template.
    pages: Option<Pages<Box<dyn Write>>>,
    output: RowOutput,
}

impl Work for Opening<'_> {
    fn begin(&mut self, rows: &Rows) -> Outcome<()> {
        self.records.renames = record::renames(rows);
        self.checks.begin(self.args, rows)?;
        if self.pages.is_some() {
            return Ok(());
        }
        let columns = record::columns(&self.records.renames, self.desk.manifests);
        self.output.begin(rows, columns)
    }

    fn order(&mut self, row: &Row, order: &str) -> Outcome<Result<(), Error>> {
        let reason = self.args.reason.as_deref();
        match self.desk.open(order) {
            Ok(mut opened) => {
                let before = self.ledger.opened_before(&opened.header.jti)?;
                self.checks.look(&mut opened, row, order, before);
                let shows = |field: &OpenedField| self.records.reveal.shows(field);
                self.chunk.entries.extend(entries::opened(&opened, shows, reason));
                self.chunk.records.push(self.records.opened(row, order, &opened));
                Ok(Ok(()))
            }
            Err(error) => {
                let error = row.locate(error);
                self.chunk.entries.push(entries::failed(order, &error, reason));
                self.chunk.records.push(self.records.failed(row, order, &error));
                Ok(Err(error))
            }
        }
    }

    fn unreadable(&mut self, row: &Row, error: &Error) -> Outcome<()> {
        self.chunk.records.push(self.records.failed(row, "", error));
        Ok(())
    }

    fn flush(&mut self) -> Outcome<()> {
        let Chunk { entries, records } = std::mem::take(&mut self.chunk);
        self.ledger.append(&entries)?;
        records.iter().try_for_each(|record| self.write(record))
    }

    /// A line of text is no row of anything: what is around the orders stays where it is.
    fn without(&mut self, row: &Row) -> Outcome<bool> {
        if let Ok(Content::Text(_)) = row.content {
            return Ok(false);
        }
        self.chunk.records.push(self.records.passed_on(row));
        Ok(true)
    }
}

impl Opening<'_> {
    fn write(&mut self, record: &Record) -> Outcome<()> {
        match &mut self.pages {
            Some(pages) => pages.record(record),
            None => self.output.record(record),
        }
    }
}
