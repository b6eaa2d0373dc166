//! A JSON object of the input, which is passed on as it was written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use waxseal::jose::{Json, json};

/// The members of a JSON object: read strictly, and kept letter by letter, because a number of
/// twenty digits must come out as it went in.
pub(crate) struct Members {
    value: Json,
    written: Vec<(String, Box<RawValue>)>,
    table: Option<String>,
}

impl Members {
    /// The same, as a row of this table.
    pub(super) fn of_table(self, table: &str) -> Self {
        Self { table: Some(table.into()), ..self }
    }

    /// The table that it is a row of, if it is one.
    pub(crate) fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// Reads one line.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let value = json::parse(text).map_err(|error| error.reason())?;
        if value.as_object().is_none() {
            return Err("not a JSON object");
        }
        let Written(written) =
            serde_json::from_str(text).map_err(|_| "not JSON, or a member appears twice")?;
        Ok(Self { value, written, table: None })
    }

    /// Each member's name, and its value as it was written.
    pub(crate) fn written(&self) -> impl Iterator<Item = (&str, &str)> {
        self.written.iter().map(|(name, value)| (name.as_str(), value.get()))
    }

    /// The number that is the member of this name, as it was written: one of twenty digits is too.
    pub(crate) fn number(&self, name: &str) -> Option<&str> {
        self.written().find(|(other, _)| *other == name).map(|(_, written)| written)
    }

    /// The member of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        self.value.get(name)
    }

    /// The value at a JSON pointer (RFC 6901).
    pub(crate) fn at(&self, pointer: &str) -> Option<&Json> {
        pointer.split('/').skip(1).try_fold(&self.value, |value, token| {
            let name = token.replace("~1", "/").replace("~0", "~");
            match value {
                Json::Array(items) => items.get(name.parse::<usize>().ok()?),
                other => other.get(&name),
            }
        })
    }

    /// Every string in it, at any depth, in order.
    pub(crate) fn strings(&self) -> Vec<&str> {
        let mut strings = Vec::new();
        collect(&self.value, &mut strings);
        strings
    }
}

fn collect<'a>(value: &'a Json, strings: &mut Vec<&'a str>) {
    match value {
        Json::String(text) => strings.push(text),
        Json::Array(items) => items.iter().for_each(|item| collect(item, strings)),
        Json::Object(members) => members.iter().for_each(|(_, item)| collect(item, strings)),
        _ => {}
    }
}

struct Written(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(WrittenVisitor)
    }
}

struct WrittenVisitor;

impl<'de> Visitor<'de> for WrittenVisitor {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Written, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = entries.next_entry()? {
            members.push(member);
        }
        Ok(Written(members))
    }
}

#[cfg(test)]
mod tests {
    use super::Members;

    #[test]
    fn members_come_out_as_they_went_in() {
        let text = r#"{"id":12345678901234567890,"total":19.90,"note":"\u00e9"}"#;
        let members = Members::parse(text).expect("an object");
        let written: Vec<_> = members.written().collect();
        assert_eq!(
            written,
            [("id", "12345678901234567890"), ("total", "19.90"), ("note", "\"\\u00e9\"")]
        );
    }

    #[test]
    fn a_pointer_finds_what_rfc_6901_says() {
        let members = Members::parse(r#"{"a":[{"b/c":"x"}],"m~n":"y","":"z"}"#).expect("an object");
        let text = |pointer: &str| members.at(pointer).and_then(|value| value.as_str());
        assert_eq!(text("/a/0/b~1c"), Some("x"));
        assert_eq!(text("/m~0n"), Some("y"));
        assert_eq!(text("/"), Some("z"));
        assert_eq!(text("/a/1"), None);
    }

    #[test]
    fn what_is_no_object_or_says_a_thing_twice_is_refused() {
        for text in ["", "[]", "1", "{", r#"{"a":1,"a":2}"#, r#"{"a":{"b":1,"b":2}}"#] {
            assert!(Members::parse(text).is_err(), "{text}");
        }
    }
}
