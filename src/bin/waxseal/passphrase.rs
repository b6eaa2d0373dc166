//! Where a passphrase comes from, and how one is made.
//!
//! From a file, a command or the terminal; never from a flag's value, which every process of the
//! machine can read. One trailing line end is not part of it.

mod new;

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rand_core::TryCryptoRng;
use waxseal::jose::random;
use waxseal::{Code, Error};
use zeroize::Zeroizing;

use crate::failure::{Failure, Outcome, io_error};
use crate::files::{self, Modes};
use crate::ui;

pub(crate) use new::New;

/// Crockford's base 32, in small letters: nothing in it is taken for something else.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 24 letters of 5 bits are 120 bits.
const LETTERS: usize = 24;
const LONGEST: u64 = 1024;
const TOO_LONG: &str = "the passphrase is longer than 1024 bytes";

/// Where a passphrase comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// A file, or standard input when it is `-`.
    File(PathBuf),
    /// A command for the shell, whose output it is.
    Command(String),
    /// The person at the terminal.
    Terminal,
}

impl Source {
    /// What the flags say, else the environment, else the terminal.
    pub(crate) fn of(file: Option<&Path>, command: Option<&str>, prefix: &str) -> Self {
        let env = |end: &str| {
            std::env::var_os(format!("{prefix}PASSPHRASE_{end}")).filter(|v| !v.is_empty())
        };
        match (file, command) {
            (Some(path), _) => Self::File(path.to_owned()),
            (_, Some(line)) => Self::Command(line.to_owned()),
            _ => match (env("FILE"), env("COMMAND")) {
                (Some(path), _) => Self::File(path.into()),
                (_, Some(line)) => Self::Command(line.to_string_lossy().into_owned()),
                _ => Self::Terminal,
            },
        }
    }

    /// Whether it reads standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        matches!(self, Self::File(path) if path == Path::new("-"))
    }

    /// Reads the passphrase of `what`, say `vault`.
    pub(crate) fn read(&self, what: &str, modes: Modes) -> Outcome<Zeroizing<String>> {
        let text = match self {
            Self::File(path) if path == Path::new("-") => from_stdin()?,
            Self::File(path) => from_file(path, modes)?,
            Self::Command(line) => from_command(line)?,
            Self::Terminal => from_terminal(what)?,
        };
        Ok(checked(&text)?)
    }
}

/// Where the identity's passphrase comes from, if not from where the vault's does: what serves
/// for the vault without a question serves for both, and is read once.
pub(crate) fn for_identity(own: Source, vault: &Source) -> Option<Source> {
    match (&own, vault) {
        (Source::Terminal, Source::Terminal) => Some(own),
        (Source::Terminal, _) => None,
        (own, vault) if own == vault => None,
        _ => Some(own),
    }
}

/// Asks for a new passphrase of `what` twice; an empty answer has one made.
pub(crate) fn ask_new(what: &str) -> Outcome<Option<Zeroizing<String>>> {
    let first =
        ui::ask_secret(&format!("New passphrase of the {what} (empty: one is made for you)"))?;
    if first.is_empty() {
        return Ok(None);
    }
    let second = ui::ask_secret("The same again")?;
    if *first != *second {
        return Err(Error::new(Code::Passphrase, "the two are not the same").into());
    }
    Ok(Some(checked(&first)?))
}

/// Makes a passphrase of 120 bits: six groups of four letters and digits.
pub(crate) fn generate(rng: &mut impl TryCryptoRng) -> Result<Zeroizing<String>, Error> {
    let bytes: Zeroizing<[u8; LETTERS]> = Zeroizing::new(random::bytes(rng)?);
    let mut text = Zeroizing::new(String::with_capacity(LETTERS + LETTERS / 4));
    for (index, byte) in bytes.iter().enumerate() {
        if index > 0 && index % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    Ok(text)
}

fn from_stdin() -> Outcome<Zeroizing<String>> {
    Ok(text(&beginning(io::stdin()).map_err(|error| io_error(&error, "standard input"))?)?)
}

/// As much as a passphrase and its line end have, and a byte more: enough to refuse it. The buffer
/// does not grow, and so leaves no copies behind.
fn beginning(from: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    const MOST: u64 = LONGEST + 3;
    let mut bytes = Zeroizing::new(Vec::with_capacity(2 * LONGEST as usize));
    from.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A text that may have been cut off where it is too long anyway.
fn text(bytes: &[u8]) -> Result<Zeroizing<String>, Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) if bytes.len() as u64 > LONGEST => Err(Error::new(Code::Passphrase, TOO_LONG)),
        Err(_) => Err(Error::new(Code::Passphrase, "the passphrase is not UTF-8 text")),
    }
}

fn from_file(path: &Path, modes: Modes) -> Outcome<Zeroizing<String>> {
    files::read_secret(path, modes).map_err(|error| {
        let hint = files::how_to_keep_private(&files::name(path));
        let error = match error.code() {
            Code::Malformed => {
                Error::new(Code::Passphrase, error.reason()).about(&files::name(path))
            }
            _ => error,
        };
        Failure::from(error).hint_for(Code::Permissions, &hint)
    })
}

/// The command gets no standard input: that may hold the orders. What it prints without an end is
/// not waited for.
fn from_command(line: &str) -> Outcome<Zeroizing<String>> {
    let failed = |reason| Error::new(Code::Passphrase, reason);
    let mut child = shell(line)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|_| failed("the passphrase command did not start"))?;
    let printed = child.stdout.take().map(beginning).transpose().unwrap_or_default();
    let printed = printed.unwrap_or_default();
    if printed.len() as u64 > LONGEST + 2 {
        let _ = child.kill().and_then(|()| child.wait());
        return Err(failed(TOO_LONG).into());
    }
    match child.wait() {
        Ok(status) if status.success() => Ok(text(&printed)?),
        _ => Err(failed("the passphrase command failed").into()),
    }
}

fn from_terminal(what: &str) -> Outcome<Zeroizing<String>> {
    if !ui::has_terminal() {
        return Err(Failure::from(Error::new(Code::Passphrase, "there is no terminal to ask on"))
            .or_hint("give --passphrase-file FILE or --passphrase-command COMMAND"));
    }
    ui::ask_secret(&format!("Passphrase of the {what}"))
}

fn checked(text: &str) -> Result<Zeroizing<String>, Error> {
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let refused = |reason| Err(Error::new(Code::Passphrase, reason));
    match line {
        "" => refused("the passphrase is empty"),
        _ if line.contains(['\n', '\r']) => refused("the passphrase is more than one line"),
        _ if line.len() as u64 > LONGEST => refused(TOO_LONG),
        _ => Ok(Zeroizing::new(line.to_owned())),
    }
}

#[cfg(unix)]
fn shell(line: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", line]);
    command
}

#[cfg(not(unix))]
fn shell(line: &str) -> Command {
    let mut command = Command::new("cmd");
    command.args(["/C", line]);
    command
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use getrandom::SysRng;
    use waxseal::Code;

    use super::{checked, generate};

    #[test]
    fn a_trailing_line_end_is_not_part_of_a_passphrase() {
        for text in ["pass word", "pass word\n", "pass word\r\n"] {
            assert_eq!(**checked(text).expect("a passphrase"), *"pass word");
        }
        assert_eq!(**checked("kept \n").expect("a passphrase"), *"kept ");
    }

    #[test]
    fn empty_and_several_lines_are_refused() {
        for text in ["", "\n", "\r\n", "a\nb", "a\n\n", &"x".repeat(1025)] {
            assert_eq!(checked(text).expect_err("no passphrase").code(), Code::Passphrase);
        }
    }

    #[test]
    fn a_generated_passphrase_has_120_bits_and_no_ambiguous_letter() {
        let mut seen = HashSet::new();
        for _ in 0..100 {
            let made = generate(&mut SysRng).expect("the system has randomness");
            assert_eq!(made.len(), 29);
            assert!(made.bytes().all(|b| b == b'-' || super::ALPHABET.contains(&b)));
            assert!(seen.insert(made.to_string()));
        }
    }
}
