//! Reads `policy.toml`: its shape, and the lines that errors name. What it means is `check`'s.

use core::{fmt, marker::PhantomData};

use ::toml::Spanned;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::{Code, Error};

/// Reads the tables, and nothing of what they mean.
pub(super) fn read(toml: &str) -> Result<(Source<'_>, Document), Error> {
    let source = Source(toml);
    let document = ::toml::from_str(toml).map_err(|error| source.misshapen(&error))?;
    Ok((source, document))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Document {
    pub(super) merchant: Spanned<String>,
    pub(super) env: Spanned<String>,
    pub(super) origins: Spanned<Vec<Spanned<String>>>,
    pub(super) privacy: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) groups: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) pass: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) pass_presets: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) require_reason: bool,
    #[serde(default)]
    pub(super) contact: ContactTable,
    #[serde(default)]
    pub(super) roles: Tables<RoleTable>,
    #[serde(default)]
    pub(super) fields: Tables<FieldTable>,
    #[serde(default)]
    pub(super) forms: Tables<FormTable>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactTable {
    pub(super) post: Option<Spanned<String>>,
    pub(super) tel: Option<Spanned<String>>,
    pub(super) email: Option<Spanned<String>>,
    pub(super) url: Option<Spanned<String>>,
}

/// Nothing is said of a role yet but its name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleTable {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FieldTable {
    pub(super) role: Spanned<String>,
    pub(super) purpose: Spanned<String>,
    pub(super) kind: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) keep: Option<Spanned<String>>,
    pub(super) archive: Option<Spanned<String>>,
    pub(super) mask: Option<bool>,
    pub(super) also_pass: Option<Spanned<bool>>,
    pub(super) allow_csc: Option<Spanned<bool>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormTable {
    pub(super) fields: Vec<Spanned<String>>,
}

/// Named tables, in the order of the file.
pub(super) struct Tables<T>(pub(super) Vec<(Spanned<String>, T)>);

impl<T> Default for Tables<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Tables<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

struct InOrder<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
    type Value = Tables<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("named tables")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tables<T>, A::Error> {
        let mut tables = Vec::new();
        while let Some(table) = map.next_entry()? {
            tables.push(table);
        }
        Ok(Tables(tables))
    }
}

/// The text of a policy, for the lines in it.
#[derive(Clone, Copy)]
pub(super) struct Source<'a>(&'a str);

impl<'a> Source<'a> {
    /// An error about something that the policy says at this place. What a terminal might obey
    /// is not repeated.
    pub(super) fn refuse<T>(self, at: &Spanned<T>, about: &str, reason: &'static str) -> Error {
        let error = Error::new(Code::Policy, reason).at_line(self.line(at.span().start));
        let shown = !about.is_empty() && !about.chars().any(char::is_control);
        if shown { error.about(about) } else { error }
    }

    /// The words of the TOML reader quote the text, so only their beginning is looked at.
    fn misshapen(self, error: &::toml::de::Error) -> Error {
        let message = error.message();
        let span = error.span().unwrap_or_default();
        let start = span.start;
        let (reason, key) = if message.starts_with("unknown field") {
            ("a policy has no such key here", self.0.get(span))
        } else if message.starts_with("duplicate key") {
            ("this key is there twice", self.0.get(span))
        } else if message.starts_with("missing field") {
            ("this key is missing", message.split('`').nth(1))
        } else if message.starts_with("invalid type") {
            ("this key takes another type of value", self.key_at(start))
        } else {
            ("this is not TOML", None)
        };
        let error = Error::new(Code::PolicySyntax, reason).at_line(self.line(start));
        match key {
            Some(key) => error.about(key),
            None => error,
        }
    }

    fn line(self, offset: usize) -> u32 {
        let before = self.0.as_bytes().iter().take(offset);
        let breaks = before.filter(|byte| **byte == b'\n').count();
        u32::try_from(breaks + 1).unwrap_or(u32::MAX)
    }

    /// The key in the line that holds this place: before the `=`, or the last in a header.
    fn key_at(self, offset: usize) -> Option<&'a str> {
        let start = self.0.get(..offset)?.rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.0[start..].lines().next()?.trim();
        let key = match line.strip_prefix('[') {
            Some(header) => header.split(']').next()?.rsplit('.').next()?,
            None => line.split_once('=')?.0,
        };
        Some(key.trim())
    }
}
