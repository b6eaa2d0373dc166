//! What the desk shows of a value that the reader did not ask to see.
//!
//! A mask has a fixed number of stars, so that it does not tell a value's length, and is ASCII,
//! so that any terminal and spreadsheet shows it.

use super::Kind;
use crate::prelude::*;

const STARS: &str = "****";

impl Kind {
    /// The value with all but a hint of it hidden.
    ///
    /// What may be seen: of a card its last four digits, of a telephone number and an identity
    /// number the last two, of a name the initials, of an email address the first letter and the
    /// domain, of a postal code the first two characters; of any other kind, and of a value too
    /// short to hide the rest, nothing.
    #[must_use]
    pub fn mask(self, canonical: &str) -> String {
        match self {
            _ if canonical.is_empty() => String::new(),
            Self::Card => tail(canonical, 4, 12),
            Self::Tel => tail(canonical, 2, 7),
            Self::NationalId => tail(canonical, 2, 8),
            Self::Name => initials(canonical),
            Self::Email => mailbox(canonical),
            Self::PostalCode => head(canonical, 2, 4),
            Self::Text | Self::Expiry => STARS.into(),
        }
    }

    /// Whether [`Kind::mask`] may have written this. An archive copy says that it holds masks and
    /// not which values they are, and to mask one again would change it.
    ///
    /// Stars alone are the mask of any kind: of a value that its kind refuses nothing is shown.
    #[must_use]
    pub fn is_mask(self, value: &str) -> bool {
        let is_tail = |shown| {
            let tail = value.strip_prefix(STARS).and_then(|tail| tail.strip_prefix(' '));
            tail.is_some_and(|tail| tail.chars().count() == shown)
        };
        value == STARS
            || match self {
                Self::Card => is_tail(4),
                Self::Tel | Self::NationalId => is_tail(2),
                Self::Name => value.split(' ').all(|word| is_head(word, 1)),
                Self::Email => value.split_once('@').is_some_and(|(local, _)| is_head(local, 1)),
                Self::PostalCode => is_head(value, 2),
                Self::Text | Self::Expiry => false,
            }
    }
}

/// Stars and the last characters, if the value has at least so many in all.
fn tail(value: &str, shown: usize, at_least: usize) -> String {
    let length = value.chars().count();
    let mut masked = String::from(STARS);
    if length >= at_least {
        masked.push(' ');
        masked.extend(value.chars().skip(length - shown));
    }
    masked
}

/// The first characters and stars, if the value has at least so many in all.
fn head(value: &str, shown: usize, at_least: usize) -> String {
    let enough = value.chars().count() >= at_least;
    let mut masked: String = value.chars().take(if enough { shown } else { 0 }).collect();
    masked.push_str(STARS);
    masked
}

fn is_head(value: &str, shown: usize) -> bool {
    value.strip_suffix(STARS).is_some_and(|head| head.chars().count() <= shown)
}

fn initials(name: &str) -> String {
    let mut masked = String::new();
    for word in name.split(' ') {
        if !masked.is_empty() {
            masked.push(' ');
        }
        masked.push_str(&head(word, 1, 2));
    }
    masked
}

fn mailbox(address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let mut masked = head(local, 1, 2);
    masked.push('@');
    masked.push_str(domain);
    masked
}
