//! The orders of a chunk, sealed again and recorded.

use std::thread;

use waxseal::Error;
use waxseal::open::{Desk, Order, OrderHeader};
use waxseal::reseal::{Change, Resealed, ResealedPart};

use super::{Fate, Find, Tally, Work};
use crate::failure::Outcome;
use crate::ledger::{Entry, Ledger};

/// No more threads than this, on however large a machine.
const THREADS: usize = 16;

/// An order that was sealed again.
pub(crate) struct Sealed {
    pub(crate) order: Resealed,
    /// Whether it goes altogether.
    pub(crate) is_dropped: bool,
}

/// Seals orders again, and has the ledger say so before anything is written.
pub(crate) struct Resealing<'a, S> {
    pub(crate) desk: &'a Desk<'a>,
    pub(crate) ledger: &'a mut Ledger,
    pub(crate) command: &'static str,
    pub(crate) reason: Option<&'a str>,
    /// Whether the ledger is asked when it first saw an order.
    pub(crate) asks_when_seen: bool,
    /// Whether nothing is written.
    pub(crate) is_dry: bool,
    /// How one order is sealed again, given when it came in, as far as that is known.
    pub(crate) seal: S,
}

type Result<T> = std::result::Result<T, Error>;

impl<S: Fn(&Desk<'_>, &str, Option<u64>) -> Result<Sealed> + Sync> Work for Resealing<'_, S> {
    fn chunk(&mut self, finds: &[Find], tally: &mut Tally) -> Outcome<Vec<Fate>> {
        let received = finds.iter().map(|find| self.received(find)).collect::<Result<Vec<_>>>()?;
        let results = self.seal_all(finds, &received);
        let entries = finds.iter().zip(&results).flat_map(|(find, result)| match result {
            Ok(sealed) => self.parts(sealed),
            Err(error) => {
                let entry = Entry::failed_order(self.command, &find.word.order, error);
                vec![entry.reason(self.reason)]
            }
        });
        let entries: Vec<Entry> = entries.collect();
        self.ledger.append(&entries)?;
        Ok(finds.iter().zip(results).map(|(find, result)| self.fate(find, result, tally)).collect())
    }
}

impl<S: Fn(&Desk<'_>, &str, Option<u64>) -> Result<Sealed> + Sync> Resealing<'_, S> {
    /// When an order came in, or was first seen.
    fn received(&self, find: &Find) -> Result<Option<u64>> {
        let order = self.asks_when_seen.then(|| Order::parse(&find.word.order));
        let seen = match order {
            Some(Ok(order)) => self.ledger.first_seen(&order.header)?,
            _ => None,
        };
        Ok(seen.into_iter().chain(find.received).min())
    }

    /// Nearly all time goes into this, so every processor has a share of it.
    fn seal_all(&self, finds: &[Find], received: &[Option<u64>]) -> Vec<Result<Sealed>> {
        let (desk, seal) = (self.desk, &self.seal);
        let threads = thread::available_parallelism().map_or(1, |count| count.get().min(THREADS));
        let share = finds.len().div_ceil(threads).max(1);
        thread::scope(|scope| {
            let shares = finds.chunks(share).zip(received.chunks(share));
            let running: Vec<_> = shares
                .map(|(finds, received)| {
                    scope.spawn(move || {
                        let each = finds.iter().zip(received);
                        each.map(|(find, time)| seal(desk, &find.word.order, *time)).collect()
                    })
                })
                .collect();
            let done = running.into_iter().map(|one| one.join());
            done.flat_map(|some: thread::Result<Vec<_>>| some.expect("sealing does not panic"))
                .collect()
        })
    }

    fn fate(&mut self, find: &Find, result: Result<Sealed>, tally: &mut Tally) -> Fate {
        let Sealed { order, is_dropped } = match result {
            Ok(sealed) => sealed,
            Err(error) => {
                tally.failed(find, error);
                return Fate::Keep;
            }
        };
        let is_closed =
            |part: &ResealedPart| matches!(part.change, Change::NoKey | Change::Unsupported);
        tally.in_part(order.parts.iter().any(is_closed));
        match (is_dropped, order.is_changed()) {
            (true, _) => {
                tally.done(2);
                Fate::Remove
            }
            (false, true) => {
                tally.done(0);
                Fate::Replace(order.line)
            }
            (false, false) => {
                tally.done(1);
                Fate::Keep
            }
        }
    }

    fn parts(&self, sealed: &Sealed) -> Vec<Entry> {
        let entry = |part: &ResealedPart| {
            let (outcome, detail) = self.outcome(sealed, part);
            // The part as it is from now on, and its key.
            let (text, kid) = match self.is_dry || sealed.is_dropped {
                true => (&part.old_text, &part.old_kid),
                false => (&part.text, &part.kid),
            };
            let entry = Entry::new(self.command, outcome)
                .reason(self.reason)
                .order(&sealed.order.header)
                .part(text)
                .kid(kid)
                .role(&part.role);
            if detail.is_empty() { entry } else { entry.detail(&detail) }
        };
        sealed.order.parts.iter().map(entry).collect()
    }

    /// What was done, or would have been, and to which fields.
    fn outcome(&self, sealed: &Sealed, part: &ResealedPart) -> (&'static str, String) {
        let (outcome, detail) = match &part.change {
            _ if sealed.is_dropped => ("dropped", String::new()),
            Change::Unchanged => ("unchanged", String::new()),
            Change::NoKey => ("no-key", String::new()),
            Change::Unsupported => ("unsupported", String::new()),
            Change::Rewrapped => ("rewrapped", String::new()),
            Change::Regrouped => ("rewrapped", into_group(&sealed.order.header)),
            Change::Redacted { dropped, masked } => ("redacted", fields(dropped, masked)),
        };
        match self.is_dry {
            true => ("unchanged", format!("dry run: {outcome} {detail}").trim_end().into()),
            false => (outcome, detail),
        }
    }
}

fn into_group(header: &OrderHeader) -> String {
    header.group.as_ref().map_or("into no group".into(), |group| format!("into group {group}"))
}

/// The names of the fields that are gone, and of those of which a mask is left.
fn fields(dropped: &[String], masked: &[String]) -> String {
    let named = [("dropped", dropped), ("masked", masked)];
    let named = named.iter().filter(|(_, names)| !names.is_empty());
    let named = named.map(|(what, names)| format!("{what}: {}", names.join(", ")));
    named.collect::<Vec<_>>().join("; ")
}
