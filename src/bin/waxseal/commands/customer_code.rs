//! `waxseal customer-code`: each row with a code instead of a name.

use std::io::{Write, stdout};

use waxseal::Error;
use waxseal::open::Order;

use super::open::record::{self, Records, Reveal};
use crate::args;
use crate::batch::{self, Work};
use crate::code::{Coder, CustomerCode, Fields};
use crate::failure::{Outcome, output_error};
use crate::ledger::{Entry, Ledger};
use crate::output::{Output, Record, RowOutput, Value};
use crate::records::{Row, Rows};
use crate::session::{self, Session};
use crate::vault::Vault;

const COMMAND: &str = "customer-code";
/// The column, or member, with the code.
const CODE: &str = "customer-code";

pub(crate) fn run(args: &args::CustomerCode) -> Outcome<()> {
    if let Some(text) = &args.check {
        let code = CustomerCode::parse(text)?;
        return writeln!(stdout(), "{code}").map_err(|error| output_error(&error));
    }
    let vault = Vault::find(args.vault.folder())?;
    session::require_reason(&vault, args.reason.given())?;
    let manifests = vault.require_manifests()?;
    let fields = Fields::of(&args.fields, &manifests)?;
    let source = batch::passphrase(args.vault.source(), &args.input)?;
    let mut session = Session::of(vault, &source)?;
    let mut coding = Coding {
        coder: Coder::of(&session, &manifests, fields, COMMAND, args.reason.given())?,
        ledger: &mut session.ledger,
        rows: Records { reveal: Reveal::Fields(Vec::new()), renames: Vec::new() },
        output: RowOutput::new(args.json, args.csv_raw),
        entries: Vec::new(),
        records: Vec::new(),
    };
    let ended = batch::run(&args.input, &mut coding);
    session.end()?;
    ended?.end()
}

struct Coding<'a> {
    coder: Coder<'a>,
    ledger: &'a mut Ledger,
    rows: Records,
    output: RowOutput,
    /// What waits for the end of the chunk.
    entries: Vec<Entry>,
    records: Vec<Record>,
}

impl Work for Coding<'_> {
    fn begin(&mut self, rows: &Rows) -> Outcome<()> {
        let names = record::renames(rows).into_iter().map(|name| own_name(&name));
        self.rows.renames = names.collect();
        let ours = [CODE, "code", "order.jti", "order.ref"].map(str::to_owned);
        let columns = self.rows.renames.iter().cloned().chain(ours).collect();
        self.output.begin(rows, columns)
    }

    fn order(&mut self, row: &Row, order: &str) -> Outcome<Result<(), Error>> {
        let coded = self.coder.code(order);
        self.entries.extend(coded.entries);
        let code = coded.code.map_err(|error| row.locate(error));
        let mut record = self.row(row);
        match &code {
            Ok(code) => record.text(CODE, &code.to_string()),
            Err(error) => without(&mut record, error),
        }
        if let Ok(order) = Order::parse(order) {
            record.push("order", Value::Record(about(&order)));
        }
        self.records.push(record);
        Ok(code.map(|_| ()))
    }

    fn unreadable(&mut self, row: &Row, error: &Error) -> Outcome<()> {
        let mut record = self.row(row);
        without(&mut record, error);
        self.records.push(record);
        Ok(())
    }

    fn flush(&mut self) -> Outcome<()> {
        self.ledger.append(&std::mem::take(&mut self.entries))?;
        let mut records = std::mem::take(&mut self.records).into_iter();
        records.try_for_each(|record| self.output.record(&record))
    }
}

impl Coding<'_> {
    /// All that the row held. The order stays in it: it still has to be opened by somebody.
    fn row(&self, row: &Row) -> Record {
        let mut record = self.rows.row(row, None);
        for (name, _) in &mut record.0 {
            *name = own_name(name);
        }
        record
    }
}

/// A row that has such a column already was given it by somebody else, or before.
fn own_name(name: &str) -> String {
    let is_ours = name.trim().eq_ignore_ascii_case(CODE);
    if is_ours { format!("input.{name}") } else { name.to_owned() }
}

fn without(record: &mut Record, error: &Error) {
    record.text(CODE, "");
    record.error(error);
}

fn about(order: &Order<'_>) -> Record {
    let mut about = Record::default();
    about.text("jti", &order.header.jti);
    about.optional("ref", order.header.reference.as_deref());
    about
}
