//! `waxseal doctor`.

use clap::Args;

use super::TEMPLATE;
use super::shared::LockedVault;

/// The regular security check: says what is not as it should be, and what to do.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal doctor
  waxseal doctor --passphrase-file vault-pass.txt || mail -s 'waxseal doctor' ada@shop.example
  waxseal doctor --json

Exits with 7 if a finding is serious. Where no passphrase is given and nobody can be asked, all is
checked but the chain of the ledger.")]
pub(crate) struct Doctor {
    /// JSON lines instead of a list
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}
