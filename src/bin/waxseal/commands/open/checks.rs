//! The findings that only the whole input shows: what is repeated, stale, or in the wrong row.

use std::collections::HashSet;

use sha2::{Digest, Sha256};
use waxseal::open::{Check, Opened};

use crate::args;
use crate::clock::DAY;
use crate::failure::Outcome;
use crate::records::{Format, Place, Row, Rows};
use crate::stream::{Received, unread};
use crate::ui;

/// An order sealed this long before it came in is `stale`: it may have been kept back, or
/// replayed. Less is a wrong clock, or a page left open overnight.
const STALE: u64 = DAY;

/// Looks at each order beside its row and the orders before it.
#[derive(Default)]
pub(super) struct Checks {
    /// How many orders have a finding.
    pub(super) findings: u64,
    /// Half a SHA-256 of each order: 16 bytes are enough, and little for a million.
    seen: HashSet<[u8; 16]>,
    reference: Option<Place>,
    received: Option<Received>,
    without_time: u64,
}

impl Checks {
    /// Finds out where the input has what is compared.
    pub(super) fn begin(&mut self, args: &args::Open, rows: &Rows) -> Outcome<()> {
        self.reference = match (&args.ref_column, &args.ref_field) {
            (Some(name), _) => Some(Place::column(name, rows)?),
            (_, Some(pointer)) => Some(pointer_in(pointer, rows)?),
            _ => None,
        };
        let received = args.received.as_deref();
        self.received = received.map(|text| Received::in_rows(text, rows)).transpose()?;
        Ok(())
    }

    /// Adds what is found to the order.
    pub(super) fn look(&mut self, opened: &mut Opened, row: &Row, order: &str, before: bool) {
        let findings = [
            (!self.seen.insert(digest(order)), Check::Repeated),
            (before, Check::OpenedBefore),
            (self.is_stale(opened, row), Check::Stale),
            (self.is_in_wrong_row(opened, row), Check::WrongRef),
        ];
        opened.checks.extend(findings.into_iter().filter_map(|(is, check)| is.then_some(check)));
        self.findings += u64::from(!opened.checks.is_empty());
    }

    /// Says what could not be looked at.
    pub(super) fn tell(&self) {
        if self.without_time > 0 {
            ui::warn(&format!("{}: not checked", unread(self.without_time)));
        }
    }

    fn is_stale(&mut self, opened: &Opened, row: &Row) -> bool {
        let Some(received) = &self.received else { return false };
        let time = received.of_row(row);
        self.without_time += u64::from(time.is_none());
        time.is_some_and(|time| opened.header.iat.saturating_add(STALE) < time)
    }

    /// A row without a reference fits no order, and the other way round.
    fn is_in_wrong_row(&self, opened: &Opened, row: &Row) -> bool {
        let Some(place) = &self.reference else { return false };
        match (place.text(row), &opened.header.reference) {
            (Some(own), Some(sealed)) => own.trim() != sealed,
            _ => true,
        }
    }
}

fn pointer_in(pointer: &str, rows: &Rows) -> Outcome<Place> {
    match rows.format {
        Format::JsonLines => Place::pointer(pointer),
        _ => Place::named(pointer, rows),
    }
}

fn digest(order: &str) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&Sha256::digest(order.as_bytes())[..16]);
    half
}
