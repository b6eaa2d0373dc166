//! The orders that a lost key opens, counted by customer: what is kept in memory grows with the
//! customers, not with their orders.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use waxseal::open::OrderHeader;

use super::lost::Affected;
use crate::code::CustomerCode;
use crate::failure::Outcome;
use crate::output::{Output, Record, Table, Value};
use crate::{clock, ui};

/// So many references of a customer's orders are named.
const NAMED: usize = 3;
const COLUMNS: [&str; 7] = ["code", "orders", "refs", "first", "last", "opens", "fields"];

/// All customers; `None` are those whose code cannot be told here.
#[derive(Default)]
pub(super) struct Customers(BTreeMap<Option<CustomerCode>, Customer>);

/// The orders of one customer.
#[derive(Default)]
struct Customer {
    sum: Sum,
    refs: Vec<String>,
    more_refs: u64,
    first: Option<u64>,
    last: u64,
    fields: BTreeSet<String>,
}

/// How many orders.
#[derive(Default, Clone, Copy)]
pub(super) struct Sum {
    pub(super) orders: u64,
    /// Those that the key opens as they are stored here.
    pub(super) openable: u64,
}

impl Customers {
    pub(super) fn add(
        &mut self,
        code: Option<CustomerCode>,
        header: &OrderHeader,
        affected: Affected,
    ) {
        let customer = self.0.entry(code).or_default();
        customer.sum.orders += 1;
        customer.sum.openable += u64::from(affected.is_openable);
        customer.first = Some(customer.first.map_or(header.iat, |first| first.min(header.iat)));
        customer.last = customer.last.max(header.iat);
        customer.fields.extend(affected.fields);
        match &header.reference {
            Some(reference) if customer.refs.len() < NAMED => customer.refs.push(reference.clone()),
            Some(_) => customer.more_refs += 1,
            None => {}
        }
    }

    pub(super) fn total(&self) -> Sum {
        self.0.values().fold(Sum::default(), |sum, customer| Sum {
            orders: sum.orders + customer.sum.orders,
            openable: sum.openable + customer.sum.openable,
        })
    }

    /// In words: of those whose code is not known nobody can say how many they are.
    pub(super) fn count(&self) -> String {
        let known = self.0.keys().flatten().count() as u64;
        let customers = ui::counted(known, "customer", "customers");
        match self.0.get(&None) {
            None => customers,
            Some(unknown) => format!(
                "{customers} known by code, and of whoever is behind {}",
                ui::counted(unknown.sum.orders, "more order", "more orders")
            ),
        }
    }

    /// A line for each, those with most orders first, and those that are not known last.
    pub(super) fn write(&self) -> Outcome<()> {
        let mut table = Table::new(std::io::stdout(), &COLUMNS);
        let mut customers: Vec<_> = self.0.iter().collect();
        customers.sort_by_key(|(code, customer)| (code.is_none(), Reverse(customer.sum.orders)));
        for (code, customer) in customers {
            table.record(&customer.record(*code))?;
        }
        if self.0.is_empty() { Ok(()) } else { table.finish() }
    }
}

impl Customer {
    fn record(&self, code: Option<CustomerCode>) -> Record {
        let mut record = Record::default();
        record.text("code", &code.map_or("unknown".into(), |code| code.to_string()));
        record.push("orders", Value::Number(self.sum.orders));
        if !self.refs.is_empty() {
            record.text("refs", &self.refs());
        }
        record.text("first", &clock::day(self.first.unwrap_or_default()));
        record.text("last", &clock::day(self.last));
        record.text("opens", &self.opens());
        record.names("fields", self.fields.iter().map(String::as_str));
        record
    }

    fn refs(&self) -> String {
        let refs = self.refs.join(", ");
        if self.more_refs == 0 { refs } else { format!("{refs}, +{}", self.more_refs) }
    }

    fn opens(&self) -> String {
        match self.sum {
            Sum { openable: 0, .. } => "earlier copies".into(),
            Sum { openable, orders } if openable == orders => "as stored".into(),
            Sum { openable, orders } => format!("{openable} of {orders} as stored"),
        }
    }
}
