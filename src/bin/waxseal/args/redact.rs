//! `waxseal redact`.

use clap::Args;

use super::TEMPLATE;
use super::shared::{LockedVault, Stored};

/// Make the archive copy of stored orders: what is past its time is dropped or masked.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal redact --dry-run orders.csv
  waxseal redact --out archive.csv orders.csv
  waxseal redact --drop --reason 'yearly' orders.jsonl > archive.jsonl
  waxseal redact --plain orders.csv > masks.jsonl

Each field's `keep` says when its time is over, counted from when the order was sealed, when the
ledger first named it, or --received, whichever is earliest; its `archive` says what is left then.
A card's security code never stays. What is left is sealed again to the current keys.

Orders are replaced where they stand; all else comes out byte for byte, whatever the format.")]
pub(crate) struct Redact {
    #[command(flatten)]
    pub(crate) stored: Stored,
    /// When the orders came in: a time (RFC 3339), or the column, member or JSON pointer that has
    /// it in each row. A time without an offset is UTC
    #[arg(long, value_name = "TIME|NAME")]
    pub(crate) received: Option<String>,
    /// Remove orders that hold nothing any more: a CSV row or JSON line with its only order, a
    /// plain line that is nothing but the order; elsewhere, such as in SQL, the order's text alone
    #[arg(long)]
    pub(crate) drop: bool,
    /// Write JSON lines instead, not sealed, with the masks of what is left
    #[arg(long, conflicts_with_all = ["out", "dry_run"])]
    pub(crate) plain: bool,
    /// Only count what would be done
    #[arg(long, conflicts_with = "out")]
    pub(crate) dry_run: bool,
    /// Why this is done; the policy may require it
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}
