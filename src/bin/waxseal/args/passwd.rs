//! `waxseal passwd`.

use std::path::PathBuf;

use clap::Args;

use super::TEMPLATE;
use super::shared::LockedVault;

/// Change the passphrase of the vault, or of the identity.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal passwd
  waxseal passwd --generate
  waxseal passwd --identity identity --passphrase-file old.txt --new-passphrase-file new.txt

The new one is asked for twice. With an empty answer, or --generate, one of 120 bits is made and
shown once. Copies of the folder made before keep the old one.")]
pub(crate) struct Passwd {
    /// Change the identity's in this folder, not the vault's
    #[arg(long, value_name = "DIR")]
    pub(crate) identity: Option<PathBuf>,
    /// A file with the new passphrase
    #[arg(long, value_name = "FILE", conflicts_with = "generate")]
    pub(crate) new_passphrase_file: Option<PathBuf>,
    /// Make the new passphrase
    #[arg(long)]
    pub(crate) generate: bool,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}
