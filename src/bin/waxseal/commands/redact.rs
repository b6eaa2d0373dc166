//! `waxseal redact`: the archive copy of stored orders.

mod plain;

use getrandom::SysRng;
use waxseal::open::Desk;
use waxseal::reseal::{Redaction, redact_with_rng};

use crate::args;
use crate::failure::Outcome;
use crate::ledger::Ledger;
use crate::session::{self, Session};
use crate::stream::{self, Job, Resealing, Sealed, Stream, Tally};
use crate::vault::Vault;

const REDACT: &str = "redact";

pub(crate) fn run(args: &args::Redact) -> Outcome<()> {
    let vault = Vault::find(args.vault.folder())?;
    session::require_reason(&vault, args.reason.as_deref())?;
    let manifests = vault.require_manifests()?;
    let mut session = Session::of(vault, &args.vault.source_beside(&args.stored.input)?)?;
    session.require_newest(&manifests)?;
    let keys = session.key.keyring(&session.vault)?;
    let identities = &session.vault.identities;
    let desk = Desk { keys: &keys, manifests: &manifests, identities };
    if args.plain {
        let tally = plain::run(args, &desk, &mut session.ledger)?;
        session.end()?;
        return tally.end();
    }
    let tally = sealed(args, &desk, &mut session.ledger)?;
    session.end()?;
    stream::end(&tally, &args.stored.input)
}

/// The archive copy sealed again, where the orders stand.
fn sealed(args: &args::Redact, desk: &Desk<'_>, ledger: &mut Ledger) -> Outcome<Tally> {
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
    stream.run(&mut Resealing {
        desk,
        ledger,
        command: REDACT,
        reason: args.reason.as_deref(),
        asks_when_seen: true,
        is_dry: args.dry_run,
        seal: |desk: &Desk<'_>, order: &str, received| {
            let redaction = Redaction { now, received };
            let redacted = redact_with_rng(desk, order, &redaction, &mut SysRng)?;
            Ok(Sealed { is_dropped: args.drop && redacted.is_past, order: redacted.order })
        },
    })
}

/// What makes a difference to the output.
fn job(args: &args::Redact) -> String {
    let drop = if args.drop { " --drop" } else { "" };
    let received = args.received.iter().map(|text| format!(" --received {text}"));
    format!("{REDACT}{drop}{}", received.collect::<String>())
}
