//! What names, lists and lines of text may be, anywhere in a policy.

use ::toml::Spanned;

use crate::Error;
use crate::policy::presets;
use crate::policy::toml::{Source, Tables};

pub(super) const EMPTY: &str = "this is empty";

/// The names of some tables. TOML lets no two have the same.
pub(super) fn names<T>(source: Source<'_>, tables: &Tables<T>) -> Result<Vec<String>, Error> {
    let name = |(name, _): &(Spanned<String>, T)| match name_refusal(name.get_ref()) {
        None => Ok(name.get_ref().clone()),
        Some(reason) => Err(source.refuse(name, name.get_ref(), reason)),
    };
    tables.0.iter().map(name).collect()
}

/// The entries of a list, none of which is refused or there twice.
pub(super) fn distinct(
    source: Source<'_>,
    entries: &[Spanned<String>],
    refusal: impl Fn(&str) -> Option<&'static str>,
) -> Result<Vec<String>, Error> {
    let mut seen = Vec::new();
    for entry in entries {
        let value = entry.get_ref();
        let twice = seen.contains(value).then_some("this is named twice");
        if let Some(reason) = refusal(value).or(twice) {
            return Err(source.refuse(entry, value, reason));
        }
        seen.push(value.clone());
    }
    Ok(seen)
}

pub(super) fn word<T>(
    source: Source<'_>,
    given: &Spanned<String>,
    about: &str,
    parse: fn(&str) -> Option<T>,
    reason: &'static str,
) -> Result<T, Error> {
    parse(given.get_ref()).ok_or_else(|| source.refuse(given, about, reason))
}

/// A line that people will read: not empty, without control characters.
pub(super) fn line_of_text(
    source: Source<'_>,
    given: &Spanned<String>,
    about: &str,
) -> Result<String, Error> {
    let line = given.get_ref().trim();
    if line.is_empty() {
        return Err(source.refuse(given, about, EMPTY));
    }
    if line.chars().any(char::is_control) {
        return Err(source.refuse(given, about, "this is one line, without control characters"));
    }
    Ok(line.into())
}

pub(super) fn name_refusal(name: &str) -> Option<&'static str> {
    let well_formed = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && name.len() <= 64;
    (!well_formed)
        .then_some("a name is a letter, then up to 63 letters, digits and hyphens, in lower case")
}

pub(super) fn pattern_refusal(pattern: &str) -> Option<&'static str> {
    if pattern.chars().any(char::is_control) {
        return Some("a pass pattern has no control characters");
    }
    let unbounded = pattern.chars().all(|c| matches!(c, '*' | '[' | ']'));
    unbounded.then_some("a pass pattern names an entry: it is not empty, nor only *")
}

pub(super) fn preset_refusal(preset: &str) -> Option<&'static str> {
    let unknown = presets::patterns(preset).is_none();
    unknown.then_some("the presets are woocommerce, next, rails and stripe")
}
