//! `waxseal redact`: the archive copy of stored orders.

mod plain;

use getrandom::SysRng;
use waxseal::open::Desk;
use waxseal::reseal::{Redaction, redact_with_rng};

use crate::args;
use crate::failure::Outcome;
use crate::session::Session;
use crate::stream::{self, Job, Resealing, Sealed, Stream};

const REDACT: &str = "redact";

pub(crate) fn run(args: &args::Redact) -> Outcome<()> {
    let reason = args.reason.as_deref();
    let vault = stream::vault_for(&args.vault.folder, reason)?;
    let manifests = vault.require_manifests()?;
    let mut session = Session::of(vault, &args.passphrase.source_beside(&args.stored.input)?)?;
    session.require_newest(&manifests)?;
    let keys = session.key.keyring(&session.vault)?;
    let identities = &session.vault.identities;
    let desk = Desk { keys: &keys, manifests: &manifests, identities };
    if args.plain {
        let tally = plain::run(args, &desk, &mut session.ledger)?;
        session.end()?;
        return tally.end();
    }
    let stream = Stream::open(&Job {
        name: job(args),
        stored: &args.stored,
        received: args.received.as_deref(),
        drops_rows: args.drop,
        is_dry: args.dry_run,
        counts: if args.dry_run {
            &["to redact", "unchanged", "to remove"]
        } else {
            &["redacted", "unchanged", "removed"]
        },
    })?;
    let now = stream.began();
    let tally = stream.run(&mut Resealing {
        desk: &desk,
        ledger: &mut session.ledger,
        command: REDACT,
        reason,
        asks_when_seen: true,
        is_dry: args.dry_run,
        seal: |desk: &Desk<'_>, order: &str, received| {
            let redaction = Redaction { now, received };
            let redacted = redact_with_rng(desk, order, &redaction, &mut SysRng)?;
            Ok(Sealed { is_dropped: args.drop && redacted.is_past, order: redacted.order })
        },
    })?;
    session.end()?;
    stream::end(&tally, &args.stored.input)
}

/// What makes a difference to the output.
fn job(args: &args::Redact) -> String {
    let drop = if args.drop { " --drop" } else { "" };
    let received = args.received.iter().map(|text| format!(" --received {text}"));
    format!("{REDACT}{drop}{}", received.collect::<String>())
}
