//! `waxseal open`: orders become fields, one record each.

mod checks;
mod record;

use std::io::{IsTerminal, stdout};

use waxseal::manifest::Manifest;
use waxseal::open::{Desk, Keyring};
use waxseal::{Code, Error};

use crate::args;
use crate::batch::{self, Work};
use crate::failure::{Failure, Outcome};
use crate::output::{Cells, CsvRows, JsonLines, Output};
use crate::records::{Content, Format, Row, Rows};
use crate::ui;
use crate::vault::Vault;
use checks::Checks;
use record::{Records, Reveal};

pub(crate) fn run(args: &args::Open) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    require_reason(args, &vault)?;
    let manifests = published(&vault)?;
    let reveal = Reveal::of(&args.reveal, &manifests)?;
    let keys = keyring(args, &vault)?;
    let desk = Desk { keys: &keys, manifests: &manifests, identities: &vault.identities };
    let mut opening = Opening {
        args,
        desk,
        records: Records { reveal, renames: Vec::new() },
        checks: Checks::default(),
        output: None,
    };
    let tally = batch::run(&args.input, &mut opening)?;
    opening.checks.tell();
    tally.end()?;
    if args.strict && opening.checks.findings > 0 {
        ui::note(&format!("{} orders have findings", opening.checks.findings));
        return Err(Failure::Told(7));
    }
    Ok(())
}

/// Whether there is a reason where the policy asks for one. It is not kept anywhere yet.
fn require_reason(args: &args::Open, vault: &Vault) -> Outcome<()> {
    match args.reason.as_deref().map(str::trim) {
        Some("") => Err(Failure::usage("the reason is empty")),
        Some(_) => Ok(()),
        None if vault.policy()?.require_reason => {
            Err(Failure::from(Error::new(Code::Policy, "the policy asks for a reason"))
                .or_hint("say why the orders are opened: --reason TEXT"))
        }
        None => Ok(()),
    }
}

fn published(vault: &Vault) -> Outcome<Vec<Manifest>> {
    let manifests = vault.manifests()?;
    if manifests.is_empty() {
        return Err(Failure::from(Error::new(Code::NotReady, "no manifest was published yet"))
            .or_hint(
                "orders are read by the manifest that they were sealed with: `waxseal publish`",
            ));
    }
    Ok(manifests)
}

fn keyring(args: &args::Open, vault: &Vault) -> Outcome<Keyring> {
    let source = args.passphrase.source();
    if source.is_stdin() && batch::reads_stdin(&args.input) {
        return Err(Failure::usage("standard input cannot be both the passphrase and the orders"));
    }
    vault.unlock(&source.read("vault", vault.modes)?)?.keyring(vault)
}

struct Opening<'a> {
    args: &'a args::Open,
    desk: Desk<'a>,
    records: Records,
    checks: Checks,
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
            Some(_) if self.args.json => Ok(()),
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
        match self.desk.open(order) {
            Ok(mut opened) => {
                self.checks.look(&mut opened, row, order);
                let record = self.records.opened(row, order, &opened);
                self.write(&record).map(Ok)
            }
            Err(error) => {
                let error = row.locate(error);
                let record = self.records.failed(row, order, &error);
                self.write(&record).map(|()| Err(error))
            }
        }
    }

    fn unreadable(&mut self, row: &Row, error: &Error) -> Outcome<()> {
        let record = self.records.failed(row, "", error);
        self.write(&record)
    }

    /// A line of text is no row of anything: what is around the orders stays where it is.
    fn without(&mut self, row: &Row) -> Outcome<bool> {
        if let Ok(Content::Text(_)) = row.content {
            return Ok(false);
        }
        let record = self.records.passed_on(row);
        self.write(&record).map(|()| true)
    }
}

impl Opening<'_> {
    fn writer(&self, rows: &Rows) -> Outcome<Box<dyn Output>> {
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

    fn write(&mut self, record: &crate::output::Record) -> Outcome<()> {
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
