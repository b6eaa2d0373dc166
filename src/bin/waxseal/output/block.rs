//! A block for people: one line per value, and an empty line between records.

use std::io::Write;

use super::table::words;
use super::{Output, Record, Value};
use crate::failure::{Outcome, output_error};
use crate::interrupt;

const WIDTH: usize = 10;

/// Writes each value of a record on a line of its own.
pub(crate) struct Blocks<W> {
    to: W,
    is_first: bool,
}

impl<W: Write> Blocks<W> {
    pub(crate) fn new(to: W) -> Self {
        Self { to, is_first: true }
    }
}

impl<W: Write> Output for Blocks<W> {
    fn record(&mut self, record: &Record) -> Outcome<()> {
        let mut block = String::new();
        if !self.is_first {
            block.push('\n');
        }
        self.is_first = false;
        for (name, value) in &record.0 {
            for (index, line) in lines(value).iter().enumerate() {
                let name = if index == 0 { name } else { "" };
                block.push_str(format!("{name:WIDTH$}{line}").trim_end());
                block.push('\n');
            }
        }
        let _held = interrupt::hold();
        self.to
            .write_all(block.as_bytes())
            .and_then(|()| self.to.flush())
            .map_err(|error| output_error(&error))
    }
}

fn lines(value: &Value) -> Vec<String> {
    match value {
        Value::Records(records) => records.iter().map(sentence).collect(),
        Value::Record(record) => vec![sentence(record)],
        Value::Names(names) if names.is_empty() => Vec::new(),
        other => vec![words(other)],
    }
}

fn sentence(record: &Record) -> String {
    let words = record.0.iter().enumerate().map(|(index, (name, value))| match index {
        0 => words(value),
        _ => format!("{name} {}", words(value)),
    });
    words.collect::<Vec<_>>().join(", ")
}
