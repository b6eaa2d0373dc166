//! The keys of the roles: how old they are, whether pages seal to them, who holds them.

use std::collections::BTreeSet;

use waxseal::manifest::Manifest;

use super::{Findings, Patient};
use crate::clock::{self, DAY};
use crate::code;
use crate::vault::{Compartment, KeyRecord, State};

const OLD: u64 = 365 * DAY;
const SOON: u64 = 60 * DAY;
const ROTATE: &str = "waxseal rotate, then publish";

pub(super) fn examine(patient: &Patient, manifests: &[Manifest], findings: &mut Findings) {
    let keys = match patient.vault.key_records() {
        Ok(keys) => keys,
        Err(failure) => return findings.failed("key-unreadable", &failure),
    };
    opened(patient, findings);
    lost(&keys, manifests, findings);
    if let Ok(policy) = patient.vault.policy() {
        for one in Compartment::all(&policy) {
            compartment(patient.now, &keys, manifests, &one, findings);
        }
    }
    retired(patient.now, &keys, manifests, findings);
    held(patient, manifests, findings);
}

/// What a file says of itself may be right, and the key in it damaged.
pub(super) fn opened(patient: &Patient, findings: &mut Findings) {
    let Some(key) = &patient.key else { return };
    let read = [
        ("key-unreadable", key.kept(&patient.vault).map(|_| ())),
        ("export-unreadable", key.exports(&patient.vault).map(|_| ())),
        ("code-unreadable", code::key::read(&patient.vault, key).map(|_| ())),
    ];
    for (code, result) in read {
        if let Err(failure) = result {
            findings.failed(code, &failure);
        }
    }
}

/// A key that pages were given, and that left not even the record of its end.
fn lost(keys: &[KeyRecord], manifests: &[Manifest], findings: &mut Findings) {
    let named = manifests.iter().flat_map(|manifest| &manifest.keys);
    let gone = named.filter(|key| !keys.iter().any(|kept| kept.kid == key.kid));
    let gone: BTreeSet<_> = gone.map(|key| (key.kid.encode(), &key.role)).collect();
    for (kid, role) in gone {
        findings.serious(
            "key-lost",
            format!("the key {kid} of role {role} was published and is not here"),
            "put its file back from a backup: its orders do not open",
        );
    }
}

fn compartment(
    now: u64,
    keys: &[KeyRecord],
    manifests: &[Manifest],
    whose: &Compartment,
    findings: &mut Findings,
) {
    let newest = match whose.newest(keys, now) {
        Ok(newest) => newest.filter(|key| !key.has_ended()),
        Err(failure) => return findings.failed("key-ahead", &failure),
    };
    let Some(newest) = newest else {
        let what = format!("{whose} has no key in use: pages cannot seal for it");
        return findings.warning("no-key", what, "waxseal publish makes one");
    };
    age(newest, whose, now, findings);
    if manifests.last().is_some_and(|manifest| !newest.is_in(manifest)) {
        let what = format!("the newest key of {whose} is not in the manifest that pages have");
        findings.warning("key-not-published", what, "waxseal publish, and upload the manifest");
    }
}

fn age(key: &KeyRecord, whose: &Compartment, now: u64, findings: &mut Findings) {
    let end = clock::day(key.exp);
    if key.exp <= now {
        findings.serious("key-ended", format!("the key of {whose} ended on {end}"), ROTATE);
    } else if key.exp <= now + SOON {
        findings.warning("key-ends", format!("the key of {whose} ends on {end}"), ROTATE);
    } else if key.nbf + OLD <= now {
        let what = format!("the key of {whose} is in use since {}", clock::day(key.nbf));
        findings.warning("key-old", what, ROTATE);
    }
}

/// Nothing new is sealed to a retired key once the last manifest that names it has ended.
fn retired(now: u64, keys: &[KeyRecord], manifests: &[Manifest], findings: &mut Findings) {
    let is_past = |key: &&KeyRecord| {
        let is_retired = key.state(manifests) == State::Retired;
        is_retired && key.in_flight_until(manifests, now).is_none()
    };
    for key in keys.iter().filter(is_past) {
        let kid = key.kid.encode();
        findings.info(
            "retired-key-kept",
            format!("key {kid} of {} is retired, and no page seals to it any more", key.role),
            &format!("when its orders are rewrapped or past their time: waxseal keys shred {kid}"),
        );
    }
}

/// Who holds keys that orders are sealed to now.
fn held(patient: &Patient, manifests: &[Manifest], findings: &mut Findings) {
    let exports = match patient.vault.exports() {
        Ok(exports) => exports,
        Err(failure) => return findings.failed("export-unreadable", &failure),
    };
    let Some(newest) = manifests.last() else { return };
    for export in exports {
        if newest.keys.iter().any(|key| export.kids.contains(&key.kid)) {
            let (name, since) = (&export.name, clock::day(export.time));
            let roles = export.roles.join(", ");
            findings.info(
                "key-held",
                format!("{name} holds current keys of {roles}, since {since}"),
                "if this person needs them no more: waxseal rotate, then publish",
            );
        }
    }
}
