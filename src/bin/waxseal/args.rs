//! The command line: what can be asked, in the words of the help.

mod accept;
mod backup;
mod completions;
mod customer_code;
mod doctor;
mod exposure;
mod init;
mod inspect;
mod keys;
mod ledger;
mod man;
mod notice;
mod open;
mod passwd;
mod publish;
mod redact;
mod restore;
mod rewrap;
mod rotate;
mod shared;
mod verify_page;

use clap::{Parser, Subcommand};

use crate::ui::Color;
pub(crate) use accept::Accept;
pub(crate) use backup::Backup;
pub(crate) use customer_code::CustomerCode;
pub(crate) use doctor::Doctor;
pub(crate) use exposure::Exposure;
pub(crate) use init::Init;
pub(crate) use inspect::Inspect;
pub(crate) use keys::{Keys, KeysAction, KeysExport, KeysList, KeysRetire, KeysShred};
pub(crate) use ledger::{
    Ledger, LedgerAction, LedgerBegin, LedgerClock, LedgerCollect, LedgerExport, LedgerFilter,
    LedgerHead, LedgerList, LedgerVerify,
};
pub(crate) use notice::Notice;

pub(crate) use completions::Completions;
pub(crate) use man::Man;
pub(crate) use open::Open;
pub(crate) use passwd::Passwd;
pub(crate) use publish::Publish;
pub(crate) use redact::Redact;
pub(crate) use restore::Restore;
pub(crate) use rewrap::Rewrap;
pub(crate) use rotate::Rotate;
pub(crate) use shared::{Input, Stored, file};
pub(crate) use verify_page::VerifyPage;

const TEMPLATE: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  waxseal init --merchant 'Acme Books' --origin https://shop.example
  waxseal publish
  waxseal open orders.csv > opened.csv
  waxseal inspect orders.txt";

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  io, permissions, not-ready
  2  usage; policy-syntax
  3  unknown-key, passphrase
  4  tampered, incomplete, conflict
  5  malformed, unsupported, unknown-field, missing-field, invalid-field
  6  some of a batch failed: each failure is a record with its code, the rest is done
  7  untrusted, expired, not-yet-valid, wrong-origin, rolled-back, policy;
     any finding under --strict

Data goes to standard output, all else to standard error. NO_COLOR is honoured.";

/// The merchant's desk: makes keys, publishes the signed policy, opens orders. Needs no network,
/// but for `verify-page` with an address.
#[derive(Parser)]
#[command(name = "waxseal", version, before_help = EXAMPLES, after_help = EXIT_CODES)]
#[command(help_template = TEMPLATE, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When messages are in colour; `auto` is on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 900)]
    pub(crate) color: Color,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Init(Init),
    Publish(Publish),
    Open(Open),
    Inspect(Inspect),
    CustomerCode(CustomerCode),
    Exposure(Exposure),
    Keys(Keys),
    Ledger(Ledger),
    Doctor(Doctor),
    VerifyPage(VerifyPage),
    Accept(Accept),
    Backup(Backup),
    Restore(Restore),
    Notice(Notice),
    Passwd(Passwd),
    Rotate(Rotate),
    Rewrap(Rewrap),
    Redact(Redact),
    Completions(Completions),
    Man(Man),
}

impl Command {
    /// Whether a program reads what a person would by default.
    pub(crate) fn wants_json(&self) -> bool {
        match self {
            Self::Inspect(args) => args.json,
            Self::Keys(Keys { action: KeysAction::List(args) }) => args.json,
            Self::Doctor(args) => args.json,
            Self::VerifyPage(args) => args.json,
            Self::Ledger(args) => args.action.wants_json(),
            Self::CustomerCode(args) => args.json,
            Self::Exposure(args) => args.json,
            _ => false,
        }
    }
}
