//! JSON (RFC 8259): a value that was read, and the one serializer.
//!
//! In the browser the page's own `JSON` does both, so that the module carries neither.

mod writer;

pub use writer::Writer;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroize;

use crate::{Code, Error};

/// A JSON value that was read. An object keeps the order of its members.
#[derive(Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer from 0 to 2^53 - 1: the only numbers that any format here uses.
    Integer(u64),
    /// Every other number. No member here has one, so its value is not kept.
    OtherNumber,
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The largest integer that every JSON reader keeps exactly (RFC 8259 §6).
    pub const MAX_INTEGER: u64 = (1 << 53) - 1;

    /// The member of this name, if this is an object that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The members, if this is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&[(String, Self)]> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// The items, if this is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The text, if this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The integer, if this is one from 0 to 2^53 - 1.
    #[must_use]
    pub fn as_integer(&self) -> Option<u64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The truth value, if this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// The string member of this name.
    ///
    /// # Errors
    /// `malformed` if there is none or it is not a string.
    pub fn string_member(&self, name: &'static str) -> Result<&str, Error> {
        self.get(name).and_then(Self::as_str).ok_or_else(|| missing(name))
    }

    /// The integer member of this name.
    ///
    /// # Errors
    /// `malformed` if there is none or it is not an integer from 0 to 2^53 - 1.
    pub fn integer_member(&self, name: &'static str) -> Result<u64, Error> {
        self.get(name).and_then(Self::as_integer).ok_or_else(|| missing(name))
    }

    /// The member of this name, an array of strings.
    ///
    /// # Errors
    /// `malformed` if there is none or it is anything else.
    pub fn strings_member(&self, name: &'static str) -> Result<Vec<String>, Error> {
        let items = self.get(name).and_then(Self::as_array).ok_or_else(|| missing(name))?;
        let strings = items.iter().map(|item| item.as_str().map(Into::into));
        strings.collect::<Option<_>>().ok_or_else(|| missing(name))
    }

    /// The integer member of this name, if there is one.
    ///
    /// # Errors
    /// `malformed` if it is there and not an integer from 0 to 2^53 - 1.
    pub fn optional_integer(&self, name: &'static str) -> Result<Option<u64>, Error> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => value.as_integer().map(Some).ok_or_else(|| missing(name)),
        }
    }

    /// The string member of this name, if there is one.
    ///
    /// # Errors
    /// `malformed` if it is there and not a string.
    pub fn optional_string(&self, name: &'static str) -> Result<Option<&str>, Error> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or_else(|| missing(name)),
        }
    }
}

fn missing(name: &'static str) -> Error {
    Error::new(Code::Malformed, "a member is missing or of another type").about(name)
}

impl Zeroize for Json {
    fn zeroize(&mut self) {
        match self {
            Self::String(text) => text.zeroize(),
            Self::Array(items) => items.iter_mut().for_each(Zeroize::zeroize),
            Self::Object(members) => {
                members.iter_mut().for_each(|(_, value)| value.zeroize());
            }
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::OtherNumber => {}
        }
    }
}

/// Reads a JSON text, refusing duplicate members at every depth.
///
/// # Errors
/// `malformed` for anything that is not one JSON value, nested at most 128 deep.
pub fn parse(text: &str) -> Result<Json, Error> {
    serde_json::from_str(text)
        .map_err(|_| Error::new(Code::Malformed, "not JSON, or a member appears twice"))
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(if value <= Json::MAX_INTEGER { Json::Integer(value) } else { Json::OtherNumber })
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element()? {
            array.push(item);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut names = std::collections::HashSet::new();
        let mut members = Vec::new();
        while let Some((name, value)) = entries.next_entry::<String, Json>()? {
            if !names.insert(name.clone()) {
                return Err(de::Error::custom("duplicate member"));
            }
            members.push((name, value));
        }
        Ok(Json::Object(members))
    }
}
