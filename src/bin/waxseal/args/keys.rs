//! `waxseal keys`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::TEMPLATE;
use super::shared::{LockedVault, NewPassphrase, VaultFolder};
use crate::ui;

/// The longest name of a person.
const LONGEST_NAME: usize = 80;

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

/// Give a person some roles' keys, in a vault of their own; or print one key for another tool.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal keys export --role fulfilment --to jo-clerk --for 'Jo Clerk'
  waxseal keys export --role fulfilment --group eu --to jo-clerk --for 'Jo Clerk' --with-code
  waxseal keys export --role fulfilment --jwk --yes | other-tool

With --to: a folder that holds every key that opens the roles' orders, old ones too, under a
passphrase of its own. It opens nothing until its holder accepts confidentiality.md with
`waxseal accept`. Later keys and manifests do not come to it by themselves: export again.
With --jwk: the role's newest private key in the clear. Whoever has it opens its orders.")]
pub(crate) struct KeysExport {
    /// Whose keys; with --to it may be given several times
    #[arg(long, value_name = "ROLE", required = true)]
    pub(crate) role: Vec<String>,
    /// For which group of customers; without it, --to takes the keys of all
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    /// Make a vault for one person in this new folder
    #[arg(long, value_name = "DIR", requires = "holder")]
    pub(crate) to: Option<PathBuf>,
    /// Who that is
    #[arg(id = "holder", long = "for", value_name = "NAME", requires = "to", value_parser = name)]
    pub(crate) holder: Option<String>,
    /// Give the key of the customer codes too
    #[arg(long, requires = "to")]
    pub(crate) with_code: bool,
    #[command(flatten)]
    pub(crate) new_passphrase: NewPassphrase,
    /// Print one key as JSON Web Key (RFC 7517, RFC 8037), in the clear
    #[arg(long, required_unless_present = "to", conflicts_with_all = ["to", "holder", "with_code", "new_passphrase_file"])]
    pub(crate) jwk: bool,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
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
    pub(crate) vault: LockedVault,
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
    pub(crate) vault: LockedVault,
}

/// A person's name: it stands in ledgers and in messages.
fn name(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("the name is empty"),
        name if name.chars().count() > LONGEST_NAME => Err("the name is longer than 80 characters"),
        name if name.contains(ui::steers) => Err("the name has control characters"),
        name => Ok(name.to_owned()),
    }
}
