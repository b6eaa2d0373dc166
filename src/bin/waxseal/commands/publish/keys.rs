//! Which keys a manifest names: of each compartment the newest one.

use waxseal::jose::jwk::Thumbprint;
use waxseal::manifest::{Manifest, RecipientKey};
use waxseal::policy::Policy;

use super::COMMAND;
use crate::clock;
use crate::failure::Outcome;
use crate::ledger::Entry;
use crate::session::Session;
use crate::ui;
use crate::vault::{Compartment, KeyRecord, StoredKey};

/// The keys to seal to. A compartment without one that may be used is given one: an older key is
/// never gone back to.
pub(super) fn named(
    session: &mut Session,
    policy: &Policy,
    now: u64,
) -> Outcome<Vec<RecipientKey>> {
    let kept = session.key.kept(&session.vault)?;
    let records: Vec<KeyRecord> = kept.iter().map(|key| key.record.clone()).collect();
    let stored: Vec<StoredKey> = kept.into_iter().filter_map(|key| key.stored()).collect();
    let mut named = Vec::new();
    for compartment in Compartment::all(policy) {
        let newest = compartment.newest(&records, now)?;
        let usable = newest.filter(|key| key.is_usable(now));
        let usable = usable.and_then(|key| stored.iter().find(|other| other.record == *key));
        named.push(match usable {
            Some(key) => key.recipient(),
            None => make(session, &compartment, newest, now)?,
        });
    }
    Ok(named)
}

fn make(
    session: &mut Session,
    compartment: &Compartment,
    newest: Option<&KeyRecord>,
    now: u64,
) -> Outcome<RecipientKey> {
    let made = session.key.renew(&session.vault, compartment, newest, now)?;
    let (kid, role) = (&made.record.kid, &made.record.role);
    session.record(Entry::new(COMMAND, "done").kid(kid).role(role).detail("new key"))?;
    ui::note(&format!("made a key for {compartment}: {kid}"));
    Ok(made.recipient())
}

/// Says of each key that leaves the manifest until when orders may still be sealed to it.
pub(super) fn warn_of_dropped(
    records: &[KeyRecord],
    named: &[RecipientKey],
    manifests: &[Manifest],
    now: u64,
) {
    let stays = |key: &KeyRecord| named.iter().any(|other| other.kid == key.kid);
    let was_named = |key: &&KeyRecord| manifests.last().is_some_and(|newest| key.is_in(newest));
    let mut dropped: Vec<_> = records.iter().filter(was_named).filter(|key| !stays(key)).collect();
    dropped.sort_by_key(|key| (&key.role, &key.group));
    for key in dropped {
        if let Some(end) = key.in_flight_until(manifests, now) {
            let (whose, end) = (Compartment::of(key), clock::date(end));
            ui::warn(&format!(
                "the key for {whose} ({}) leaves the manifest; pages in flight may seal to it \
                 until {end}: keep it at least until then",
                key.kid
            ));
        }
    }
}

/// The keys that `open` marks orders for: those retired, as long as they open something, and those
/// shredded, as long as pages in flight may seal to them.
pub(super) fn revoked(records: &[KeyRecord], manifests: &[Manifest], now: u64) -> Vec<Thumbprint> {
    let was_named = |key: &&KeyRecord| manifests.iter().any(|manifest| key.is_in(manifest));
    let matters = |key: &&KeyRecord| match key.shredded {
        Some(_) => key.in_flight_until(manifests, now).is_some(),
        None => key.retired.is_some(),
    };
    records.iter().filter(was_named).filter(matters).map(|key| key.kid).collect()
}
