//! The vault of a holder: only what concerns them.

use super::{Findings, Patient};
use crate::commands::accept;
use crate::ledger::Ledger;

pub(super) fn examine(patient: &Patient, findings: &mut Findings) {
    let Ok(store) = Ledger::look(&patient.vault) else { return };
    let Ok(acceptance) = store.acceptance() else { return };
    let Some(acceptance) = acceptance else {
        return findings.warning(
            "not-accepted",
            "its holder has not accepted the merchant's text: nothing is opened",
            "read and accept it: waxseal accept",
        );
    };
    match patient.vault.confidentiality() {
        Ok(text) if acceptance.says("detail", &accept::detail(&text)) => {}
        _ => findings.warning(
            "text-changed",
            "confidentiality.md is not the text that was accepted",
            "ask the merchant who changed it",
        ),
    }
}
