//! A table for people: one line per record.

use std::io::Write;

use super::{Output, Record, Value};
use crate::clock;
use crate::failure::{Outcome, output_error};
use crate::ui;

/// Writes records below the names of their values, once all are known.
pub(crate) struct Table<W> {
    to: W,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl<W: Write> Table<W> {
    /// A table with these columns.
    pub(crate) fn new(to: W, columns: &[&'static str]) -> Self {
        let header = columns.iter().map(|name| name.to_uppercase()).collect();
        Self { to, columns: columns.to_vec(), rows: vec![header] }
    }

    fn line(row: &[String], widths: &[usize]) -> String {
        let cells = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    }
}

impl<W: Write> Output for Table<W> {
    fn record(&mut self, record: &Record) -> Outcome<()> {
        let value = |column: &&str| record.0.iter().find(|(name, _)| name == column);
        let cell = |column| value(column).map_or_else(|| "-".into(), |(_, value)| words(value));
        self.rows.push(self.columns.iter().map(cell).collect());
        Ok(())
    }

    fn finish(&mut self) -> Outcome<()> {
        let width = |at: usize| self.rows.iter().map(|row| row[at].chars().count()).max();
        let widths: Vec<usize> = (0..self.columns.len()).filter_map(width).collect();
        for row in &self.rows {
            writeln!(self.to, "{}", Self::line(row, &widths)).map_err(|e| output_error(&e))?;
        }
        Ok(())
    }
}

/// A value as people read it, with nothing in it that could steer their terminal.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::Text(text) => ui::visible(text).into_owned(),
        Value::Number(number) => number.to_string(),
        Value::Moment(seconds) => clock::date(*seconds),
        Value::Names(names) => ui::visible(&names.join(", ")).into_owned(),
        Value::Json(text) => ui::visible(text).into_owned(),
        Value::Record(_) | Value::Records(_) => String::new(),
    }
}
