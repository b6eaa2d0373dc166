//! What comes out for an order: its row, its fields, what is worth a look.

use waxseal::Error;
use waxseal::manifest::Manifest;
use waxseal::open::{Opened, OpenedField, Order, OrderHeader};
use zeroize::Zeroizing;

use crate::failure::{Failure, Outcome};
use crate::output::{Record, Value};
use crate::records::{Content, Members, Row, Rows};

/// The masked fields that are shown in full.
pub(in crate::commands) enum Reveal {
    All,
    Fields(Vec<String>),
}

impl Reveal {
    /// What the flag says, if there are such fields.
    pub(super) fn of(names: &[String], manifests: &[Manifest]) -> Outcome<Self> {
        if names.iter().any(|name| name == "all") {
            return Ok(Self::All);
        }
        let known = fields(manifests);
        match names.iter().find(|name| !known.contains(name)) {
            Some(name) => {
                Err(Failure::usage(format!("no manifest has a field `{name}` to reveal")))
            }
            None => Ok(Self::Fields(names.to_vec())),
        }
    }

    /// Whether a field is shown in full.
    pub(in crate::commands) fn shows(&self, field: &OpenedField) -> bool {
        match self {
            _ if !field.mask => true,
            Self::All => true,
            Self::Fields(names) => names.contains(&field.name),
        }
    }
}

/// The fields of all manifests: those of the newest, then those that only earlier ones have.
pub(super) fn fields(manifests: &[Manifest]) -> Vec<String> {
    let mut names = Vec::new();
    for field in manifests.iter().rev().flat_map(|manifest| &manifest.fields) {
        if !names.contains(&field.name) {
            names.push(field.name.clone());
        }
    }
    names
}

/// The columns of the input as they are called in the output.
pub(in crate::commands) fn renames(rows: &Rows) -> Vec<String> {
    rows.columns.iter().map(|name| own_name(name)).collect()
}

/// The columns of the output.
pub(super) fn columns(input: &[String], manifests: &[Manifest]) -> Vec<String> {
    let ours = ["checks", "code", "order.ref", "order.iat", "order.origin", "order.unopened"];
    let sealed = fields(manifests).into_iter().map(|name| format!("seal.{name}"));
    input.iter().cloned().chain(sealed).chain(ours.map(str::to_owned)).collect()
}

/// A name of the input that means something in the output steps aside, and so does one that many
/// a reader of tables takes for the same: `Seal.name`.
fn own_name(name: &str) -> String {
    let read = name.trim().to_lowercase();
    let is_taken = matches!(read.as_str(), "line" | "checks" | "code" | "error" | "order")
        || ["seal.", "order.", "input."].iter().any(|start| read.starts_with(start));
    if is_taken { format!("input.{name}") } else { name.to_owned() }
}

/// Only a row of a database says which table it is of.
fn member_name(name: &str, members: &Members) -> String {
    let is_taken = members.table().is_some() && name.trim().eq_ignore_ascii_case("table");
    if is_taken { format!("input.{name}") } else { own_name(name) }
}

/// Builds the records of one input.
pub(in crate::commands) struct Records {
    pub(in crate::commands) reveal: Reveal,
    pub(in crate::commands) renames: Vec<String>,
}

impl Records {
    /// An order that was opened.
    pub(in crate::commands) fn opened(&self, row: &Row, order: &str, opened: &Opened) -> Record {
        let mut record = self.row(row, Some(order));
        for field in &opened.fields {
            let value = Value::Text(self.shown(field));
            record.push(format!("seal.{}", field.name), value);
        }
        record.names("checks", opened.checks.iter().map(|check| check.as_str()));
        record.push("order", Value::Record(about(&opened.header, &opened.unopened)));
        record
    }

    /// An order, or a row, that failed. What its headers claim helps to find it again.
    pub(in crate::commands) fn failed(&self, row: &Row, order: &str, error: &Error) -> Record {
        let mut record = self.row(row, None);
        if !matches!(row.content, Ok(Content::Text(_))) {
            record.push("line", Value::Number(row.line));
        }
        record.error(error);
        record.names("checks", []);
        if let Ok(order) = Order::parse(order) {
            record.push("order", Value::Record(about(&order.header, &order.header.roles)));
        }
        record
    }

    /// A row in which there is no order. A name of ours steps aside here too, or the row could
    /// pass for one that was opened.
    pub(super) fn passed_on(&self, row: &Row) -> Record {
        self.row(row, None)
    }

    /// What the row held besides: a member that is the order itself is what was opened.
    pub(in crate::commands) fn row(&self, row: &Row, opened: Option<&str>) -> Record {
        let mut record = Record::default();
        match &row.content {
            Ok(Content::Text(_)) => record.push("line", Value::Number(row.line)),
            Ok(Content::Members(members)) => {
                record.optional("table", members.table());
                for (name, written) in members.written() {
                    let text = members.get(name).and_then(|value| value.as_str()).map(str::trim);
                    if opened.is_none() || text != opened {
                        record.push(member_name(name, members), Value::Json(written.to_owned()));
                    }
                }
            }
            Ok(Content::Cells(cells)) => {
                for (name, cell) in self.renames.iter().zip(cells) {
                    record.text(name, cell);
                }
            }
            Err(_) => self.renames.iter().for_each(|name| record.text(name, "")),
        }
        record
    }

    fn shown(&self, field: &OpenedField) -> Zeroizing<String> {
        if self.reveal.shows(field) { field.value.clone() } else { field.masked() }
    }
}

fn about(header: &OrderHeader, unopened: &[String]) -> Record {
    let mut order = Record::default();
    order.text("jti", &header.jti);
    order.push("iat", Value::Number(header.iat));
    order.text("origin", &header.origin);
    order.push("ver", Value::Number(header.ver));
    order.optional("ref", header.reference.as_deref());
    order.optional("form", header.form.as_deref());
    order.optional("grp", header.group.as_deref());
    order.names("roles", header.roles.iter().map(String::as_str));
    order.names("unopened", unopened.iter().map(String::as_str));
    order
}
