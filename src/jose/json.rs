//! JSON (RFC 8259): a value that was read, and the one serializer.

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
mod reader;
pub(crate) mod scan;
mod writer;

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
pub use reader::parse;
pub use writer::Writer;
pub(crate) use writer::most_bytes;

use zeroize::Zeroize;

use crate::prelude::*;
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
        let mut strings = Vec::with_capacity(items.len());
        for item in items {
            strings.push(item.as_str().ok_or_else(|| missing(name))?.into());
        }
        Ok(strings)
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

/// Reads a JSON text of one value, nested at most [`MAX_DEPTH`] deep and without a member that
/// appears twice. An argument wherever the page reads JSON, as randomness is: its own `JSON` does it
/// there, so that the module carries no parser.
///
/// # Errors
/// `malformed` for every other text.
pub type Parse = fn(&str) -> Result<Json, Error>;

/// How deep arrays and objects may stand in each other.
pub const MAX_DEPTH: usize = 127;

/// The error of every [`Parse`].
pub(crate) fn not_json() -> Error {
    Error::new(Code::Malformed, "not JSON, or a member appears twice")
}
