//! The one serializer.

use crate::prelude::*;

/// Writes an object, member by member: no white space, only the escapes that RFC 8259 §7 requires.
/// The caller sees to it that no name comes twice.
#[derive(Default)]
pub struct Writer(String);

impl Writer {
    /// A writer that does not grow, and so leaves no copies behind, below this many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
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
        self.0.push_str(if value { "true" } else { "false" });
        self
    }

    /// Adds an array of strings.
    pub fn strings<T: AsRef<str>>(&mut self, name: &str, items: &[T]) -> &mut Self {
        self.array(name, items, |text, item| write_string(text, item.as_ref()))
    }

    /// Adds an object that another writer finished.
    pub fn object(&mut self, name: &str, finished: &str) -> &mut Self {
        self.name(name);
        self.0.push_str(finished);
        self
    }

    /// Adds an array of objects that other writers finished.
    pub fn objects(&mut self, name: &str, finished: &[String]) -> &mut Self {
        self.array(name, finished, |text, item| text.push_str(item))
    }

    /// The object.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.0.push_str(if self.0.is_empty() { "{}" } else { "}" });
        self.0
    }

    fn name(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        write_string(&mut self.0, name);
        self.0.push(':');
    }

    fn array<T>(&mut self, name: &str, items: &[T], write: fn(&mut String, &T)) -> &mut Self {
        self.name(name);
        self.0.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            write(&mut self.0, item);
        }
        self.0.push(']');
        self
    }
}

/// Without the standard library's formatting, which a page would have to load.
fn write_integer(text: &mut String, value: u64) {
    if value > 9 {
        write_integer(text, value / 10);
    }
    text.push(char::from(b'0' + (value % 10) as u8));
}

fn write_string(text: &mut String, string: &str) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            '\0'..'\u{20}' => write_control(text, character as u8),
            _ => text.push(character),
        }
    }
    text.push('"');
}

fn write_control(text: &mut String, control: u8) {
    let hex = |digit: u8| char::from(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit });
    match control {
        b'\n' => text.push_str("\\n"),
        b'\r' => text.push_str("\\r"),
        b'\t' => text.push_str("\\t"),
        _ => {
            text.push_str("\\u00");
            text.push(hex(control >> 4));
            text.push(hex(control & 15));
        }
    }
}
