//! `waxseal completions`.

use clap::Args;
use clap_complete::Shell;

use super::TEMPLATE;

/// Print what a shell needs to complete this command's words.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal completions bash > ~/.local/share/bash-completion/completions/waxseal
  waxseal completions zsh > ~/.zfunc/_waxseal
  waxseal completions fish > ~/.config/fish/completions/waxseal.fish")]
pub(crate) struct Completions {
    /// Which shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}
