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
    pub part: Option<String>,
}

/// The place of an input: `explicit` is the name that it is marked with, if it is not empty;
/// `autocomplete` is its attribute of that name.
#[must_use]
pub fn place(explicit: &str, autocomplete: &str, in_policy: &dyn Fn(&str) -> bool) -> Place {
    let names = match explicit.trim() {
        "" => names(autocomplete),
        name => vec![String::from(name)],
    };
    for name in &names {
        if in_policy(name) {
            return Place { field: name.clone(), part: None };
        }
        if let Some(place) = part_of(name, in_policy) {
            return place;
        }
    }
    Place { field: names.into_iter().next().unwrap_or_default(), part: None }
}

/// The fields that an `autocomplete` attribute may stand for, the more exact first.
fn names(autocomplete: &str) -> Vec<String> {
    let lower = autocomplete.to_ascii_lowercase();
    let tokens: Vec<&str> =
        lower.split_ascii_whitespace().filter(|t| is_field_or_mode(t)).collect();
    let Some((&name, before)) = tokens.split_last() else { return Vec::new() };
    match (name, before.iter().find(|token| matches!(**token, "shipping" | "billing"))) {
        ("on" | "off", _) => Vec::new(),
        (_, Some(mode)) => vec![join_with("-", &[mode, name]), name.into()],
        (_, None) => vec![name.into()],
    }
}

fn is_field_or_mode(token: &str) -> bool {
    !token.starts_with("section-") && !matches!(token, "home" | "work" | "mobile" | "webauthn")
}

fn part_of(name: &str, in_policy: &dyn Fn(&str) -> bool) -> Option<Place> {
    let part = token(name);
    let whole = WHOLES.iter().find(|whole| whole.parts.contains(&part))?;
    let field = join_with("", &[mode(name), whole.name]);
    in_policy(&field).then(|| Place { field, part: Some(part.into()) })
}

/// Joins the values of a split field, each with its part's name. Nothing, if a part is missing that
/// may not be.
#[must_use]
pub fn join(field: &str, values: &[(&str, &str)]) -> Option<Zeroizing<String>> {
    let whole = WHOLES.iter().find(|whole| whole.name == token(field))?;
    let value_of = |part: &&str| values.iter().find(|(name, _)| name == part);
    let parts = whole.parts.iter().filter_map(value_of).map(|(_, value)| value.trim());
    let given: Vec<&str> = parts.filter(|value| !value.is_empty()).collect();
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
    ["shipping-", "billing-"].into_iter().find(|mode| name.starts_with(mode)).unwrap_or_default()
}
