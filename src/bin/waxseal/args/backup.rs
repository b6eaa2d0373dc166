//! `waxseal backup`.

use std::path::PathBuf;

use clap::Args;

use super::TEMPLATE;
use super::shared::{LockedVault, NewPassphrase};

/// Make a sealed copy of the vault, under a passphrase of its own, with a sheet to print.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal backup --to /media/usb/backup-2027
  waxseal backup --to backup --new-passphrase-file backup.txt

The passphrase is made here and shown once: write it by hand on the printed sheet.html, and keep
that apart from the folder. The identity is not in it: copy its folder yourself. The folder has the
form of a vault, but do not work with it: what is done there is not known here. `waxseal restore`
makes a vault of it.")]
pub(crate) struct Backup {
    /// The folder to make
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
    #[command(flatten)]
    pub(crate) new_passphrase: NewPassphrase,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}
