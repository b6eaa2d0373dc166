//! `waxseal redact`: the archive copy of stored orders.

mod plain;

use getrandom::SysRng;
use waxseal::open::Desk;
use waxseal::reseal::{Redaction, redact_with_rng};

use crate::args;
use crate::clock;
use crate::failure::{Failure, Outcome};
use crate::session::Session;
use crate::stream::{self, Job, Resealing, Sealed, Stream};

const REDACT: &str = "redact";

pub(crate) fn run(args: &args::Redact) -> Outcome<()> {
    let reason = args.reason.as_deref();
    let received = received(args)?;
    let vault = stream::vault_for(&args.vault.folder, reason)?;
    let manifests = vault.require_manifests()?;
    let mut session = Session::of(vault, &args.passphrase.source_beside(&args.stored.input)?)?;
    let keys = session.key.keyring(&session.vault)?;
    let identities = &session.vault.identities;
    let desk = Desk { keys: &keys, manifests: &manifests, identities };
    if args.plain {
        let tally = plain::run(args, &desk, &mut session.ledger, received)?;
        session.end()?;
        return tally.end();
    }
    let stream = Stream::open(&Job {
        name: job(args, received),
        stored: &args.stored,
        drops_rows: args.drop,
        is_dry: args.dry_run,
        counts: &["redacted", "unchanged", "removed"],
    })?;
    let now = stream.began();
    let tally = stream.run(&mut Resealing {
        desk: &desk,
        ledger: &mut session.ledger,
        command: REDACT,
        reason,
        asks_when_seen: true,
        is_dry: args.dry_run,
        seal: |desk: &Desk<'_>, order: &str, seen| {
            let redaction = Redaction { now, received: earlier(seen, received) };
            let redacted = redact_with_rng(desk, order, &redaction, &mut SysRng)?;
            Ok(Sealed { is_dropped: args.drop && redacted.is_past, order: redacted.order })
        },
    })?;
    session.end()?;
    stream::end(&tally, &args.stored.input)
}

/// What makes a difference to the output.
fn job(args: &args::Redact, received: Option<u64>) -> String {
    let drop = if args.drop { " --drop" } else { "" };
    let received = received.map(|time| format!(" --received {time}")).unwrap_or_default();
    format!("{REDACT}{drop}{received}")
}

fn received(args: &args::Redact) -> Outcome<Option<u64>> {
    let Some(text) = &args.received else { return Ok(None) };
    match clock::parse(text) {
        Some(time) => Ok(Some(time)),
        None => Err(Failure::usage("--received is no time")),
    }
}

fn earlier(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    a.into_iter().chain(b).min()
}
