//! The command line: what can be asked, in the words of the help.

mod shared;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub(crate) use shared::{IdentityFolder, IdentityPassphrase, Input, VaultFolder, VaultPassphrase};

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

/// The merchant's desk: makes keys, publishes the signed policy, opens orders. Needs no network.
#[derive(Parser)]
#[command(name = "waxseal", version, before_help = EXAMPLES, after_help = EXIT_CODES)]
#[command(help_template = TEMPLATE, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Init(Init),
    Publish(Publish),
    Open(Open),
    Inspect(Inspect),
    Keys(Keys),
    Passwd(Passwd),
}

/// Make an identity and a vault, and print the pin for the page.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal init --merchant 'Acme Books' --origin https://shop.example
  waxseal init --merchant 'Acme Books' --origin http://localhost:8080 \\
      --vault target/vault --identity target/identity --passphrase-file secret.txt

The pin goes to standard output. Passphrases that are made here are shown once, on standard
error. A folder that exists already is never touched.")]
pub(crate) struct Init {
    /// The merchant's name, as shoppers know it
    #[arg(long, value_name = "NAME")]
    pub(crate) merchant: String,
    /// A page's origin, such as https://shop.example; may be given several times.
    /// With http://localhost or 127.0.0.1 the policy becomes one for tests
    #[arg(long, value_name = "ORIGIN", required = true)]
    pub(crate) origin: Vec<String>,
    /// Begin with card fields too. Opening card numbers yourself means PCI SAQ D
    #[arg(long)]
    pub(crate) with_cards: bool,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) identity: IdentityFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
    #[command(flatten)]
    pub(crate) identity_passphrase: IdentityPassphrase,
}

/// Check the policy, sign it with the current keys, and write the manifest.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal publish
  waxseal publish --days 30 --out /var/www/shop/waxseal.jws
  waxseal publish --identity /media/usb/identity

Writes vault/waxseal.jws, the file that the page loads, and keeps a copy of every version.
A role or group that is new in policy.toml is given a key.")]
pub(crate) struct Publish {
    /// How long the manifest is valid, in days
    #[arg(long, value_name = "N", default_value_t = 90,
          value_parser = clap::value_parser!(u32).range(1..=397))]
    pub(crate) days: u32,
    /// Write a copy here too, where the web server finds it; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) identity: IdentityFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
    #[command(flatten)]
    pub(crate) identity_passphrase: IdentityPassphrase,
}

/// Open orders from files or standard input.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal open orders.csv > opened.csv
  waxseal open --reveal cc-number,cc-exp --reason 'take payments' orders.jsonl
  mail-orders | waxseal open --received created_at --ref-field /id --strict -

Reads plain lines, JSON lines and CSV, and says so by what it finds. JSON lines come out, or CSV
where CSV went in. Each order adds its fields as seal.<field>; what the policy masks stays masked
unless it is revealed. A record that fails carries its code, and the rest goes on.

Findings, in `checks`: repeated, other-origin, unknown-version, stale, revoked-key, wrong-ref,
luhn.")]
pub(crate) struct Open {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Show these masked fields in full; `all` for every one
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    pub(crate) reveal: Vec<String>,
    /// The CSV column with the row's own reference: another one in the order is `wrong-ref`
    #[arg(long, value_name = "NAME", conflicts_with = "ref_field")]
    pub(crate) ref_column: Option<String>,
    /// The same in JSON lines, by JSON pointer
    #[arg(long, value_name = "POINTER")]
    pub(crate) ref_field: Option<String>,
    /// When orders came in: a time (RFC 3339), or the column, member or JSON pointer that has it
    /// in each row. An order sealed more than 24 hours before is `stale`. A time without an
    /// offset is UTC
    #[arg(long, value_name = "TIME|NAME")]
    pub(crate) received: Option<String>,
    /// Exit with 7 if there is any finding
    #[arg(long)]
    pub(crate) strict: bool,
    /// Write JSON lines for CSV too
    #[arg(long)]
    pub(crate) json: bool,
    /// Write CSV cells as they are, even those that a spreadsheet takes for a formula
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv_raw: bool,
    /// Why the orders are opened; the policy may require it. It is not recorded yet
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
}

/// Show what anyone can see of an order, without a key.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal inspect order.txt
  pbpaste | waxseal inspect --json -

Nothing of this is authenticated: it is what the headers claim.")]
pub(crate) struct Inspect {
    #[command(flatten)]
    pub(crate) input: Input,
    /// JSON lines instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

/// List the vault's keys, or export one.
#[derive(Args)]
#[command(help_template = TEMPLATE)]
pub(crate) struct Keys {
    #[command(subcommand)]
    pub(crate) action: KeysAction,
}

#[derive(Subcommand)]
pub(crate) enum KeysAction {
    List(KeysList),
    Export(KeysExport),
}

/// List the keys: whose, since when, until when. Asks for no passphrase.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal keys list
  waxseal keys list --json")]
pub(crate) struct KeysList {
    /// JSON lines instead of a table
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
}

/// Print a role's newest private key as JWK, for another tool. Whoever has it opens its orders.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal keys export --role fulfilment --jwk --yes | other-tool
  waxseal keys export --role fulfilment --group eu --jwk")]
pub(crate) struct KeysExport {
    /// Whose key
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: String,
    /// For which group of customers
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    /// As JSON Web Key (RFC 7517, RFC 8037), in the clear
    #[arg(long, required = true)]
    pub(crate) jwk: bool,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
}

/// Change the passphrase of the vault, or of the identity.
#[derive(Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  waxseal passwd
  waxseal passwd --generate
  waxseal passwd --identity identity --passphrase-file old.txt --new-passphrase-file new.txt

The new one is asked for twice. With an empty answer, or --generate, one of 120 bits is made and
shown once. Copies of the folder made before keep the old one.")]
pub(crate) struct Passwd {
    /// Change the identity's in this folder, not the vault's
    #[arg(long, value_name = "DIR")]
    pub(crate) identity: Option<PathBuf>,
    /// A file with the new passphrase
    #[arg(long, value_name = "FILE", conflicts_with = "generate")]
    pub(crate) new_passphrase_file: Option<PathBuf>,
    /// Make the new passphrase
    #[arg(long)]
    pub(crate) generate: bool,
    #[command(flatten)]
    pub(crate) vault: VaultFolder,
    #[command(flatten)]
    pub(crate) passphrase: VaultPassphrase,
}

impl Command {
    /// Whether a program reads what a person would by default.
    pub(crate) fn wants_json(&self) -> bool {
        match self {
            Self::Inspect(args) => args.json,
            Self::Keys(Keys { action: KeysAction::List(args) }) => args.json,
            _ => false,
        }
    }
}
