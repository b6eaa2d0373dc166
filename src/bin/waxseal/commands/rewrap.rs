//! `waxseal rewrap`: stored orders, sealed again to the current keys.

mod group;

use getrandom::SysRng;
use waxseal::open::Desk;

use crate::args;
use crate::failure::Outcome;
use crate::session::{self, Session};
use crate::stream::{self, Job, Resealing, Sealed, Stream};
use crate::vault::Vault;
use group::Regrouping;

const REWRAP: &str = "rewrap";

pub(crate) fn run(args: &args::Rewrap) -> Outcome<()> {
    let reason = args.reason.as_deref();
    let vault = Vault::find(args.vault.folder())?;
    session::require_reason(&vault, reason)?;
    let manifests = vault.require_manifests()?;
    let mut session = Session::of(vault, &args.vault.source_beside(&args.stored.input)?)?;
    session.require_newest(&manifests)?;
    let regrouping = Regrouping::of(args, &manifests)?;
    let keys = session.key.keyring(&session.vault)?;
    let identities = &session.vault.identities;
    let stream = Stream::open(&Job {
        name: regrouping.job(REWRAP),
        stored: &args.stored,
        received: None,
        drops_rows: false,
        is_dry: false,
        counts: &["rewrapped", "already current"],
    })?;
    let now = stream.began();
    let tally = stream.run(&mut Resealing {
        desk: &Desk { keys: &keys, manifests: &manifests, identities },
        ledger: &mut session.ledger,
        command: REWRAP,
        reason,
        asks_when_seen: false,
        is_dry: false,
        seal: |desk: &Desk<'_>, order: &str, _| {
            let order = regrouping.seal(desk, order, now, &mut SysRng)?;
            Ok(Sealed { order, is_dropped: false })
        },
    })?;
    regrouping.tell();
    session.end()?;
    stream::end(&tally, &args.stored.input)
}
