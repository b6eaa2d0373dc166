//! `waxseal exposure`.

use clap::Args;

use super::TEMPLATE;
use super::shared::{Input, LockedVault, Reason};

/// Say which stored orders a lost key could open, or could before a rewrap.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal exposure --kid cbxKEtf5 orders.csv
  waxseal exposure --export Bob --json orders.jsonl > exposed.jsonl

A line for each customer, by code; with --json one for each order, and nothing of what was sealed
in either. Orders that cannot be opened here, or have none of the fields of the code, are told as
customer `unknown`. A line that stands twice is counted twice.")]
pub(crate) struct Exposure {
    /// The lost key's id as `keys list` shows it, or the first 6 characters of it or more; may be
    /// given several times
    #[arg(
        long,
        value_name = "KID",
        allow_hyphen_values = true,
        required_unless_present = "export"
    )]
    pub(crate) kid: Vec<String>,
    /// The keys of a vault that was exported for this person, or has this id
    #[arg(long, value_name = "NAME")]
    pub(crate) export: Vec<String>,
    #[command(flatten)]
    pub(crate) input: Input,
    /// The fields that say who a customer is, as for `customer-code`
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    pub(crate) fields: Vec<String>,
    /// JSON lines, one for each order, instead of a table of customers
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) reason: Reason,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}
