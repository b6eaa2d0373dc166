//! The keys of the roles: how old they are, whether pages seal to them, who holds them.

use waxseal::manifest::{CLOCK_TOLERANCE, Manifest};
use waxseal::policy::Policy;

use super::{Findings, Patient};
use crate::clock::{self, DAY};
use crate::vault::KeyRecord;

const OLD: u64 = 365 * DAY;
const SOON: u64 = 60 * DAY;
const ROTATE: &str = "waxseal rotate, then publish";

pub(super) fn examine(patient: &Patient, manifests: &[Manifest], findings: &mut Findings) {
    let keys = match patient.vault.key_records() {
        Ok(keys) => keys,
        Err(failure) => return findings.failed("key-unreadable", &failure),
    };
    if let Ok(policy) = patient.vault.policy() {
        for (role, group) in compartments(&policy) {
            compartment(patient.now, &keys, manifests, role, group, findings);
        }
    }
    retired(patient.now, &keys, manifests, findings);
    held(patient, manifests, findings);
}

/// Each role, for each group of customers if there are any.
fn compartments(policy: &Policy) -> impl Iterator<Item = (&str, Option<&str>)> {
    let none = policy.groups.is_empty().then_some(None);
    let groups = move || none.into_iter().chain(policy.groups.iter().map(|g| Some(g.as_str())));
    policy.roles.iter().flat_map(move |role| groups().map(move |group| (role.as_str(), group)))
}

fn compartment(
    now: u64,
    keys: &[KeyRecord],
    manifests: &[Manifest],
    role: &str,
    group: Option<&str>,
    findings: &mut Findings,
) {
    let whose = group.map_or_else(|| role.to_owned(), |group| format!("{role}, group {group}"));
    let is_used = |key: &&KeyRecord| {
        key.is_for(role, group) && key.retired.is_none() && key.shredded.is_none()
    };
    let Some(newest) = keys.iter().filter(is_used).max_by_key(|key| key.nbf) else {
        let what = format!("{whose} has no key: pages cannot seal for it");
        return findings.warning("no-key", what, "waxseal publish makes one");
    };
    let end = clock::day(newest.exp);
    if newest.exp <= now {
        findings.serious("key-ended", format!("the key of {whose} ended on {end}"), ROTATE);
    } else if newest.exp <= now + SOON {
        findings.warning("key-ends", format!("the key of {whose} ends on {end}"), ROTATE);
    } else if newest.nbf + OLD <= now {
        let since = clock::day(newest.nbf);
        let what = format!("the key of {whose} is in use since {since}");
        findings.warning("key-old", what, ROTATE);
    }
    if manifests.last().is_some_and(|manifest| !names(manifest, newest)) {
        let what = format!("the newest key of {whose} is not in the manifest that pages have");
        findings.warning("key-not-published", what, "waxseal publish, and upload the manifest");
    }
}

/// Nothing new is sealed to a retired key once the last manifest that names it has ended.
fn retired(now: u64, keys: &[KeyRecord], manifests: &[Manifest], findings: &mut Findings) {
    let is_past = |key: &&KeyRecord| {
        let named = manifests.iter().filter(|manifest| names(manifest, key));
        let end = named.map(|manifest| manifest.exp + CLOCK_TOLERANCE).max();
        key.retired.is_some() && key.shredded.is_none() && end.is_none_or(|end| end < now)
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
    let current: Vec<String> = newest.keys.iter().map(|key| key.kid.encode()).collect();
    for export in exports {
        if export.kids.iter().any(|kid| current.contains(kid)) {
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

fn names(manifest: &Manifest, key: &KeyRecord) -> bool {
    manifest.keys.iter().any(|other| other.kid == key.kid)
}
