//! Questions, asked on the terminal itself.

use std::io::{self, IsTerminal, Write};

use waxseal::{Code, Error};
use zeroize::Zeroizing;

use super::{hidden, progress, visible};
use crate::failure::{Failure, Outcome, io_error};

/// Whether there is someone to ask.
pub(crate) fn has_terminal() -> bool {
    (io::stdin().is_terminal() || io::stderr().is_terminal()) && terminal_opens()
}

/// Asks for a secret without an echo.
pub(crate) fn ask_secret(question: &str) -> Outcome<Zeroizing<String>> {
    let refused = |reason| Err(Error::new(Code::Passphrase, reason).into());
    progress::clear();
    match hidden::ask(&format!("{question}: ")) {
        Ok(answer) => Ok(answer),
        Err(error) => match error.kind() {
            io::ErrorKind::Interrupted => Err(Failure::Told(130)),
            io::ErrorKind::UnexpectedEof => refused("nothing was typed"),
            io::ErrorKind::InvalidData => refused("the passphrase is not UTF-8 text"),
            _ => refused("there is no terminal to ask on"),
        },
    }
}

/// Asks for a line, such as a name.
pub(crate) fn ask(question: &str) -> Outcome<String> {
    put(&format!("{question} "))?;
    Ok(typed_line().unwrap_or_default().trim().to_owned())
}

/// What is done only after a whole `yes`, by `--yes` or on the terminal.
pub(crate) struct Consent<'a> {
    /// What it does, as in `this destroys a key`.
    pub(crate) does: &'a str,
    /// What is asked.
    pub(crate) question: &'a str,
    /// What is so without it, as in `nothing was destroyed`.
    pub(crate) otherwise: &'a str,
}

impl Consent<'_> {
    /// # Errors
    /// `usage` if it is not given, or there is nobody to ask.
    pub(crate) fn require(&self, is_given: bool) -> Outcome<()> {
        let Self { does, question, otherwise } = self;
        if is_given {
            return Ok(());
        }
        if !has_terminal() {
            return Err(Failure::usage(format!("{does}: say --yes where nobody can be asked")));
        }
        put(&format!("{question} Type yes to go on: "))?;
        match typed_line() {
            Some(text) if text.trim().eq_ignore_ascii_case("yes") => Ok(()),
            _ => Err(Failure::usage(format!("not confirmed, so {otherwise}"))),
        }
    }
}

/// A question, behind which the cursor stays.
fn put(question: &str) -> Outcome<()> {
    progress::clear();
    let mut stderr = anstream::stderr().lock();
    write!(stderr, "waxseal: {}", visible(question))
        .and_then(|()| stderr.flush())
        .map_err(|error| io_error(&error, "standard error").into())
}

#[cfg(unix)]
fn typed_line() -> Option<String> {
    let mut line = String::new();
    let terminal = std::fs::File::open("/dev/tty").ok()?;
    io::BufRead::read_line(&mut io::BufReader::new(terminal), &mut line).ok()?;
    Some(line)
}

#[cfg(not(unix))]
fn typed_line() -> Option<String> {
    let mut line = String::new();
    io::stdin().read_line(&mut line).ok()?;
    Some(line)
}

#[cfg(unix)]
fn terminal_opens() -> bool {
    std::fs::File::open("/dev/tty").is_ok()
}

#[cfg(not(unix))]
fn terminal_opens() -> bool {
    io::stdin().is_terminal()
}
