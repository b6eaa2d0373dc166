//! `waxseal restore`.

use std::path::PathBuf;

use clap::Args;

use super::TEMPLATE;
use super::shared::LockedVault;

/// Make a vault of a backup, after everything in it was checked. Never over a vault.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal restore /media/usb/backup-2027
  waxseal restore backup --vault restored --passphrase-file backup.txt

The vault keeps the backup's passphrase until `waxseal passwd`. Where the vault was lost to someone
else, `waxseal rotate` and `waxseal publish` next.")]
pub(crate) struct Restore {
    /// The folder that `waxseal backup` made
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}
