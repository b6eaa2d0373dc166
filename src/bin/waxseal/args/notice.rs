//! `waxseal notice`.

use std::path::PathBuf;

use clap::Args;

use super::TEMPLATE;
use super::shared::VaultFolder;

/// Write the privacy notice for shoppers, from the policy.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal notice --out privacy.html
  waxseal notice --markdown > privacy.md

Says what is asked for, why, who reads it, how long it is kept, what is sent unsealed, and what
sealing does not protect against: each sentence follows from policy.toml. Publish first: what is
published is what the page enforces. Asks for no passphrase.")]
pub(crate) struct Notice {
    /// Markdown instead of a page of HTML
    #[arg(long)]
    pub(crate) markdown: bool,
    /// Write it to this file instead of standard output; only an earlier notice is replaced
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
}
