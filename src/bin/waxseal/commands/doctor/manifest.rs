//! What pages load: how long it is valid, and whether it is what the policy says.

use waxseal::manifest::Manifest;

use super::{Findings, Patient};
use crate::clock;
use crate::commands::publish::EXPIRING;
use crate::vault::is_made_from;

const PUBLISH: &str = "waxseal publish, and upload the manifest";

/// All manifests published.
pub(super) fn read(patient: &Patient, findings: &mut Findings) -> Vec<Manifest> {
    patient.vault.manifests().unwrap_or_else(|failure| {
        findings.failed("manifest-unreadable", &failure);
        Vec::new()
    })
}

pub(super) fn examine(patient: &Patient, manifests: &[Manifest], findings: &mut Findings) {
    let Some(newest) = manifests.last() else {
        findings.warning("not-published", "nothing is published: no page can seal", PUBLISH);
        return;
    };
    ends(newest, patient.now, findings);
    if patient.vault.policy().is_ok_and(|policy| !is_made_from(newest, &policy)) {
        findings.warning(
            "policy-not-published",
            "policy.toml is not what pages have: it was changed since the last publication",
            PUBLISH,
        );
    }
    if patient.vault.identities.len() > 1 {
        findings.info(
            "several-identities",
            format!("manifests of {} identities are trusted", patient.vault.identities.len()),
            "when no page has the old pin any more, take it out of vault.toml, unless stored \
             orders to it are still to be opened",
        );
    }
}

fn ends(newest: &Manifest, now: u64, findings: &mut Findings) {
    let on = clock::day(newest.exp);
    if newest.exp <= now {
        let what = format!("the manifest ended on {on}: pages refuse it");
        findings.serious("manifest-ended", what, PUBLISH);
    } else if newest.exp <= now + EXPIRING {
        findings.warning("manifest-ends", format!("the manifest ends on {on}"), PUBLISH);
    }
}
