//! `waxseal rewrap`.

use clap::Args;

use super::TEMPLATE;
use super::shared::{LockedVault, Stored};

/// Seal stored orders again to the current keys.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal rewrap orders.csv > current.csv
  waxseal rewrap --out current.sql shop.sql
  waxseal rewrap --out current.sql --resume shop.sql
  mysqldump shop orders | waxseal rewrap | mysql archive
  waxseal rewrap --group eu --out current.csv orders-before-groups.csv

Orders are replaced where they stand; all else comes out byte for byte, whatever the format. An
order that fails stays as it is, and is reported with its line. No plaintext touches the disk.

After `rotate` and `publish`: copies of the orders made before can still be opened with the old
keys, so replace the stored ones, and then retire or shred those keys.

Where the policy came to have groups later, or other ones, nobody can guess into which group an
earlier order goes: it fails with `policy` and stays as it is, unless --group or --no-group says it.")]
pub(crate) struct Rewrap {
    #[command(flatten)]
    pub(crate) stored: Stored,
    /// Into this group go the orders that are for none of the groups that the policy has now
    #[arg(long, value_name = "GROUP", conflicts_with = "no_group")]
    pub(crate) group: Option<String>,
    /// Where the policy has no groups any more: the orders that were for one are for none now
    #[arg(long)]
    pub(crate) no_group: bool,
    /// Why the orders are sealed again; the policy may require it
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}
