//! `waxseal man`.

use std::path::PathBuf;

use clap::Args;

use super::TEMPLATE;

/// Print the manual page, or write those of all commands.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal man | man -l -
  waxseal man --to ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// Write a page for each command into this folder, in place of those that are there
    #[arg(long, value_name = "DIR")]
    pub(crate) to: Option<PathBuf>,
}
