//! The one serializer.

use crate::prelude::*;

/// Writes an object, member by member: no white space, only the escapes that RFC 8259 §7 requires.
/// The caller sees to it that no name comes twice.
#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// A writer that does not grow, and so leaves no copies behind, below this many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// Adds a string.
    pub fn string(&mut self, name: &str, value: &str) -> &mut Self {
        self.name(name);
        write_string(&mut self.0, value);
        self
    }

    /// Adds an integer.
    pub fn integer(&mut self, name: &str, value: u64) -> &mut Self {
        self.name(name);
        write_integer(&mut self.0, value);
        self
    }

    /// Adds a truth value.
    pub fn bool(&mut self, name: &str, value: bool) -> &mut Self {
        self.name(name);
        let word = if value { "true" } else { "false" };
        self.0.extend_from_slice(word.as_bytes());
        self
    }

    /// Adds an array of strings.
    pub fn strings<T: AsRef<str>>(&mut self, name: &str, items: &[T]) -> &mut Self {
        self.array(name, items, |text, item| write_string(text, item.as_ref()))
    }

    /// Adds an array of integers.
    pub fn integers(&mut self, name: &str, items: &[usize]) -> &mut Self {
        self.array(name, items, |text, item| write_integer(text, *item as u64))
    }

    /// Adds an object that another writer finished.
    pub fn object(&mut self, name: &str, finished: &str) -> &mut Self {
        self.name(name);
        self.0.extend_from_slice(finished.as_bytes());
        self
    }

    /// Adds an array of objects that other writers finished.
    pub fn objects(&mut self, name: &str, finished: &[String]) -> &mut Self {
        self.array(name, finished, |text, item| text.extend_from_slice(item.as_bytes()))
    }

    /// The object.
    #[must_use]
    pub fn finish(self) -> String {
        let Ok(object) = String::from_utf8(self.finish_bytes()) else {
            unreachable!("it was written from texts")
        };
        object
    }

    /// The object, as bytes of UTF-8.
    #[must_use]
    pub fn finish_bytes(mut self) -> Vec<u8> {
        if self.0.is_empty() {
            self.0.push(b'{');
        }
        self.0.push(b'}');
        self.0
    }

    fn name(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { b'{' } else { b',' });
        write_string(&mut self.0, name);
        self.0.push(b':');
    }

    fn array<T>(&mut self, name: &str, items: &[T], write: fn(&mut Vec<u8>, &T)) -> &mut Self {
        self.name(name);
        self.0.push(b'[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.0.push(b',');
            }
            write(&mut self.0, item);
        }
        self.0.push(b']');
        self
    }
}

/// Without the standard library's formatting, which a page would have to load.
fn write_integer(text: &mut Vec<u8>, value: u64) {
    if value > 9 {
        write_integer(text, value / 10);
    }
    text.push(b'0' + (value % 10) as u8);
}

fn write_string(text: &mut Vec<u8>, string: &str) {
    text.push(b'"');
    // What is escaped is ASCII: these bytes are never a part of another character.
    for piece in string.as_bytes().split_inclusive(|byte| is_escaped(*byte)) {
        match piece {
            [plain @ .., last] if is_escaped(*last) => {
                text.extend_from_slice(plain);
                write_escape(text, *last);
            }
            _ => text.extend_from_slice(piece),
        }
    }
    text.push(b'"');
}

/// How many bytes of JSON a text takes at most, without its quotes.
pub(crate) fn most_bytes(string: &str) -> usize {
    string.bytes().map(|byte| if is_escaped(byte) { 6 } else { 1 }).sum()
}

fn is_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

fn write_escape(text: &mut Vec<u8>, byte: u8) {
    let hex = |digit: u8| if digit < 10 { b'0' + digit } else { b'a' - 10 + digit };
    match byte {
        b'"' | b'\\' => text.extend_from_slice(&[b'\\', byte]),
        b'\n' => text.extend_from_slice(b"\\n"),
        b'\r' => text.extend_from_slice(b"\\r"),
        b'\t' => text.extend_from_slice(b"\\t"),
        _ => {
            text.extend_from_slice(b"\\u00");
            text.extend_from_slice(&[hex(byte >> 4), hex(byte & 15)]);
        }
    }
}
