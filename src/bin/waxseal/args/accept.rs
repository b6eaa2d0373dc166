//! `waxseal accept`.

use clap::Args;

use super::TEMPLATE;
use super::shared::LockedVault;

/// Read the merchant's confidentiality text, and accept it. A vault made for you opens only then.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal accept --vault jo-clerk
  waxseal accept --vault jo-clerk --yes 'Jo Clerk'

Prints the text, and asks for the name of the person that the vault was made for. That it was
accepted, and the text's SHA-256, is the first record of the vault's ledger.")]
pub(crate) struct Accept {
    /// Accept without being asked; the name of the person that the vault was made for
    #[arg(long, value_name = "NAME")]
    pub(crate) yes: Option<String>,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}
