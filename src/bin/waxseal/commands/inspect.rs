//! `waxseal inspect`: what anyone can see of an order.

use waxseal::Error;
use waxseal::jose::jwk::Thumbprint;
use waxseal::open::{Order, Part};

use crate::args;
use crate::batch::{self, Work};
use crate::failure::Outcome;
use crate::output::{self, Output, Record, Value};
use crate::records::{Row, Rows};

pub(crate) fn run(args: &args::Inspect) -> Outcome<()> {
    let output = output::lines_or_blocks(args.json);
    let mut inspection = Inspection { output, json: args.json };
    batch::run(&args.input, &mut inspection)?.end()
}

struct Inspection {
    output: Box<dyn Output>,
    json: bool,
}

impl Work for Inspection {
    fn begin(&mut self, _: &Rows) -> Outcome<()> {
        Ok(())
    }

    fn order(&mut self, row: &Row, order: &str) -> Outcome<Result<(), Error>> {
        match Order::parse(order) {
            Ok(order) => self.output.record(&record(row, &order)).map(Ok),
            Err(error) => {
                let error = row.locate(error);
                self.unreadable(row, &error)?;
                Ok(Err(error))
            }
        }
    }

    /// A person reads of it on standard error.
    fn unreadable(&mut self, row: &Row, error: &Error) -> Outcome<()> {
        if !self.json {
            return Ok(());
        }
        let mut record = Record::default();
        record.push("line", Value::Number(row.line));
        record.error(error);
        self.output.record(&record)
    }
}

fn record(row: &Row, order: &Order<'_>) -> Record {
    let header = &order.header;
    let mut record = Record::default();
    record.push("line", Value::Number(row.line));
    record.text("jti", &header.jti);
    record.push("iat", Value::Moment(header.iat));
    record.text("origin", &header.origin);
    record.text("to", &header.to.to_uri());
    record.push("ver", Value::Number(header.ver));
    record.optional("ref", header.reference.as_deref());
    record.optional("form", header.form.as_deref());
    record.optional("grp", header.group.as_deref());
    record.names("roles", header.roles.iter().map(String::as_str));
    record.push("parts", Value::Records(order.parts.iter().map(part).collect()));
    record.names("missing", order.missing());
    record
}

fn part(part: &Part<'_>) -> Record {
    let mut record = Record::default();
    record.text("role", &part.role);
    record.text("kid", &part.kid.encode());
    record.push("bytes", Value::Number(part.len() as u64));
    record.optional("alg", part.unknown_alg());
    if !part.was.is_empty() {
        let was: Vec<_> = part.was.iter().map(Thumbprint::encode).collect();
        record.names("was", was.iter().map(String::as_str));
    }
    if let Some(rewrapped) = part.rew {
        record.push("rew", Value::Moment(rewrapped));
    }
    if part.red {
        record.push("red", Value::Json("true".into()));
    }
    record
}
