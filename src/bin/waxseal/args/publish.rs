//! `waxseal publish`.

use std::path::PathBuf;

use clap::Args;

use super::TEMPLATE;
use super::shared::{IdentityFolder, IdentityPassphrase, VaultFolder, VaultPassphrase};

/// Check the policy, sign it with the current keys, and write the manifest.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal publish
  waxseal publish --days 30 --out /var/www/shop/waxseal.jws
  waxseal publish --identity /media/usb/identity
  waxseal publish --no-backup
  waxseal publish --check --types src/waxseal-fields.d.ts

Writes vault/waxseal.jws, the file that the page loads, and keeps a copy of every version.
Of each role and group the newest key goes in; one that is new in policy.toml is given a key.")]
pub(crate) struct Publish {
    /// How long the manifest is valid, in days
    #[arg(long, value_name = "N", default_value_t = 90,
          value_parser = clap::value_parser!(u32).range(1..=397))]
    pub(crate) days: u32,
    /// Write a copy here too, where the web server finds it; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Write the names of fields, forms, groups and roles here too, as TypeScript types for
    /// `Sealer<Field>`; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) types: Option<PathBuf>,
    /// Check policy.toml, write --types, and publish nothing: needs no passphrase
    #[arg(long, conflicts_with_all = ["days", "out", "no_backup"])]
    pub(crate) check: bool,
    /// Publish although there is no backup: without this folder, nothing that is sealed opens
    #[arg(long)]
    pub(crate) no_backup: bool,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) identity: IdentityFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
    #[command(flatten)]
    pub(crate) identity_passphrase: IdentityPassphrase,
}
