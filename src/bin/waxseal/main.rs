//! The merchant's desk: `waxseal <command>`.
//!
//! | room | what it alone does |
//! | --- | --- |
//! | `args` | what can be asked |
//! | `commands` | one command each: read, call the library, print |
//! | `vault`, `identity`, `keyfile` | what a vault and an identity are on disk |
//! | `ledger` | who opened what, when and why |
//! | `session` | an unlocked vault whose ledger can be written |
//! | `code` | the customers' codes |
//! | `mackey` | a key for HMAC |
//! | `records` | reads orders: plain lines, JSON lines, CSV |
//! | `stream` | replaces orders where they stand, and leaves all else byte for byte |
//! | `output` | writes data: JSON lines, CSV, tables |
//! | `pages` | writes pages for people, from templates |
//! | `batch` | goes through many orders, whatever happens to one |
//! | `files` | writes files, and reads those with secrets |
//! | `passphrase` | where passphrases come from |
//! | `ui` | talks to the person at the terminal |
//! | `interrupt` | ends the process on a signal, with nothing left by halves |
//! | `clock` | asks what time it is |
//! | `page` | reads a deployed page: HTML, scripts, headers; the one room that knows the network |
//! | `findings` | what the regular checks find |
//! | `failure` | how a command ends when it does not end well |

mod args;
mod batch;
mod clock;
mod code;
mod commands;
mod failure;
mod files;
mod findings;
mod hex;
mod identity;
mod interrupt;
mod keyfile;
mod ledger;
mod mackey;
mod output;
mod page;
mod pages;
mod passphrase;
mod records;
mod session;
mod stream;
mod ui;
mod vault;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use commands::{
    accept, backup, completions, customer_code, doctor, exposure, init, inspect, keys, man, notice,
    open, passwd, publish, redact, restore, rewrap, rotate, verify_page,
};
use failure::Failure;

fn main() -> ExitCode {
    leave_no_core_dump();
    interrupt::watch();
    let command = match Cli::try_parse() {
        Ok(cli) => {
            cli.color.choose();
            cli.command
        }
        Err(answer) => {
            ui::Color::of(std::env::args_os()).choose();
            return ui::show_help(&answer);
        }
    };
    let outcome = match &command {
        Command::Init(args) => init::run(args),
        Command::Publish(args) => publish::run(args),
        Command::Open(args) => open::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::CustomerCode(args) => customer_code::run(args),
        Command::Exposure(args) => exposure::run(args),
        Command::Keys(args) => keys::run(args),
        Command::Ledger(args) => commands::ledger::run(args),
        Command::Doctor(args) => doctor::run(args),
        Command::VerifyPage(args) => verify_page::run(args),
        Command::Accept(args) => accept::run(args),
        Command::Backup(args) => backup::run(args),
        Command::Restore(args) => restore::run(args),
        Command::Notice(args) => notice::run(args),
        Command::Passwd(args) => passwd::run(args),
        Command::Rotate(args) => rotate::run(args),
        Command::Rewrap(args) => rewrap::run(args),
        Command::Redact(args) => redact::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => end(&command, &failure),
    }
}

/// A crash must not write keys and passphrases to the disk.
fn leave_no_core_dump() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // Where the limit cannot be lowered, it is nothing already.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
}

/// Says why to the person, and to the program that asked for `--json`.
fn end(command: &Command, failure: &Failure) -> ExitCode {
    ui::fail(failure);
    if let (true, Failure::Coded(error, _)) = (command.wants_json(), failure) {
        output::failure(error);
    }
    ExitCode::from(failure.exit_code())
}
