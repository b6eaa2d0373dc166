//! `waxseal rotate`.

use std::path::PathBuf;

use clap::Args;

use super::TEMPLATE;
use super::shared::{IdentityFolder, IdentityPassphrase, VaultFolder, VaultPassphrase};

/// Make new keys, and keep the old ones for opening; or make a new identity.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal rotate
  waxseal rotate --role fulfilment --group eu
  waxseal rotate --dry-run
  waxseal rotate --new-identity identity-2027

Pages seal to the new keys once `waxseal publish` has signed them. A new identity's pin joins the
old one's in vault.toml; both pins go to standard output, for the page to carry meanwhile.")]
pub(crate) struct Rotate {
    /// Only this role's keys
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: Option<String>,
    /// Only the keys for this group of customers
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    /// Say what would be made, and make nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Make a new identity in this folder, or take the one that is there; needs the old one
    #[arg(long, value_name = "DIR", conflicts_with_all = ["role", "group", "dry_run"])]
    pub(crate) new_identity: Option<PathBuf>,
    /// With --new-identity: a file with its passphrase; without it, one is made and shown once
    #[arg(long, value_name = "FILE")]
    pub(crate) new_passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) identity: IdentityFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
    #[command(flatten)]
    pub(crate) identity_passphrase: IdentityPassphrase,
}
