//! `waxseal completions`: what a shell needs to complete this command's words.

use std::io::Write;

use clap::CommandFactory;

use crate::args;
use crate::failure::{Outcome, output_error};

pub(crate) fn run(args: &args::Completions) -> Outcome<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::Cli::command(), "waxseal", &mut script);
    std::io::stdout().write_all(&script).map_err(|error| output_error(&error))
}
