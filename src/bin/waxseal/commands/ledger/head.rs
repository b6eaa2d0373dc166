//! `waxseal ledger head`: what to keep elsewhere.

use std::io::Write;

use waxseal::{Code, Error};

use crate::args;
use crate::failure::{Outcome, output_error};
use crate::ledger::Ledger;
use crate::vault::Vault;

pub(super) fn run(args: &args::LedgerHead) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    let last = Ledger::look(&vault)?.last()?;
    let last = last.ok_or_else(|| Error::new(Code::NotReady, "the ledger holds no record yet"))?;
    writeln!(std::io::stdout(), "{}", last.head()).map_err(|error| output_error(&error))
}
