//! `waxseal exposure`: which stored orders a lost key could open, or could before a rewrap.

mod customers;
mod lost;

use waxseal::Error;
use waxseal::manifest::Manifest;
use waxseal::open::Order;

use crate::args;
use crate::batch::{self, Work};
use crate::code::{Coder, CustomerCode, Fields};
use crate::failure::{Failure, Outcome};
use crate::ledger::{Entry, Ledger};
use crate::output::{JsonLines, Output, Record, Value};
use crate::records::{Row, Rows};
use crate::session::{self, Session};
use crate::ui;
use crate::vault::Vault;
use customers::Customers;
use lost::{Affected, Lost};

const COMMAND: &str = "exposure";

pub(crate) fn run(args: &args::Exposure) -> Outcome<()> {
    let vault = Vault::find(args.vault.folder())?;
    session::require_reason(&vault, args.reason.given())?;
    let manifests = vault.require_manifests()?;
    let lost = Lost::of(args, &vault, &manifests)?;
    let source = batch::passphrase(args.vault.source(), &args.input)?;
    let mut session = Session::of(vault, &source)?;
    let coder = coder(args, &session, &manifests)?;
    session.ledger.append(&lost.entries(COMMAND, args.reason.given()))?;
    let mut search = Search {
        lost,
        manifests: &manifests,
        coder,
        ledger: &mut session.ledger,
        json: args.json.then(|| JsonLines(std::io::stdout())),
        customers: Customers::default(),
        orders: 0,
        entries: Vec::new(),
        records: Vec::new(),
    };
    let ended = batch::run(&args.input, &mut search).and_then(|tally| {
        search.tell()?;
        Ok(tally)
    });
    session.end()?;
    ended?.end()
}

/// Which order is whose, if this vault can tell.
fn coder<'a>(
    args: &args::Exposure,
    session: &Session,
    manifests: &'a [Manifest],
) -> Outcome<Option<Coder<'a>>> {
    let coder = Fields::of(&args.fields, manifests)
        .and_then(|fields| Coder::of(session, manifests, fields, COMMAND, args.reason.given()));
    match coder {
        Ok(coder) => Ok(Some(coder)),
        Err(failure) if args.fields.is_empty() && cannot_tell(&failure) => {
            ui::note("customers are not told apart: no key for customer codes, or no field");
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

fn cannot_tell(failure: &Failure) -> bool {
    match failure {
        Failure::Usage(_) => true,
        Failure::Coded(error, _) => error.code() == waxseal::Code::UnknownKey,
        _ => false,
    }
}

struct Search<'a> {
    lost: Lost,
    manifests: &'a [Manifest],
    /// Without it, customers are not told apart, and nothing is opened.
    coder: Option<Coder<'a>>,
    ledger: &'a mut Ledger,
    json: Option<JsonLines<std::io::Stdout>>,
    customers: Customers,
    /// How many orders were looked at.
    orders: u64,
    /// What waits for the end of the chunk.
    entries: Vec<Entry>,
    records: Vec<Record>,
}

impl Work for Search<'_> {
    fn begin(&mut self, _: &Rows) -> Outcome<()> {
        Ok(())
    }

    fn order(&mut self, row: &Row, text: &str) -> Outcome<Result<(), Error>> {
        self.orders += 1;
        let order = match Order::parse(text) {
            Ok(order) => order,
            Err(error) => return Ok(Err(row.locate(error))),
        };
        let Some(affected) = self.lost.look(&order, self.manifests) else {
            return Ok(Ok(()));
        };
        let coded = self.coder.as_ref().map(|coder| coder.code(text));
        let (code, entries) = coded.map_or((Ok(None), Vec::new()), |coded| {
            (judge(coded.code).map_err(|error| row.locate(error)), coded.entries)
        });
        self.entries.extend(entries);
        let known = code.as_ref().ok().copied().flatten();
        if self.json.is_some() {
            self.records.push(record(row, known, &order, &affected));
        }
        self.customers.add(known, &order.header, affected);
        Ok(code.map(|_| ()))
    }

    fn unreadable(&mut self, _: &Row, _: &Error) -> Outcome<()> {
        Ok(())
    }

    fn flush(&mut self) -> Outcome<()> {
        self.ledger.append(&std::mem::take(&mut self.entries))?;
        let mut records = std::mem::take(&mut self.records).into_iter();
        match &mut self.json {
            Some(output) => records.try_for_each(|record| output.record(&record)),
            None => Ok(()),
        }
    }
}

impl Search<'_> {
    fn tell(&self) -> Outcome<()> {
        if self.json.is_none() {
            self.customers.write()?;
        }
        let total = self.customers.total();
        let orders = ui::counted(self.orders, "order", "orders");
        let name = if total.orders == 1 || self.orders == 1 { "names" } else { "name" };
        ui::note(&format!(
            "{} of {orders} {name} the lost key, of {}",
            total.orders,
            self.customers.count()
        ));
        if total.orders == 0 {
            return Ok(());
        }
        let again = ui::counted(total.orders - total.openable, "was", "were");
        ui::note(&format!(
            "the lost key opens {} of them as they are stored here; {again} sealed again",
            total.openable
        ));
        ui::warn(
            "earlier copies of all of them (backups, logs, what a thief copied) stay open to the \
             lost key, whatever is sealed again now",
        );
        ui::note(
            "next: `waxseal rotate`, `waxseal publish` and upload, `waxseal rewrap` all stores, \
             then tell those affected",
        );
        Ok(())
    }
}

/// An order that cannot be opened here, or has no name in it, is in the count and no failure.
fn judge(code: Result<CustomerCode, Error>) -> Result<Option<CustomerCode>, Error> {
    use waxseal::Code::{InvalidField, MissingField, UnknownKey};
    match code {
        Ok(code) => Ok(Some(code)),
        Err(error) if ![UnknownKey, MissingField, InvalidField].contains(&error.code()) => {
            Err(error)
        }
        Err(_) => Ok(None),
    }
}

fn record(row: &Row, code: Option<CustomerCode>, order: &Order<'_>, affected: &Affected) -> Record {
    let mut about = Record::default();
    about.text("jti", &order.header.jti);
    about.push("iat", Value::Number(order.header.iat));
    about.optional("ref", order.header.reference.as_deref());
    about.optional("grp", order.header.group.as_deref());
    let mut record = Record::default();
    record.push("line", Value::Number(row.line));
    record.optional("customer-code", code.map(|code| code.to_string()).as_deref());
    record.names("kids", affected.kids.iter().map(String::as_str));
    record.names("roles", affected.roles.iter().map(String::as_str));
    record.names("fields", affected.fields.iter().map(String::as_str));
    record.text("opens", if affected.is_openable { "this line" } else { "earlier copies" });
    record.push("order", Value::Record(about));
    record
}
