//! `waxseal customer-code`.

use clap::Args;

use super::TEMPLATE;
use super::shared::{Input, LockedVault, Reason};

/// Give each order its customer's code: a short word to write on papers instead of a name.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal customer-code orders.csv > coded.csv
  waxseal customer-code --fields name,postal-code orders.jsonl
  waxseal customer-code --check k3dcprfr50z

The same customer has the same code in every order, for as long as the vault's key of the codes is
the same; nobody without that key tells whose a code is. Each row comes out with customer-code and
nothing else that was sealed. An order without one of the fields has no code, and says why.")]
pub(crate) struct CustomerCode {
    #[command(flatten)]
    pub(crate) input: Input,
    /// The fields that say who a customer is; without it email, or else name and postal-code
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    pub(crate) fields: Vec<String>,
    /// Only say whether this code is well-formed, and write it as codes are written. Needs no vault
    #[arg(long, value_name = "CODE", conflicts_with_all = ["files", "fields"])]
    pub(crate) check: Option<String>,
    /// Write JSON lines for CSV too
    #[arg(long)]
    pub(crate) json: bool,
    /// Write CSV cells as they are, even those that a spreadsheet takes for a formula
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv_raw: bool,
    #[command(flatten)]
    pub(crate) reason: Reason,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}
