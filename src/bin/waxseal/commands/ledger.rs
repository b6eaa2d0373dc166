//! `waxseal ledger`: list, verify, head, export, collect, begin, clock.

mod begin;
mod clock;
mod collect;
mod export;
mod head;
mod list;
mod verify;

use crate::args::{self, LedgerAction};
use crate::failure::Outcome;

pub(crate) use collect::accepted_what_was_given;
pub(crate) use verify::faults;

/// Of the first line that `export` writes and `collect` reads.
const FORMAT: u64 = 1;

pub(crate) fn run(args: &args::Ledger) -> Outcome<()> {
    match &args.action {
        LedgerAction::List(args) => list::run(args),
        LedgerAction::Verify(args) => verify::run(args),
        LedgerAction::Head(args) => head::run(args),
        LedgerAction::Export(args) => export::run(args),
        LedgerAction::Collect(args) => collect::run(args),
        LedgerAction::Begin(args) => begin::run(args),
        LedgerAction::Clock(args) => clock::run(args),
    }
}
