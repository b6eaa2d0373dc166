//! `waxseal ledger clock`: goes on after a clock that was ahead.

use crate::args;
use crate::clock::{self, DAY};
use crate::failure::Outcome;
use crate::ledger::Entry;
use crate::session::Session;
use crate::ui;
use crate::vault::Vault;

pub(super) fn run(args: &args::LedgerClock) -> Outcome<()> {
    let vault = Vault::find(args.vault.folder())?;
    let passphrase = args.vault.source().read("vault", vault.modes)?;
    let mut session = Session::whatever_the_clock(vault, &passphrase)?;
    let now = clock::now()?;
    let last = session.ledger.store.last()?.map_or(0, |last| last.time());
    if last <= now.saturating_add(DAY) {
        ui::note("the clock does not stand before the ledger's last record: nothing to do");
        return Ok(());
    }
    let entry = Entry::new("ledger clock", "done")
        .reason(Some(&args.reason))
        .detail(&format!("the record before is of {}", clock::date(last)));
    session.ledger.append_at(&[entry], now)?;
    ui::note(&format!("the ledger goes on from {}", clock::date(now)));
    session.end()
}
