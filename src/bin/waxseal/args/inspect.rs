//! `waxseal inspect`.

use clap::Args;

use super::TEMPLATE;
use super::shared::Input;

/// Show what anyone can see of an order, without a key.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal inspect order.txt
  pbpaste | waxseal inspect --json -

Nothing of this is authenticated: it is what the headers claim.")]
pub(crate) struct Inspect {
    #[command(flatten)]
    pub(crate) input: Input,
    /// JSON lines instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}
