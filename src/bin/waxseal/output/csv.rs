//! CSV, in the dialect of the input and safe for a spreadsheet.

use std::borrow::Cow;
use std::io::Write;

use super::{Output, Record, Value};
use crate::failure::{Outcome, output_error};
use crate::records::{BOM, Dialect};

/// Writes records as rows of a CSV. The columns are fixed when the first row is written.
pub(crate) struct CsvRows<W: Write> {
    writer: csv::Writer<W>,
    columns: Vec<String>,
    raw: bool,
}

impl<W: Write> CsvRows<W> {
    /// Writes the header.
    pub(crate) fn new(mut to: W, dialect: Dialect, columns: Vec<String>, raw: bool) -> Outcome<Self> {
        if dialect.bom {
            to.write_all(BOM).map_err(|error| output_error(&error))?;
        }
        let ends = if dialect.crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let writer =
            csv::WriterBuilder::new().delimiter(dialect.delimiter).terminator(ends).from_writer(to);
        let mut rows = Self { writer, columns, raw };
        let header = rows.columns.clone();
        rows.row(header.iter().map(|name| Cow::Borrowed(name.as_str())))?;
        Ok(rows)
    }

    fn row<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>) -> Outcome<()> {
        for cell in cells {
            let cell = if self.raw { cell } else { harmless(cell) };
            self.writer.write_field(&*cell).map_err(csv_error)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(csv_error)?;
        self.writer.flush().map_err(|error| output_error(&error))
    }
}

impl<W: Write> Output for CsvRows<W> {
    fn record(&mut self, record: &Record) -> Outcome<()> {
        let columns = std::mem::take(&mut self.columns);
        let written = self.row(columns.iter().map(|column| cell(record, column)));
        self.columns = columns;
        written
    }
}

/// A record inside the record is spread over columns: `order.ref`.
fn cell<'a>(record: &'a Record, column: &str) -> Cow<'a, str> {
    for (name, value) in &record.0 {
        if name == column {
            return text(value);
        }
        if let (Value::Record(inner), Some(rest)) = (value, column.strip_prefix(name.as_str()))
            && let Some(inner_name) = rest.strip_prefix('.')
        {
            return cell(inner, inner_name);
        }
    }
    Cow::Borrowed("")
}

fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) => Cow::Borrowed(text),
        Value::Json(text) => Cow::Borrowed(text),
        Value::Number(number) | Value::Moment(number) => Cow::Owned(number.to_string()),
        Value::Names(names) => Cow::Owned(names.join(" ")),
        Value::Record(_) | Value::Records(_) => Cow::Borrowed(""),
    }
}

/// A spreadsheet takes a cell that begins so for a formula. A telephone number is none.
fn harmless(cell: Cow<'_, str>) -> Cow<'_, str> {
    let is_tel = |text: &str| {
        text.strip_prefix('+').is_some_and(|digits| {
            (4..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']) && !is_tel(&cell) {
        true => Cow::Owned(format!("'{cell}")),
        false => cell,
    }
}

fn csv_error(error: csv::Error) -> crate::failure::Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => output_error(&error),
        _ => output_error(&std::io::ErrorKind::Other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_a_spreadsheet_takes_for_a_formula_is_neutralised() {
        for cell in ["=1+1", "+1-2", "-1", "@SUM(A1)", "\tx", "\0x", "+44 20", "+"] {
            assert_eq!(harmless(cell.into()), format!("'{cell}"));
        }
        for cell in ["+442079460000", "Ada", "'=1", "", "1-1"] {
            assert_eq!(harmless(cell.into()), cell);
        }
    }
}
