//! Writing data to standard output, one record at a time.

mod block;
mod csv;
mod json;
mod rows;
mod table;
mod template;

use std::io::{Write, stdout};
use std::path::Path;

use zeroize::Zeroizing;

use crate::failure::Outcome;
use crate::files;

use block::Blocks;
pub(crate) use csv::{Cells, CsvRows};
pub(crate) use json::JsonLines;
pub(crate) use rows::RowOutput;
pub(crate) use table::Table;
pub(crate) use template::{Pages, Shop};

/// Standard output, or a file that this command makes.
pub(crate) fn writer(file: Option<&Path>) -> Result<Box<dyn Write>, waxseal::Error> {
    match file {
        None => Ok(Box::new(stdout())),
        Some(path) => Ok(Box::new(files::append_to(path)?)),
    }
}

/// A way to write records.
pub(crate) trait Output {
    /// Writes one record.
    fn record(&mut self, record: &Record) -> Outcome<()>;

    /// Writes what was held back until the end.
    fn finish(&mut self) -> Outcome<()> {
        Ok(())
    }
}

/// JSON lines for a program, a table with these columns for a person, and these values below.
pub(crate) fn lines_or_table(
    json: bool,
    columns: &[&'static str],
    below: &[&'static str],
) -> Box<dyn Output> {
    match json {
        true => Box::new(JsonLines(stdout().lock())),
        false => Box::new(Table::new(stdout().lock(), columns).with_below(below)),
    }
}

/// JSON lines for a program, a block per record for a person.
pub(crate) fn lines_or_blocks(json: bool) -> Box<dyn Output> {
    match json {
        true => Box::new(JsonLines(stdout().lock())),
        false => Box::new(Blocks::new(stdout().lock())),
    }
}

/// A record: named values, in their order.
#[derive(Default)]
pub(crate) struct Record(pub(crate) Vec<(String, Value)>);

/// A value of a record.
pub(crate) enum Value {
    /// Text.
    Text(Zeroizing<String>),
    /// An integer.
    Number(u64),
    /// A moment, in seconds since 1970: a date for people, a number for programs.
    Moment(u64),
    /// Several names.
    Names(Vec<String>),
    /// JSON as it was written in the input.
    Json(String),
    /// A record inside the record.
    Record(Record),
    /// Several records.
    Records(Vec<Record>),
}

impl Record {
    /// Adds a value.
    pub(crate) fn push(&mut self, name: impl Into<String>, value: Value) {
        self.0.push((name.into(), value));
    }

    /// Adds a text.
    pub(crate) fn text(&mut self, name: impl Into<String>, text: &str) {
        self.push(name, Value::Text(Zeroizing::new(text.to_owned())));
    }

    /// Adds a text, if there is one.
    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// Adds names.
    pub(crate) fn names<'a>(&mut self, name: &str, names: impl IntoIterator<Item = &'a str>) {
        self.push(name, Value::Names(names.into_iter().map(str::to_owned).collect()));
    }

    /// Adds an error: its code, and what it says.
    pub(crate) fn error(&mut self, error: &waxseal::Error) {
        self.text("code", error.code().as_str());
        match error.subject() {
            Some(subject) => self.text("error", &format!("{subject}: {}", error.reason())),
            None => self.text("error", error.reason()),
        }
    }
}

/// Writes why a command failed as its only record. Where that cannot be written, standard error
/// said it already.
pub(crate) fn failure(error: &waxseal::Error) {
    let mut record = Record::default();
    record.error(error);
    let _ = JsonLines(stdout()).record(&record);
}
