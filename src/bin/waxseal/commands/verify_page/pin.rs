//! The pin: how the page knows whose manifest to trust.

use waxseal::jose::jwk::Thumbprint;
use waxseal::manifest::Manifest;

use super::Ours;
use crate::findings::Findings;
use crate::page::form::Form;

const PUT_BACK: &str =
    "put the pin there that `waxseal init` printed, and find out who changed the page";

pub(super) fn examine(
    form: &Form<'_>,
    ours: &Ours,
    manifest: Option<&Manifest>,
    findings: &mut Findings,
) {
    let Some(written) = form.element.filled("data-waxseal-pin") else {
        let what = format!("{} has no data-waxseal-pin: it seals nothing", form.name());
        return findings.serious("pin-missing", what, PUT_BACK);
    };
    let pins: Result<Vec<_>, _> =
        written.split_ascii_whitespace().map(Thumbprint::parse_uri).collect();
    let Ok(pins) = pins else {
        let what = format!("the pin of {} is not a thumbprint URI: it seals nothing", form.name());
        return findings.serious("pin-malformed", what, PUT_BACK);
    };
    if let Some(foreign) = pins.iter().find(|pin| !ours.identities.contains(pin)) {
        let what =
            format!("{} pins an identity that is not ours: {}", form.name(), foreign.to_uri());
        findings.serious("pin-not-ours", what, PUT_BACK);
    }
    if pins.len() > 1 {
        findings.info(
            "pin-several",
            format!("{} pins {} identities", form.name(), pins.len()),
            "after a change of identity, take the old pin out: it ends the trust in it",
        );
    }
    if manifest.is_some_and(|manifest| !pins.contains(&manifest.identity)) {
        findings.serious(
            "pin-not-of-manifest",
            format!("the manifest is ours, and {} does not pin who signed it", form.name()),
            "put the pin of the identity that publishes on the page: `waxseal publish` prints it",
        );
    }
}
