//! `waxseal man`: the manual pages, made of what the help says.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::args;
use crate::failure::{Outcome, output_error};
use crate::files;

const SOURCE: &str = concat!("waxseal ", env!("CARGO_PKG_VERSION"));

pub(crate) fn run(args: &args::Man) -> Outcome<()> {
    let mut program = args::Cli::command().disable_help_subcommand(true);
    program.build();
    match &args.to {
        None => io::stdout().write_all(&page(&program)).map_err(|error| output_error(&error)),
        Some(folder) => {
            for command in commands(&program) {
                let name = Man::new(command.clone()).get_filename();
                files::replace_public(&folder.join(name), &page(command))?;
            }
            Ok(())
        }
    }
}

/// A command and those below it.
fn commands(command: &Command) -> Vec<&Command> {
    let below = command.get_subcommands().flat_map(commands);
    std::iter::once(command).chain(below).collect()
}

fn page(command: &Command) -> Vec<u8> {
    let mut page = Vec::new();
    write(command, &mut page).expect("memory can be written");
    page
}

/// The examples come before the options: who opens a manual has a task.
fn write(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let man = Man::new(command.clone()).manual("Waxseal").source(SOURCE);
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    let text = command.get_before_help().map(ToString::to_string).unwrap_or_default();
    let (examples, prose) = text.split_once("\n\n").unwrap_or((&text, ""));
    if !examples.is_empty() {
        verbatim("EXAMPLES", examples.trim_start_matches("Examples:\n"), page)?;
    }
    man.render_description_section(page)?;
    paragraphs(prose, page)?;
    man.render_options_section(page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(page)?;
    }
    if let Some(text) = command.get_after_help() {
        verbatim("EXIT CODES", text.to_string().trim_start_matches("Exit codes:\n"), page)?;
    }
    Ok(())
}

fn paragraphs(text: &str, page: &mut Vec<u8>) -> io::Result<()> {
    let mut roff = Roff::new();
    for paragraph in text.split("\n\n").filter(|text| !text.is_empty()) {
        roff.control("PP", []).text([roman(paragraph)]);
    }
    roff.to_writer(page)
}

/// Lines that stay as they are.
fn verbatim(heading: &str, lines: &str, page: &mut Vec<u8>) -> io::Result<()> {
    let mut roff = Roff::new();
    roff.control("SH", [heading]).control("nf", []);
    roff.text([roman(lines)]).control("fi", []);
    roff.to_writer(page)
}
