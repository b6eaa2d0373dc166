//! `waxseal ledger begin`: a new ledger, where the file was lost.

use crate::args;
use crate::failure::Outcome;
use crate::ledger::Ledger;
use crate::ui;
use crate::vault::Vault;

pub(super) fn run(args: &args::LedgerBegin) -> Outcome<()> {
    let vault = Vault::find(args.vault.folder())?;
    let _lock = vault.lock()?;
    let key = vault.unlock(&args.vault.source().read("vault", vault.modes)?)?;
    let ledger = Ledger::begin_again(&vault, &key, &args.reason)?;
    ui::note("the ledger begins anew; heads that were kept before do not fit it");
    if ledger.sealed.holder.is_some() {
        ui::note("next: `waxseal accept`, and tell the merchant that the earlier records are lost");
    } else if !vault.exports()?.is_empty() {
        ui::note("next: collect the ledgers of the vaults that were made from this one again");
    }
    ui::note(&format!("ledger head: {}", ledger.head()?));
    Ok(())
}
