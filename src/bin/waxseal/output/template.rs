//! A page per order, from a template of the merchant's own: packing slips, labels.

use std::io::Write;

use minijinja::Value as Item;
use minijinja::value::Serde;

use super::{Output, Record, Value};
use crate::clock;
use crate::failure::{Outcome, output_error};
use crate::pages::Template;

/// What a template is told besides the order itself.
pub(crate) struct Shop {
    /// The merchant's name.
    pub(crate) merchant: String,
    /// The names of all fields: one that an order leaves out is empty, and any other a mistake.
    pub(crate) fields: Vec<String>,
}

/// Writes one page per order that was opened. Of one that failed there is nothing to print: it is
/// told on standard error, as always.
pub(crate) struct Pages<W> {
    to: W,
    template: Template,
    shop: Shop,
    is_first: bool,
}

impl<W: Write> Pages<W> {
    pub(crate) fn new(to: W, template: Template, shop: Shop) -> Self {
        Self { to, template, shop, is_first: true }
    }

    fn values(&self, record: &Record) -> Item {
        let order = record.0.iter().find(|(name, _)| name == "order");
        Item::from_pairs([
            ("first", self.is_first.into()),
            ("merchant", self.shop.merchant.as_str().into()),
            ("seal", sealed(record, &self.shop.fields)),
            ("order", order.map_or_else(|| Item::from(()), |(_, value)| about(value))),
            ("checks", named(record, "checks").unwrap_or_default()),
            ("code", named(record, CODE).unwrap_or_else(|| "".into())),
            ("row", row(record)),
        ])
    }
}

impl<W: Write> Output for Pages<W> {
    fn record(&mut self, record: &Record) -> Outcome<()> {
        if record.0.iter().any(|(name, _)| name == "error") {
            return Ok(());
        }
        let page = self.template.render(self.values(record))?;
        self.is_first = false;
        self.to
            .write_all(page.as_bytes())
            .and_then(|()| self.to.flush())
            .map_err(|error| output_error(&error))
    }
}

/// The column with the customer's code, where there is one.
const CODE: &str = "customer-code";

/// The fields of the order. Names as shops would give them (`seal.name`) are told from theirs.
fn sealed(record: &Record, fields: &[String]) -> Item {
    let empty = fields.iter().map(|name| (name.clone(), Item::from("")));
    let opened = record
        .0
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("seal.")?.to_owned(), item(value))));
    Item::from_pairs(empty.chain(opened))
}

/// What the record has besides: the columns of the row, or its members.
fn row(record: &Record) -> Item {
    let ours = ["line", "checks", "order"];
    let own = record
        .0
        .iter()
        .filter(|(name, _)| !name.starts_with("seal.") && !ours.contains(&name.as_str()));
    Item::from_pairs(own.map(|(name, value)| (name.clone(), item(value))))
}

/// What the order says of itself, each value there: one that it leaves out is empty.
fn about(order: &Value) -> Item {
    let Value::Record(order) = order else { return Item::from(()) };
    let iat = order.0.iter().find_map(|(name, value)| match value {
        Value::Number(seconds) if name == "iat" => Some(clock::day(*seconds)),
        _ => None,
    });
    let absent = ["ref", "form", "grp"].map(|name| (name.to_owned(), Item::from("")));
    let date = [("date".to_owned(), Item::from(iat))];
    Item::from_pairs(absent.into_iter().chain(items(order)).chain(date))
}

fn named(record: &Record, wanted: &str) -> Option<Item> {
    record.0.iter().find(|(name, _)| name == wanted).map(|(_, value)| item(value))
}

fn item(value: &Value) -> Item {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Number(number) | Value::Moment(number) => (*number).into(),
        Value::Names(names) => names.clone().into(),
        Value::Json(written) => match serde_json::from_str::<serde_json::Value>(written) {
            Ok(json) => Item::from(Serde(json)),
            Err(_) => written.as_str().into(),
        },
        Value::Record(record) => Item::from_pairs(items(record)),
        Value::Records(records) => {
            records.iter().map(|record| Item::from_pairs(items(record))).collect()
        }
    }
}

fn items(record: &Record) -> impl Iterator<Item = (String, Item)> {
    record.0.iter().map(|(name, value)| (name.clone(), item(value)))
}
