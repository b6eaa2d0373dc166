//! `waxseal open`.

use std::path::PathBuf;

use clap::Args;

use super::TEMPLATE;
use super::shared::{Input, LockedVault};

/// Open orders from files or standard input.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal open --out opened.csv orders.csv
  waxseal open --reveal cc-number,cc-exp --reason 'take payments' orders.jsonl
  waxseal open --template packing-slip.html orders.csv > slips.html
  mail-orders | waxseal open --received created_at --ref-field /id --strict -

Reads plain lines, JSON lines, CSV and SQL dumps, told apart by how they begin. JSON lines come out,
or CSV where CSV went in. Each order adds its fields as seal.<field>; what the policy masks stays masked
unless it is revealed. A record that fails carries its code, and the rest goes on.

Findings, in `checks`: repeated, opened-before, other-origin, unknown-version, stale, revoked-key,
unsupported, wrong-ref, luhn. docs/orders.md says what each means, and which flags fit which shop's export.")]
pub(crate) struct Open {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Show these masked fields in full; `all` for every one
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    pub(crate) reveal: Vec<String>,
    /// The CSV or SQL column with the row's own reference: another one in the order is `wrong-ref`
    #[arg(long, value_name = "NAME", conflicts_with = "ref_field")]
    pub(crate) ref_column: Option<String>,
    /// The same in JSON lines, by JSON pointer
    #[arg(long, value_name = "POINTER")]
    pub(crate) ref_field: Option<String>,
    /// When orders came in: a time (RFC 3339), or the column, member or JSON pointer that has it
    /// in each row. An order sealed more than 24 hours before is `stale`. A time without an
    /// offset is UTC
    #[arg(long, value_name = "TIME|NAME")]
    pub(crate) received: Option<String>,
    /// Write to this file, which must not be there yet, for your account alone to read: it appears
    /// when it is whole. It holds what was sealed: remove it when it has served
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Exit with 7 if there is any finding
    #[arg(long)]
    pub(crate) strict: bool,
    /// Write JSON lines for CSV too
    #[arg(long)]
    pub(crate) json: bool,
    /// Write CSV cells as they are, even those that a spreadsheet takes for a formula
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv_raw: bool,
    /// Write HTML instead: one page per order by this template, such as a packing slip
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "csv_raw"])]
    pub(crate) template: Option<PathBuf>,
    /// Why the orders are opened, for the ledger; the policy may require it
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}
