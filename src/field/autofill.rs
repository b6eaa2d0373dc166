//! What an input says of itself: the autofill detail tokens of the HTML standard, and the fields
//! that a form may split over several inputs.

use zeroize::Zeroizing;

use crate::prelude::*;

/// A field that a form may split: what joins its parts, and the parts in their order.
struct Whole {
    name: &'static str,
    joiner: &'static str,
    parts: &'static [&'static str],
    /// Half of a date is a mistake, not a short value, and its numbers have two digits.
    is_date: bool,
}

const WHOLES: [Whole; 5] = [
    Whole { name: "cc-exp", joiner: "/", parts: &["cc-exp-month", "cc-exp-year"], is_date: true },
    Whole {
        name: "bday",
        joiner: "-",
        parts: &["bday-year", "bday-month", "bday-day"],
        is_date: true,
    },
    Whole {
        name: "name",
        joiner: " ",
        parts: &[
            "honorific-prefix",
            "given-name",
            "additional-name",
            "family-name",
            "honorific-suffix",
        ],
        is_date: false,
    },
    Whole {
        name: "street-address",
        joiner: "\n",
        parts: &["address-line1", "address-line2", "address-line3"],
        is_date: false,
    },
    Whole {
        name: "tel",
        joiner: "",
        parts: &["tel-country-code", "tel-national", "tel-area-code", "tel-local"],
        is_date: false,
    },
];

/// Which field of a policy an input is, and as which part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The field's name; empty, if the input names none.
    pub field: String,
    /// The part's name.
    pub part: Option<&'static str>,
}

/// The place of an input: `explicit` is the name that it is marked with, if it is not empty;
/// `autocomplete` is its attribute of that name.
#[must_use]
pub fn place(explicit: &str, autocomplete: &str, in_policy: impl Fn(&str) -> bool) -> Place {
    let lower = autocomplete.to_ascii_lowercase();
    let (mode, name) = match explicit.trim() {
        "" => named(&lower),
        name => ("", name),
    };
    let hyphen = if mode.is_empty() { "" } else { "-" };
    let exact = join_with(hyphen, &[mode, name]);
    place_of(&exact, &in_policy)
        .or_else(|| place_of(name, &in_policy))
        .unwrap_or(Place { field: exact, part: None })
}

/// The address, if one is named, and the field that an `autocomplete` attribute stands for.
fn named(autocomplete: &str) -> (&str, &str) {
    let (mut mode, mut name) = ("", "");
    for token in autocomplete.split_ascii_whitespace().filter(|token| is_field_or_mode(token)) {
        if mode.is_empty() && matches!(name, "shipping" | "billing") {
            mode = name;
        }
        name = token;
    }
    if matches!(name, "on" | "off") { ("", "") } else { (mode, name) }
}

fn is_field_or_mode(token: &str) -> bool {
    !token.starts_with("section-") && !matches!(token, "home" | "work" | "mobile" | "webauthn")
}

/// The field of this name, or the one that a form splits into such parts.
fn place_of(name: &str, in_policy: &impl Fn(&str) -> bool) -> Option<Place> {
    if in_policy(name) {
        return Some(Place { field: name.into(), part: None });
    }
    for whole in &WHOLES {
        if let Some(part) = whole.parts.iter().find(|part| **part == token(name)) {
            let field = join_with("", &[mode(name), whole.name]);
            return in_policy(&field).then_some(Place { field, part: Some(part) });
        }
    }
    None
}

/// Joins the values of a split field, each with its part's name. Nothing, if a part is missing that
/// may not be.
#[must_use]
pub fn join(field: &str, values: &[(&str, impl AsRef<str>)]) -> Option<Zeroizing<String>> {
    let whole = WHOLES.iter().find(|whole| whole.name == token(field))?;
    let mut given = Vec::new();
    for part in whole.parts {
        let value = values.iter().find(|(name, _)| name == part);
        let value = value.map_or("", |(_, value)| value.as_ref().trim());
        if !value.is_empty() {
            given.push(value);
        }
    }
    if whole.is_date && !given.is_empty() && given.len() < whole.parts.len() {
        return None;
    }
    let length = given.iter().map(|value| value.len() + 2).sum();
    let mut joined = Zeroizing::new(String::with_capacity(length));
    for (index, value) in given.iter().enumerate() {
        joined.push_str(if index > 0 { whole.joiner } else { "" });
        joined.push_str(if whole.is_date && value.len() < 2 { "0" } else { "" });
        joined.push_str(value);
    }
    Some(joined)
}

/// The autofill token in a field's name, without the address that it belongs to.
pub(crate) fn token(name: &str) -> &str {
    name.strip_prefix(mode(name)).unwrap_or(name)
}

/// The address that a field's name belongs to, with its hyphen.
fn mode(name: &str) -> &str {
    ["shipping-", "billing-"]
        .iter()
        .find(|mode| name.starts_with(**mode))
        .copied()
        .unwrap_or_default()
}
