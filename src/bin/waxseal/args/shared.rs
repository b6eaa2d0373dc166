//! Arguments that several commands take.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::failure::{Failure, Outcome};
use crate::passphrase::Source;

/// The file that is written, unless it is standard output: `-`, or none.
pub(crate) fn file(out: Option<&PathBuf>) -> Option<&Path> {
    out.map(PathBuf::as_path).filter(|path| *path != Path::new("-"))
}

/// Where the vault is.
#[derive(Args)]
pub(crate) struct VaultFolder {
    /// The vault's folder
    #[arg(
        id = "vault",
        long = "vault",
        value_name = "DIR",
        env = "WAXSEAL_VAULT",
        default_value = "vault"
    )]
    pub(crate) folder: PathBuf,
}

/// Where the identity is.
#[derive(Args)]
pub(crate) struct IdentityFolder {
    /// The identity's folder, best kept offline
    #[arg(
        id = "identity",
        long = "identity",
        value_name = "DIR",
        env = "WAXSEAL_IDENTITY",
        default_value = "identity"
    )]
    pub(crate) folder: PathBuf,
}

/// Who it was, in the records of whatever opens the vault.
const OPERATOR: &str =
    "The ledger names the account's user as the operator; $WAXSEAL_OPERATOR names another.";

/// Where the vault's passphrase comes from; the terminal if nothing is said.
#[derive(Args)]
#[command(after_help = OPERATOR)]
pub(crate) struct VaultPassphrase {
    /// A file with the passphrase, readable by you alone; `-` is standard input
    /// [env: WAXSEAL_PASSPHRASE_FILE]
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_command")]
    passphrase_file: Option<PathBuf>,
    /// A command for the shell that prints the passphrase [env: WAXSEAL_PASSPHRASE_COMMAND]
    #[arg(long, value_name = "COMMAND")]
    passphrase_command: Option<String>,
}

impl VaultPassphrase {
    pub(crate) fn source(&self) -> Source {
        let command = self.passphrase_command.as_deref();
        Source::of(self.passphrase_file.as_deref(), command, "WAXSEAL_")
    }
}

/// A vault, and where its passphrase comes from.
#[derive(Args)]
pub(crate) struct LockedVault {
    #[command(flatten)]
    place: VaultFolder,
    #[command(flatten)]
    passphrase: VaultPassphrase,
}

impl LockedVault {
    pub(crate) fn folder(&self) -> &Path {
        &self.place.folder
    }

    /// Where the passphrase comes from.
    pub(crate) fn source(&self) -> Source {
        self.passphrase.source()
    }

    /// The same, where an input is read too.
    pub(crate) fn source_beside(&self, input: &Path) -> Outcome<Source> {
        let source = self.source();
        if source.is_stdin() && input == Path::new("-") {
            let both = "standard input cannot be both the passphrase and the orders";
            return Err(Failure::usage(both));
        }
        Ok(source)
    }
}

/// The passphrase of what is being made; one is made too if nothing is said.
#[derive(Args)]
pub(crate) struct NewPassphrase {
    /// A file with the passphrase of the new folder; without it, one is made and shown once
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl NewPassphrase {
    /// `Terminal` when nothing is said. `old` is read too.
    pub(crate) fn source(&self, old: &Source) -> Outcome<Source> {
        let new = self.new_passphrase_file.clone().map_or(Source::Terminal, Source::File);
        if new.is_stdin() && old.is_stdin() {
            return Err(Failure::usage("only one of the two passphrases can be on standard input"));
        }
        Ok(new)
    }
}

/// Where the identity's passphrase comes from.
#[derive(Args)]
pub(crate) struct IdentityPassphrase {
    /// The same for the identity's passphrase; without it, the vault's file or command serves
    /// for both [env: WAXSEAL_IDENTITY_PASSPHRASE_FILE]
    #[arg(long, value_name = "FILE", conflicts_with = "identity_passphrase_command")]
    identity_passphrase_file: Option<PathBuf>,
    /// A command that prints the identity's passphrase
    /// [env: WAXSEAL_IDENTITY_PASSPHRASE_COMMAND]
    #[arg(long, value_name = "COMMAND")]
    identity_passphrase_command: Option<String>,
}

impl IdentityPassphrase {
    /// Its own source; `Terminal` when nothing is said.
    pub(crate) fn source(&self) -> Source {
        let command = self.identity_passphrase_command.as_deref();
        Source::of(self.identity_passphrase_file.as_deref(), command, "WAXSEAL_IDENTITY_")
    }
}

/// Why orders are opened of which no field is shown.
#[derive(Args)]
pub(crate) struct Reason {
    /// Why the orders are opened; the policy may require it, and the ledger keeps it
    #[arg(id = "reason", long = "reason", value_name = "TEXT")]
    given: Option<String>,
}

impl Reason {
    pub(crate) fn given(&self) -> Option<&str> {
        self.given.as_deref()
    }
}

/// What is read, and where in it the orders are.
#[derive(Args)]
pub(crate) struct Input {
    /// Files to read; `-`, or none, is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Find the orders wherever they stand; this is the default
    #[arg(long, conflicts_with_all = ["field", "column"])]
    pub(crate) find: bool,
    /// JSON lines: the order is at this JSON pointer, such as /sealed
    #[arg(long, value_name = "POINTER", conflicts_with = "column")]
    pub(crate) field: Option<String>,
    /// CSV: the order is in this column
    #[arg(long, value_name = "NAME")]
    pub(crate) column: Option<String>,
}

/// Stored orders, and where they go.
#[derive(Args)]
pub(crate) struct Stored {
    /// The file to read; `-`, or none, is standard input
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(crate) input: PathBuf,
    /// Write to this file, which must not be there yet: it appears when it is whole
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Go on where an earlier run with the same --out stopped
    #[arg(long, requires = "out")]
    pub(crate) resume: bool,
}
