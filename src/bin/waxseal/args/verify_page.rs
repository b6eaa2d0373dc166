//! `waxseal verify-page`.

use std::path::PathBuf;

use clap::Args;

use super::TEMPLATE;
use super::shared::VaultFolder;

/// Hold a deployed page against what was signed and built: its form, pin, manifest, scripts, CSP.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal verify-page https://shop.example/checkout --integrity integrity.json
  waxseal verify-page /var/www/shop --integrity integrity.json
  waxseal verify-page https://shop.example/checkout --pin 'urn:ietf:params:oauth:jwk-…' --json

Exits with 7 if a finding is serious, and needs no passphrase. With an address this is the one
command that uses the network: it fetches the page, its manifest and the scripts of its own origin,
and runs none of them. What only a script adds to the page is not seen.")]
pub(crate) struct VerifyPage {
    /// The page's address; or a folder as it is deployed, the root of the site; or a page in it
    #[arg(value_name = "DIR|URL")]
    pub(crate) target: String,
    /// The integrity.json of the npm package that was deployed. Given again, those of other
    /// versions, so that their files are told from changed ones
    #[arg(long, value_name = "FILE")]
    pub(crate) integrity: Vec<PathBuf>,
    /// Warn when the manifest or a key ends within so many days
    #[arg(long, value_name = "N", default_value_t = 21,
          value_parser = clap::value_parser!(u32).range(0..=397))]
    pub(crate) min_days: u32,
    /// Hold the page against these pins, separated by spaces, where there is no vault: whether the
    /// manifest is the newest, and what the policy says, is then not known
    #[arg(long, value_name = "PIN")]
    pub(crate) pin: Option<String>,
    /// Exit with 7 for a warning too
    #[arg(long)]
    pub(crate) strict: bool,
    /// JSON lines instead of a list
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
}
