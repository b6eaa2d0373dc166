//! The ledger: whether it is whole, what it says of backups, and whether others' were collected.

use std::collections::BTreeMap;

use waxseal::jose::Json;
use waxseal::manifest::Manifest;
use waxseal::{Code, Error};

use super::{Findings, Patient};
use crate::clock::{self, DAY};
use crate::commands::ledger::{accepted_what_was_given, faults};
use crate::failure::{Failure, Outcome};
use crate::ledger::{Head, Ledger, Store, remembered};
use crate::ui;

/// How long a ledger may stay with its holder.
const MONTH: u64 = 31 * DAY;

pub(super) fn examine(patient: &Patient, findings: &mut Findings) {
    let store = match Ledger::look(&patient.vault) {
        Ok(store) => store,
        Err(failure) => return unreadable(&failure, findings),
    };
    match &patient.key {
        None => findings.info(
            "ledger-not-verified",
            "the chain of the ledger was not verified: that needs the passphrase",
            "give --passphrase-file FILE or --passphrase-command COMMAND",
        ),
        Some(key) => match faults(&patient.vault, key) {
            Ok(found) => found.iter().for_each(|fault| tampered(fault, findings)),
            Err(failure) => unreadable(&failure, findings),
        },
    }
    let last = store.last().ok().flatten().map_or(0, |last| last.time());
    if last > patient.now + DAY {
        findings.serious(
            "clock-behind-ledger",
            format!("the ledger's last record is of {}: nothing is opened", clock::date(last)),
            "set the clock right; if it was ahead then: waxseal ledger clock --reason TEXT",
        );
    }
}

fn unreadable(failure: &Failure, findings: &mut Findings) {
    match failure {
        Failure::Coded(error, _) if error.code() == Code::Tampered => tampered(error, findings),
        _ => findings.failed("ledger-unreadable", failure),
    }
}

fn tampered(fault: &Error, findings: &mut Findings) {
    let advice = "find out who could write there; compare with a backup, an export and kept heads";
    findings.error("ledger-tampered", fault, advice);
}

/// Whether the newest manifest is the one that was published last.
pub(super) fn examine_published(
    patient: &Patient,
    manifests: &[Manifest],
    findings: &mut Findings,
) {
    let Ok(Ok(Some(version))) = Ledger::look(&patient.vault).map(|store| store.published()) else {
        return;
    };
    if manifests.last().is_none_or(|newest| newest.version < version) {
        findings.serious(
            "manifest-missing",
            format!("the manifest that was published last, version {version}, is not here"),
            "put it back from a backup or the shop, or waxseal publish again",
        );
    }
}

/// What only the merchant's own ledger says.
pub(super) fn examine_owners(patient: &Patient, manifests: &[Manifest], findings: &mut Findings) {
    // That it cannot be read was found already.
    let Ok(store) = Ledger::look(&patient.vault) else { return };
    let Ok(said) = Said::read(&store) else { return };
    backups(patient, manifests, &said, findings);
    collected(patient, &store, &said, findings);
    forgotten(patient, &store, findings);
}

/// What the own records say of all this.
#[derive(Default)]
struct Said {
    /// When a copy of the keys was last made, or last proved its worth.
    backup: Option<u64>,
    /// When each vault's ledger was last collected, and up to where.
    collected: BTreeMap<String, (u64, Head)>,
}

impl Said {
    fn read(store: &Store) -> Outcome<Self> {
        let mut said = Self::default();
        store.each(|stored| {
            // Most records are of orders: only these few are read.
            if [r#""command":"backup""#, r#""command":"restore""#]
                .iter()
                .any(|command| stored.record.contains(command))
            {
                let content = stored.content();
                let is_done = content.get("outcome").and_then(Json::as_str) == Some("done");
                said.backup = said.backup.max(is_done.then(|| stored.time()));
            }
            let collected = remembered(&stored);
            said.collected.extend(collected.map(|(id, head)| (id, (stored.time(), head))));
            Ok::<_, Failure>(())
        })?;
        Ok(said)
    }
}

fn backups(patient: &Patient, manifests: &[Manifest], said: &Said, findings: &mut Findings) {
    let advice = "waxseal backup --to DIR, on a stick that is kept elsewhere";
    let Some(last) = said.backup else {
        let what = "there is no backup: with this disk every order would be lost";
        return findings.serious("no-backup", what, advice);
    };
    let newer = patient.vault.key_records().unwrap_or_default();
    let newer = newer.iter().filter(|key| key.nbf > last && key.shredded.is_none()).count() as u64;
    if newer > 0 {
        let (keys, orders) =
            (ui::counted(newer, "key is", "keys are"), if newer == 1 { "its" } else { "their" });
        let what = format!(
            "{keys} newer than the last backup, of {}: it does not open {orders} orders",
            clock::day(last)
        );
        findings.serious("backup-old", what, advice);
    } else if manifests.last().is_some_and(|newest| newest.iat > last) {
        findings.info(
            "backup-without-manifest",
            format!("no backup has the newest manifest: the last is of {}", clock::day(last)),
            "waxseal backup --to DIR; or after a restore, copy the shop's waxseal.jws into the vault",
        );
    }
}

/// Vaults that were made for others, and whose record here is gone: nobody is named as their
/// holder, and their ledgers cannot be collected.
fn forgotten(patient: &Patient, store: &Store, findings: &mut Findings) {
    for given in patient.vault.forgotten(store).unwrap_or_default() {
        let (id, name, made) = (given.id, given.name, clock::day(given.time));
        findings.warning(
            "export-missing",
            format!(
                "the ledger names a vault made for {name} on {made}, and exports/{id}.jwe is gone"
            ),
            "put it back from a backup: without it `keys list` does not name this holder",
        );
    }
}

fn collected(patient: &Patient, store: &Store, said: &Said, findings: &mut Findings) {
    for export in patient.vault.exports().unwrap_or_default() {
        let (name, made) = (&export.name, clock::day(export.time));
        let collected = said.collected.get(&export.id);
        let advice = "have them send `waxseal ledger export`, and waxseal ledger collect FILE";
        match collected {
            None if export.time + MONTH < patient.now => {
                let what = format!("the ledger of {name}, made on {made}, was never collected");
                findings.warning("ledger-not-collected", what, advice);
            }
            Some((when, _)) if when + MONTH < patient.now => {
                let last = clock::day(*when);
                let what = format!("the ledger of {name} was last collected on {last}");
                findings.warning("ledger-not-collected", what, advice);
            }
            _ => {}
        }
        if !accepted_what_was_given(store, &export) {
            let what = format!("{name} accepted another text than the vault was made with");
            findings.warning("text-changed", what, "ask who changed it, and export again");
        }
        let has_none = store.last_of(&export.id).is_ok_and(|last| last.is_none());
        if collected.is_some() && has_none {
            let what = format!("{name} has not accepted the confidentiality text");
            findings.warning("export-not-accepted", what, "ask them to: waxseal accept");
        }
    }
}
