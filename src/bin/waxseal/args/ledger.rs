//! `waxseal ledger`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::TEMPLATE;
use super::shared::{LockedVault, VaultFolder};

/// Who opened what, when and why: list, verify, export, collect.
#[derive(Args)]
#[command(help_template = TEMPLATE)]
pub(crate) struct Ledger {
    #[command(subcommand)]
    pub(crate) action: LedgerAction,
}

#[derive(Subcommand)]
pub(crate) enum LedgerAction {
    List(LedgerList),
    Verify(LedgerVerify),
    Head(LedgerHead),
    Export(LedgerExport),
    Collect(LedgerCollect),
    Begin(LedgerBegin),
    Clock(LedgerClock),
}

impl LedgerAction {
    /// Whether a program reads what a person would by default.
    pub(crate) fn wants_json(&self) -> bool {
        match self {
            Self::List(args) => args.json,
            Self::Verify(args) => args.json,
            Self::Collect(args) => args.json,
            _ => false,
        }
    }
}

/// List the records, collected ones too, by time. Asks for no passphrase, and verifies nothing.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal ledger list --since 2027-01-01
  waxseal ledger list --command open --operator ada --json
  waxseal ledger list --ref A-1001

A time is RFC 3339 or a date; without an offset it is UTC.")]
pub(crate) struct LedgerList {
    #[command(flatten)]
    pub(crate) filter: LedgerFilter,
    /// JSON lines instead of a table
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
}

/// Which records are listed: those that fit all that is given.
#[derive(Args, Default)]
pub(crate) struct LedgerFilter {
    /// From this moment on
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) since: Option<u64>,
    /// Before this moment
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) until: Option<u64>,
    /// Of this command; `keys` stands for all that begin so, such as `keys export`
    #[arg(long, value_name = "COMMAND")]
    pub(crate) command: Option<String>,
    /// By this person
    #[arg(long, value_name = "NAME")]
    pub(crate) operator: Option<String>,
    /// About the order with this number
    #[arg(long, value_name = "JTI")]
    pub(crate) jti: Option<String>,
    /// About the order with this reference of the shop
    #[arg(long = "ref", value_name = "REF")]
    pub(crate) reference: Option<String>,
    /// With this key
    #[arg(long, value_name = "KID")]
    pub(crate) kid: Option<String>,
    /// For this role
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: Option<String>,
    /// That ended so: `done`, `opened`, `no-key`, an error's code, …
    #[arg(long, value_name = "OUTCOME")]
    pub(crate) outcome: Option<String>,
    /// Of the vault of this holder, or with this id; `own` for this vault's own
    #[arg(id = "of_vault", long = "of", value_name = "HOLDER|ID")]
    pub(crate) of: Option<String>,
}

/// Verify the chain of every record, and of the ledgers that were collected.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal ledger verify
  waxseal ledger verify --head 17.Gm3rk1vM… --json

Finds each record that was changed, removed, moved or added without the passphrase. That the tail
was cut off, an older copy was put back or all was rewritten shows only against a head that was
kept elsewhere: each command that writes prints it.")]
pub(crate) struct LedgerVerify {
    /// An earlier head, which must still be in a ledger here; may be given several times
    #[arg(long, value_name = "HEAD")]
    pub(crate) head: Vec<String>,
    /// JSON lines instead of a table
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}

/// Print the head: how many records there are, and the last one's link. Asks for no passphrase.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal ledger head
  waxseal ledger head | mail -s 'ledger head' ada@shop.example")]
pub(crate) struct LedgerHead {
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
}

/// Write the ledger as JSON lines, for the merchant to collect. Asks for no passphrase.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal ledger export --out ledger-clara.jsonl
  waxseal ledger export --vault /media/usb/vault > ledger-clara.jsonl

It is verified where it is collected.")]
pub(crate) struct LedgerExport {
    /// Write to this file, which must not be there yet
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
}

/// Take in the ledgers of the vaults that were made from this one, and list all together.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal ledger collect ledger-clara.jsonl ledger-ben.jsonl
  ssh clara waxseal ledger export | waxseal ledger collect - > all.txt

Each is verified with the key that this vault kept when it made the other. What was collected
before must be its beginning: if not, it was rolled back or forked.")]
pub(crate) struct LedgerCollect {
    /// What `waxseal ledger export` wrote; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// JSON lines instead of a table
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}

/// Begin the ledger anew, where its file was lost. Its first record says so.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Example:
  waxseal ledger begin --reason 'disk failed, no copy of ledger.db'")]
pub(crate) struct LedgerBegin {
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}

/// Record that the clock is right now, where it was ahead when the last record was written.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Example:
  waxseal ledger clock --reason 'the clock was a year ahead after the battery was changed'")]
pub(crate) struct LedgerClock {
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) vault: LockedVault,
}

fn time(text: &str) -> Result<u64, String> {
    crate::clock::parse(text).ok_or_else(|| "not a time; such as 2027-01-31T09:30:00Z".into())
}
