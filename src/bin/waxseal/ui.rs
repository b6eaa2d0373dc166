//! The one room that talks to the person at the terminal.
//!
//! Rules:
//! - Standard output is for data alone. All else goes to standard error.
//! - Each message is one line: `waxseal: ` and a sentence without a capital or a full stop.
//!   What to do about it follows on a line of its own: `waxseal: hint: `.
//! - An error is `waxseal: error: <code>: …`; the code is from the documents.
//! - Questions are asked on the terminal itself, never on standard input, which may hold orders.
//!   Without a terminal nothing is asked: a flag decides, or the command fails.
//! - A passphrase is not echoed. A generated one is printed once, to standard error.
//! - Colour only on a terminal, and none when `NO_COLOR` is set; `--color` decides otherwise.
//! - Progress only on a terminal, and only where standard output is none. It is cleared before
//!   anything else is said.
//! - Control characters in what others wrote (a header, a file's name) are shown as `\u{…}`.
//! - No message holds a value that a customer typed.

mod color;
mod hidden;
mod progress;
mod question;

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use clap::builder::styling::{AnsiColor, Style};
use clap::error::ErrorKind;
use waxseal::Error;

use crate::failure::{Failure, io_error};

pub(crate) use color::Color;
pub(crate) use progress::Progress;
pub(crate) use question::{Consent, ask, ask_secret, has_terminal};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default();

/// Shows the help or the version that was asked for, or what is wrong with the command line.
pub(crate) fn show_help(answer: &clap::Error) -> ExitCode {
    if !answer.use_stderr() {
        let _ = write!(anstream::stdout(), "{}", answer.render().ansi());
        return ExitCode::SUCCESS;
    }
    let is_help = answer.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    let start = if is_help { "" } else { "waxseal: " };
    let _ = write!(anstream::stderr(), "{start}{}", answer.render().ansi());
    ExitCode::from(2)
}

/// Says something worth knowing.
pub(crate) fn note(message: &str) {
    line(&visible(message));
}

/// Says what is waited for, where standard input is a person.
pub(crate) fn say_if_typing() {
    if io::stdin().is_terminal() {
        note("paste orders here, and end with Ctrl-D on a line of its own");
    }
}

/// So many: `1 order has`, `2 orders have`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Says something that should not stay as it is.
pub(crate) fn warn(message: &str) {
    line(&format!("{WARNING}warning:{WARNING:#} {}", visible(message)));
}

/// Says that files cannot be kept from others where they are being made.
pub(crate) fn warn_without_modes() {
    warn("this file system keeps no modes: vault.toml says permissions = \"unchecked\"");
}

/// Says why the command ends.
pub(crate) fn fail(failure: &Failure) {
    match failure {
        Failure::Coded(error, hint) => {
            coded(error, None);
            if let Some(hint) = hint {
                line(&format!("{HINT}hint:{HINT:#} {}", visible(hint)));
            }
        }
        Failure::Output(error) => coded(error, None),
        Failure::Usage(message) => {
            line(&format!("{ERROR}error:{ERROR:#} usage: {}", visible(message)));
        }
        Failure::Told(_) | Failure::Closed => {}
    }
}

/// Says what went wrong with one of many, and in which input.
pub(crate) fn coded(error: &Error, input: Option<&str>) {
    let said = error.to_string();
    let said = match (input, said.split_once(": ")) {
        (Some(input), Some((code, rest))) => format!("{code}: {input}: {rest}"),
        _ => said,
    };
    line(&format!("{ERROR}error:{ERROR:#} {}", visible(&said)));
}

/// Prints a generated passphrase, this once.
pub(crate) fn show_passphrase(what: &str, passphrase: &str) -> Result<(), Error> {
    progress::clear();
    let mut stderr = anstream::stderr().lock();
    writeln!(stderr, "waxseal: passphrase of the {what}, shown this once: {passphrase}")
        .map_err(|error| io_error(&error, "standard error"))
}

/// Puts the terminal back as it was, where a signal ends the process.
#[cfg(unix)]
pub(crate) fn restore_terminal() {
    progress::clear();
    hidden::restore();
}

/// How many columns standard output has, if it is a terminal.
pub(crate) fn width() -> Option<usize> {
    if io::stdout().is_terminal() { width_of(&io::stdout()) } else { None }
}

#[cfg(unix)]
fn width_of(stream: &impl std::os::fd::AsFd) -> Option<usize> {
    terminal_size::terminal_size_of(stream).map(|(width, _)| width.0.into())
}

#[cfg(windows)]
fn width_of(stream: &impl std::os::windows::io::AsHandle) -> Option<usize> {
    terminal_size::terminal_size_of(stream).map(|(width, _)| width.0.into())
}

/// Text that others wrote, with its control characters made visible.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// Whether a character moves what stands around it, or makes a terminal do something.
pub(crate) fn steers(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}');
    let breaks_or_isolates = matches!(c, '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || breaks_or_isolates
}

/// A message that cannot be written has nowhere else to go.
fn line(message: &str) {
    progress::clear();
    let line = format!("waxseal: {message}\n");
    // In one piece, as another command may be writing to the same place: what is styled would be
    // stripped, and written, bit by bit.
    let line = match AutoStream::choice(&io::stderr()) {
        ColorChoice::Never => strip_str(&line).to_string(),
        _ => line,
    };
    let _ = anstream::stderr().lock().write_all(line.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_others_wrote_cannot_steer_the_terminal() {
        assert_eq!(visible("a\u{1b}[2Jb\u{9b}\u{202e}"), "a\\u{1b}[2Jb\\u{9b}\\u{202e}");
        assert_eq!(visible("https://shop.example"), "https://shop.example");
    }
}
