//! `waxseal rewrap`.

use clap::Args;

use super::TEMPLATE;
use super::shared::{Stored, VaultFolder, VaultPassphrase};

/// Seal stored orders again to the current keys.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal rewrap orders.csv > current.csv
  waxseal rewrap --out current.sql shop.sql
  waxseal rewrap --out current.sql --resume shop.sql
  mysqldump shop orders | waxseal rewrap | mysql archive

Orders are replaced where they stand; all else comes out byte for byte, whatever the format. An
order that fails stays as it is, and is reported with its line. No plaintext touches the disk.

After `rotate` and `publish`: copies of the orders made before can still be opened with the old
keys, so replace the stored ones, and then retire or shred those keys.")]
pub(crate) struct Rewrap {
    #[command(flatten)]
    pub(crate) stored: Stored,
    /// Why the orders are sealed again; the policy may require it
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
}
