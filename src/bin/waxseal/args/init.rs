//! `waxseal init`.

use clap::Args;

use super::TEMPLATE;
use super::shared::{IdentityFolder, IdentityPassphrase, VaultFolder, VaultPassphrase};

/// Make an identity and a vault, and print the pin for the page.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal init --merchant 'Acme Books' --origin https://shop.example
  waxseal init --merchant 'Acme Books' --origin http://localhost:8080 \\
      --vault target/vault --identity target/identity --passphrase-file secret.txt

The pin goes to standard output. Passphrases that are made here are shown once, on standard
error. A folder that exists already is never touched.")]
pub(crate) struct Init {
    /// The merchant's name, as shoppers know it
    #[arg(long, value_name = "NAME")]
    pub(crate) merchant: String,
    /// A page's origin, such as https://shop.example; may be given several times.
    /// With http://localhost or 127.0.0.1 the policy becomes one for tests
    #[arg(long, value_name = "ORIGIN", required = true)]
    pub(crate) origin: Vec<String>,
    /// Begin with card fields too. Opening card numbers yourself means PCI SAQ D
    #[arg(long)]
    pub(crate) with_cards: bool,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) identity: IdentityFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
    #[command(flatten)]
    pub(crate) identity_passphrase: IdentityPassphrase,
}
