//! `orders.json`: orders that the desk sealed again.

use waxseal::manifest::Manifest;
use waxseal::open::{Desk, Keyring, RoleKey};
use waxseal::reseal::{Redaction, redact_with_rng, rewrap_with_rng};

use super::merchant::{self, AT_THE_DESK, FULFILMENT, Key, LATER, NOW, PAYMENTS};
use super::orders::{self, opened};
use super::part::part;
use super::random::Seeded;
use super::value::Value;

pub(crate) fn resealed() -> Vec<Value> {
    let name = ("name", "Ada Lovelace");
    let two = [name, ("cc-number", "4242424242424242")];
    let masked = [name, ("cc-number", "**** 4242")];
    let (order, gift) = (orders::of_two_roles(), orders::with_a_gift());
    let copy = redact("an archive copy", &order);
    let again = rewrap("an archive copy again", &copy);
    let mistyped = ("cc-number", "4242424242424241");
    let forged = part("forged copy", &PAYMENTS, &[mistyped]).with("red", Value::Bool(true));
    vec![
        opened("two roles, rewrapped", &rewrap("two roles", &order), &two, &[], &[]),
        opened(
            "two roles, of which only one was rewrapped",
            &mixed(&rewrap("one role", &order), &order),
            &two,
            &[],
            &[],
        ),
        opened(
            "three roles, rewrapped without the key of one",
            &rewrap("three roles", &gift),
            &[("name", "Ada"), ("cc-exp", "01/27")],
            &["gifts"],
            &[],
        ),
        opened("an archive copy, in which a card number is masked", &copy, &masked, &[], &[]),
        opened("an archive copy, rewrapped", &again, &masked, &[], &[]),
        opened(
            "an archive copy of which one part has no field left",
            &redact("nothing left", &gift),
            &[("name", "Ada")],
            &["gifts"],
            &[],
        ),
        opened(
            "an archive copy of a card number that is mistyped and no mask",
            &forged.compact(),
            &[mistyped],
            &[],
            &["luhn"],
        ),
    ]
}

/// The first part of one order and the second of the other.
fn mixed(first: &str, second: &str) -> String {
    let half = |order: &str, part| order.split('~').nth(part).expect("two parts").to_owned();
    [half(first, 0), half(second, 1)].join("~")
}

pub(crate) fn rewrap(name: &'static str, line: &str) -> String {
    let (keys, manifests) = (keys(), manifests());
    let identities = [merchant::identity().public().thumbprint()];
    let desk = Desk { keys: &keys, manifests: &manifests, identities: &identities };
    rewrap_with_rng(&desk, line, LATER, &mut Seeded::new(name)).expect("rewrapped").line
}

/// By the first manifest alone, and so to the same keys.
fn redact(name: &'static str, line: &str) -> String {
    let (keys, manifests) = (keys(), [merchant::verified(&merchant::first())]);
    let identities = [merchant::identity().public().thumbprint()];
    let desk = Desk { keys: &keys, manifests: &manifests, identities: &identities };
    let redaction = Redaction { now: NOW + 7 * 86_400, received: None };
    let redacted = redact_with_rng(&desk, line, &redaction, &mut Seeded::new(name));
    redacted.expect("redacted").order.line
}

fn manifests() -> [Manifest; 2] {
    [merchant::first(), merchant::rotated()].map(|jws| merchant::verified(&jws))
}

fn keys() -> Keyring {
    let entry = |key: &Key| {
        let (secret, role) = (key.secret(), key.role.into());
        (secret.public().thumbprint(), RoleKey { secret, role, group: key.group.map(Into::into) })
    };
    AT_THE_DESK.iter().map(entry).collect()
}

/// Headers in which what the desk adds is of another type.
pub(crate) fn malformed() -> Vec<(&'static str, String)> {
    let with = |what, name: &str, value| {
        (what, part(what, &FULFILMENT, &[("name", "Ada")]).with(name, value).compact())
    };
    vec![
        with("a rew that is text", "rew", Value::string("1800000000")),
        with("a was that is text", "was", Value::String(FULFILMENT.kid())),
        with("a was that names no thumbprint", "was", Value::strings(["fulfilment"])),
        with("a red that is false", "red", Value::Bool(false)),
        with("a red that is text", "red", Value::string("true")),
    ]
}
