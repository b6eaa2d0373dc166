//! CSV, in the dialect of the input and safe for a spreadsheet.

use std::borrow::Cow;
use std::io::Write;

use super::{Output, Record, Value};
use crate::failure::{Outcome, output_error};
use crate::records::{BOM, Dialect};
use crate::ui;

/// Writes records as rows of a CSV, whose columns are fixed before the first row.
pub(crate) struct CsvRows<W: Write> {
    writer: csv::Writer<W>,
    columns: Vec<String>,
    leading: usize,
    cells: Cells,
}

/// How the cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cells {
    /// So that no spreadsheet takes one for a formula.
    Harmless,
    /// As they are.
    Raw,
    /// For a person at a terminal, which nothing in them may steer.
    Visible,
}

impl<W: Write> CsvRows<W> {
    /// Writes the header. The first `leading` columns are the input's own: theirs are the first
    /// values of each record, whatever they are called, for two may be called the same.
    pub(crate) fn new(
        mut to: W,
        dialect: Dialect,
        columns: Vec<String>,
        leading: usize,
        cells: Cells,
    ) -> Outcome<Self> {
        if dialect.bom {
            to.write_all(BOM).map_err(|error| output_error(&error))?;
        }
        let ends = if dialect.crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let writer =
            csv::WriterBuilder::new().delimiter(dialect.delimiter).terminator(ends).from_writer(to);
        let mut rows = Self { writer, columns, leading, cells };
        let header = rows.columns.clone();
        rows.row(header.iter().map(|name| Cow::Borrowed(name.as_str())))?;
        Ok(rows)
    }

    fn row<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>) -> Outcome<()> {
        for cell in cells {
            let cell = match self.cells {
                Cells::Raw => cell,
                Cells::Harmless => harmless(cell),
                Cells::Visible => Cow::Owned(ui::visible(&harmless(cell)).into_owned()),
            };
            self.writer.write_field(&*cell).map_err(csv_error)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(csv_error)?;
        self.writer.flush().map_err(|error| output_error(&error))
    }
}

impl<W: Write> Output for CsvRows<W> {
    fn record(&mut self, record: &Record) -> Outcome<()> {
        let columns = std::mem::take(&mut self.columns);
        let (own, ours) = record.0.split_at(self.leading.min(record.0.len()));
        let own = own.iter().map(|(_, value)| text(value));
        let ours = columns.iter().skip(self.leading).map(|column| cell(ours, column));
        let written = self.row(own.chain(ours));
        self.columns = columns;
        written
    }
}

/// A record inside the record is spread over columns: `order.ref`.
fn cell<'a>(values: &'a [(String, Value)], column: &str) -> Cow<'a, str> {
    for (name, value) in values {
        if name == column {
            return text(value);
        }
        if let (Value::Record(inner), Some(rest)) = (value, column.strip_prefix(name.as_str()))
            && let Some(inner_name) = rest.strip_prefix('.')
        {
            return cell(&inner.0, inner_name);
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

/// The last four are what East Asian keyboards write, and spreadsheets read alike.
const FORMULA: [char; 12] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A spreadsheet takes a cell that begins so for a formula. A telephone number is none.
fn harmless(cell: Cow<'_, str>) -> Cow<'_, str> {
    let is_tel = |text: &str| {
        text.strip_prefix('+').is_some_and(|digits| {
            (4..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    match cell.starts_with(FORMULA) && !is_tel(&cell) {
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
    use super::{Cells, CsvRows, harmless};
    use crate::output::{Output, Record};
    use crate::records::Dialect;

    #[test]
    fn what_a_spreadsheet_takes_for_a_formula_is_neutralised() {
        for cell in ["=1+1", "+1-2", "-1", "@SUM(A1)", "\tx", "\0x", "+44 20", "+", "＝1+1"] {
            assert_eq!(harmless(cell.into()), format!("'{cell}"));
        }
        for cell in ["+442079460000", "Ada", "'=1", "", "1-1"] {
            assert_eq!(harmless(cell.into()), cell);
        }
    }

    #[test]
    fn a_cell_cannot_steer_the_terminal_that_it_is_shown_on() {
        let dialect = Dialect { delimiter: b',', bom: false, crlf: false };
        let mut shown = Vec::new();
        let columns = vec!["seal.name".to_owned()];
        let mut rows =
            CsvRows::new(&mut shown, dialect, columns, 0, Cells::Visible).expect("memory");
        let mut record = Record::default();
        record.text("seal.name", "Ada\u{1b}]0;\u{9b}2J");
        rows.record(&record).expect("memory");
        drop(rows);
        assert_eq!(String::from_utf8_lossy(&shown), "seal.name\nAda\\u{1b}]0;\\u{9b}2J\n");
    }
}
