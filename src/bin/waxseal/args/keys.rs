//! `waxseal keys`.

use clap::{Args, Subcommand};

use super::TEMPLATE;
use super::shared::{VaultFolder, VaultPassphrase};

/// List the vault's keys, or export one.
#[derive(Args)]
#[command(help_template = TEMPLATE)]
pub(crate) struct Keys {
    #[command(subcommand)]
    pub(crate) action: KeysAction,
}

#[derive(Subcommand)]
pub(crate) enum KeysAction {
    List(KeysList),
    Export(KeysExport),
}

/// List the keys: whose, since when, until when. Asks for no passphrase.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal keys list
  waxseal keys list --json")]
pub(crate) struct KeysList {
    /// JSON lines instead of a table
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
}

/// Print a role's newest private key as JWK, for another tool. Whoever has it opens its orders.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal keys export --role fulfilment --jwk --yes | other-tool
  waxseal keys export --role fulfilment --group eu --jwk")]
pub(crate) struct KeysExport {
    /// Whose key
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: String,
    /// For which group of customers
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    /// As JSON Web Key (RFC 7517, RFC 8037), in the clear
    #[arg(long, required = true)]
    pub(crate) jwk: bool,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
}
