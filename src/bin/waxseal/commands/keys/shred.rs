//! `waxseal keys shred`: a key is destroyed, once it was said what that costs.

use waxseal::{Code, Error};

use crate::args;
use crate::clock;
use crate::failure::{Failure, Outcome};
use crate::ledger::Entry;
use crate::session::Session;
use crate::ui;
use crate::vault::{Compartment, KeyRecord, Vault};

const COMMAND: &str = "keys shred";

pub(super) fn run(args: &args::KeysShred) -> Outcome<()> {
    let vault = Vault::find(args.vault.folder())?;
    let mut session = Session::of(vault, &args.vault.source())?;
    let key = session.key.find(&session.vault, &args.kid)?;
    require_unused(&session.vault, &key)?;
    if key.shredded.is_none() {
        tell_cost(&session, &key)?;
        agree(args, &key)?;
    }
    shred(&mut session, &key)?;
    session.end()
}

/// Somebody may have taken their time to answer: nothing that was looked at before is relied on.
fn shred(session: &mut Session, key: &KeyRecord) -> Outcome<()> {
    let _lock = session.vault.lock()?;
    require_unused(&session.vault, key)?;
    let entry = |outcome| Entry::new(COMMAND, outcome).kid(&key.kid).role(&key.role);
    let keys = session.key.role_keys(&session.vault)?;
    match keys.into_iter().find(|other| other.record.kid == key.kid) {
        Some(stored) => {
            session.key.shred(&session.vault, stored, clock::now()?)?;
            session.record(entry("done"))?;
            ui::note(&format!("shredded {}: this vault opens nothing with it any more", key.kid));
        }
        None => {
            session.record(entry("unchanged"))?;
            ui::note("it was shredded before");
        }
    }
    Ok(())
}

/// A key that new orders are sealed to is never destroyed.
fn require_unused(vault: &Vault, key: &KeyRecord) -> Outcome<()> {
    let manifests = vault.manifests()?;
    if !manifests.last().is_some_and(|newest| key.is_in(newest)) {
        return Ok(());
    }
    let active = Error::new(Code::Policy, "the newest manifest seals to this key");
    let hint = "first `waxseal rotate` and `waxseal publish`; pages that are open take until the \
        old manifest ends";
    Err(Failure::from(active.about(&key.kid.encode())).or_hint(hint))
}

/// What is lost with it, and who may still have it.
fn tell_cost(session: &Session, key: &KeyRecord) -> Outcome<()> {
    ui::note(&format!("this destroys the key for {} ({})", Compartment::of(key), key.kid));
    tell_orders(session, key)?;
    let now = clock::now()?;
    if let Some(end) = key.in_flight_until(&session.vault.manifests()?, now) {
        let end = clock::date(end);
        ui::warn(&format!("pages in flight may still seal to it until {end}: nothing opens those"));
    }
    for export in session.vault.holders(&key.kid)? {
        let (name, day) = (export.name, clock::day(export.time));
        ui::warn(&format!("the vault made for {name} on {day} holds it too ({})", export.id));
    }
    let backups = session.ledger.backups()?;
    let with_it: Vec<u64> = backups.into_iter().filter(|time| *time >= key.nbf).collect();
    if let [first, .., last] | [first @ last] = with_it.as_slice() {
        let (count, first, last) = (with_it.len(), clock::day(*first), clock::day(*last));
        ui::warn(&format!("backups that may still hold it: {count}, from {first} to {last}"));
    }
    Ok(())
}

fn tell_orders(session: &Session, key: &KeyRecord) -> Outcome<()> {
    match session.ledger.opened_only_by(&key.kid)? {
        None => ui::note("the ledger names no order that only this key opens"),
        Some(span) => {
            let (first, last) = (clock::day(span.first), clock::day(span.last));
            let orders = ui::counted(span.orders, "order", "orders");
            ui::warn(&format!(
                "the ledger names {orders} that only this key opens, from {first} to {last}"
            ));
        }
    }
    ui::note("orders that were never opened or sealed again here are in no ledger: see `exposure`");
    Ok(())
}

fn agree(args: &args::KeysShred, key: &KeyRecord) -> Outcome<()> {
    let consent = ui::Consent {
        does: "this destroys a key",
        question: &format!("Destroy {} for ever?", key.kid),
        otherwise: "nothing was destroyed",
    };
    consent.require(args.yes)
}
