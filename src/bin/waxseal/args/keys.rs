//! `waxseal keys`.

use clap::{Args, Subcommand};

use super::TEMPLATE;
use super::shared::{VaultFolder, VaultPassphrase};

/// List the vault's keys, export one, take one out of use, or destroy one.
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
    Retire(KeysRetire),
    Shred(KeysShred),
}

/// List the keys: whose, since when, until when, and who holds them. Asks for no passphrase.
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

/// Take a key out of use for new orders, from the next `publish` on. It still opens its orders.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal keys retire cbxKEtf5

Manifests name it as revoked from then on, and `open` marks its orders `revoked-key`. To have a new
key without this, `waxseal rotate`.")]
pub(crate) struct KeysRetire {
    /// The key's id as `keys list` shows it, or the first 6 characters of it or more
    #[arg(value_name = "KID", allow_hyphen_values = true)]
    pub(crate) kid: String,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
}

/// Destroy a key: what is sealed to it alone opens nowhere any more. Asks first.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal keys shred cbxKEtf5
  waxseal keys shred cbxKEtf5 --yes

This destroys this vault's copy. Vaults that hold it, backups, snapshots and the spare blocks of
flash may keep theirs.")]
pub(crate) struct KeysShred {
    /// The key's id as `keys list` shows it, or the first 6 characters of it or more
    #[arg(value_name = "KID", allow_hyphen_values = true)]
    pub(crate) kid: String,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
}
