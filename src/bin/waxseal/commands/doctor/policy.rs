//! What the policy could say better.

use waxseal::field::Kind;
use waxseal::policy::{Contact, Env, Field, Policy};

use super::{Findings, Patient};
use crate::findings::some;

pub(super) fn examine(patient: &Patient, findings: &mut Findings) {
    let policy = match patient.vault.policy() {
        Ok(policy) => policy,
        Err(failure) => return findings.failed("policy-unreadable", &failure),
    };
    fields(&policy, findings);
    shoppers(&policy, findings);
    if policy.env == Env::Test {
        findings.info(
            "test-policy",
            "the policy is for tests: env = \"test\"",
            "before real orders: env = \"live\", and publish",
        );
    }
    if !policy.require_reason && policy.roles.len() > 1 {
        findings.info(
            "no-reason-required",
            "several roles open orders, and nobody has to say why",
            "require-reason = true, and the ledger says why each order was opened",
        );
    }
}

fn fields(policy: &Policy, findings: &mut Findings) {
    let kept = named(policy, |field| field.keep_days.is_none());
    if !kept.is_empty() {
        findings.warning(
            "no-keep",
            format!("kept for ever: {}", some(&kept)),
            "say keep = \"90d\" or what the law asks for, so that `redact` drops it then",
        );
    }
    in_clear(policy, findings);
    let unmasked = named(policy, |field| is_secret(field) && !field.mask);
    if !unmasked.is_empty() {
        findings.warning(
            "secret-unmasked",
            format!("shown in full whenever orders are opened: {}", some(&unmasked)),
            "take mask = false from it; --reveal shows it where it is needed",
        );
    }
    if policy.fields.iter().any(|field| field.kind == Kind::Card) {
        findings.info(
            "card-fields",
            "card numbers are opened here: that is PCI DSS in full (SAQ D)",
            "a payment provider's own fields are usually the better choice",
        );
    }
}

fn in_clear(policy: &Policy, findings: &mut Findings) {
    let secret = named(policy, |field| field.also_pass && is_secret(field));
    if !secret.is_empty() {
        findings.serious(
            "secret-in-clear",
            format!("also leaves the page in clear: {}", some(&secret)),
            "take also-pass from it, and publish",
        );
    }
    let is_other = |field: &Field| !is_secret(field) && is_personal(field);
    let personal = named(policy, |field| field.also_pass && is_other(field));
    if !personal.is_empty() {
        findings.warning(
            "personal-in-clear",
            format!("also leaves the page in clear: {}", some(&personal)),
            "does the shop really need it? if not, take also-pass from it, and publish",
        );
    }
}

/// The names of such fields.
fn named(policy: &Policy, which: impl Fn(&Field) -> bool) -> Vec<String> {
    policy.fields.iter().filter(|field| which(field)).map(|field| field.name.clone()).collect()
}

fn is_secret(field: &Field) -> bool {
    matches!(field.kind, Kind::Card | Kind::NationalId)
}

/// What names a person or leads to their door.
fn is_personal(field: &Field) -> bool {
    matches!(field.kind, Kind::Name | Kind::Email | Kind::Tel)
        || field.name.contains("street-address")
        || field.name.contains("address-line")
}

fn shoppers(policy: &Policy, findings: &mut Findings) {
    let Contact { post, tel, email, url } = &policy.contact;
    if [post, tel, email, url].into_iter().all(Option::is_none) {
        findings.warning(
            "no-contact",
            "a shopper whose browser cannot seal is told of no other way to order",
            "fill in [contact] in policy.toml, and publish",
        );
    }
    if policy.privacy.is_none() {
        findings.warning(
            "no-privacy-link",
            "the policy names no privacy statement",
            "waxseal notice writes one; say where it is: privacy = \"https://…\"",
        );
    }
}
