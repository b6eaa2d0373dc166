//! `waxseal open`: orders become fields, one record each.

mod checks;
mod entries;
mod pages;
pub(super) mod record;

use std::io::{IsTerminal, Stdout, stdout};

use waxseal::open::{Desk, OpenedField};
use waxseal::{Code, Error};

use crate::args;
use crate::batch::{self, Work};
use crate::failure::{Failure, Outcome};
use crate::ledger::{Entry, Ledger};
use crate::output::{Cells, CsvRows, JsonLines, Output, Pages, Record};
use crate::records::{Content, Format, Row, Rows};
use crate::session::{self, Session};
use crate::ui;
use crate::vault::Vault;
use checks::Checks;
use record::{Records, Reveal};

pub(crate) fn run(args: &args::Open) -> Outcome<()> {
    let source = batch::passphrase(args.passphrase.source(), &args.input)?;
    let vault = Vault::find(&args.vault.folder)?;
    session::require_reason(&vault, args.reason.as_deref())?;
    let manifests = vault.require_manifests()?;
    let reveal = Reveal::of(&args.reveal, &manifests)?;
    let pages = pages::of(args, &manifests)?;
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
        output: None,
    };
    let tally = batch::run(&args.input, &mut opening)?;
    opening.checks.tell();
    let findings = opening.checks.findings;
    session.end()?;
    tally.end()?;
    if args.strict && findings > 0 {
        ui::note(&format!("{findings} orders have findings"));
        return Err(Failure::Told(7));
    }
    Ok(())
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
    pages: Option<Pages<Stdout>>,
    /// Chosen by the first input; all that follow must fit.
    output: Option<(Format, Vec<String>, Box<dyn Output>)>,
}

impl Work for Opening<'_> {
    fn begin(&mut self, rows: &Rows) -> Outcome<()> {
        self.records.renames = record::renames(rows);
        self.checks.begin(self.args, rows)?;
        match &self.output {
            None => {
                let output = self.writer(rows)?;
                self.output = Some((rows.format, rows.columns.clone(), output));
                Ok(())
            }
            Some(_) if self.args.json || self.args.template.is_some() => Ok(()),
            Some((format, columns, _))
                if same_shape(*format, rows.format) && *columns == rows.columns =>
            {
                Ok(())
            }
            Some(_) => {
                let other = Error::new(Code::Malformed, "not the same columns as the first input");
                Err(Failure::from(other).or_hint("open it on its own, or all with --json"))
            }
        }
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
        if !entries.is_empty() {
            self.ledger.append(&entries)?;
        }
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
    fn writer(&mut self, rows: &Rows) -> Outcome<Box<dyn Output>> {
        if let Some(pages) = self.pages.take() {
            return Ok(Box::new(pages));
        }
        Ok(match rows.format {
            Format::Csv(dialect) if !self.args.json => {
                let columns = record::columns(&self.records.renames, self.desk.manifests);
                let leading = rows.columns.len();
                Box::new(CsvRows::new(stdout(), dialect, columns, leading, self.cells())?)
            }
            _ => Box::new(JsonLines(stdout())),
        })
    }

    fn cells(&self) -> Cells {
        match (stdout().is_terminal(), self.args.csv_raw) {
            (true, _) => Cells::Visible,
            (false, true) => Cells::Raw,
            (false, false) => Cells::Harmless,
        }
    }

    fn write(&mut self, record: &Record) -> Outcome<()> {
        match &mut self.output {
            Some((_, _, output)) => output.record(record),
            None => Ok(()),
        }
    }
}

/// A table in another dialect is still a table, and both kinds of lines become JSON lines.
fn same_shape(a: Format, b: Format) -> bool {
    matches!(a, Format::Csv(_)) == matches!(b, Format::Csv(_))
}
