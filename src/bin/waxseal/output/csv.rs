//! CSV, in the dialect of the input and safe for a spreadsheet.

mod formula;

use std::borrow::Cow;
use std::io::Write;

use super::{Output, Record, Value};
use crate::failure::{Outcome, output_error};
use crate::records::{BOM, Dialect, Quoting};
use crate::{interrupt, ui};
use formula::{harmless, harmless_inside};

/// Writes records as rows of a CSV, whose columns are fixed before the first row.
pub(crate) struct CsvRows<W: Write> {
    writer: csv::Writer<W>,
    columns: Vec<String>,
    leading: usize,
    cells: Cells,
    quoting: Quoting,
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
        let style = match dialect.quoting {
            Quoting::Quotes => csv::QuoteStyle::Necessary,
            Quoting::Backslashes => csv::QuoteStyle::Never,
        };
        let writer = csv::WriterBuilder::new()
            .delimiter(dialect.delimiter)
            .terminator(ends)
            .quote_style(style)
            .from_writer(to);
        let mut rows =
            Self { writer, columns: Vec::new(), leading, cells, quoting: dialect.quoting };
        let (own, ours) = columns.split_at(leading.min(columns.len()));
        rows.row(own.iter().map(|name| name.into()), ours.iter().map(|name| name.into()))?;
        rows.columns = columns;
        Ok(rows)
    }

    fn row<'a>(
        &mut self,
        own: impl Iterator<Item = Cow<'a, str>>,
        ours: impl Iterator<Item = Cow<'a, str>>,
    ) -> Outcome<()> {
        let _held = interrupt::hold();
        let cells = self.cells;
        for cell in own.map(|cell| cells.own(cell)) {
            self.writer.write_field(&*cell).map_err(csv_error)?;
        }
        for cell in ours.map(|cell| cells.ours(cell)) {
            let cell = if self.quoting == Quoting::Quotes { cell } else { escaped(cell) };
            self.writer.write_field(&*cell).map_err(csv_error)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(csv_error)?;
        self.writer.flush().map_err(|error| output_error(&error))
    }
}

impl Cells {
    /// A cell of the input.
    fn own(self, cell: Cow<'_, str>) -> Cow<'_, str> {
        match self {
            Self::Raw => cell,
            Self::Harmless => harmless(cell),
            Self::Visible => Cow::Owned(ui::visible(&harmless(cell)).into_owned()),
        }
    }

    /// A cell that the customer wrote, and that no program has looked at before.
    fn ours(self, cell: Cow<'_, str>) -> Cow<'_, str> {
        if self == Self::Raw { cell } else { self.own(harmless_inside(cell)) }
    }
}

impl<W: Write> Output for CsvRows<W> {
    fn record(&mut self, record: &Record) -> Outcome<()> {
        let columns = std::mem::take(&mut self.columns);
        let (own, ours) = record.0.split_at(self.leading.min(record.0.len()));
        let own = own.iter().map(|(_, value)| text(value));
        let ours = columns.iter().skip(self.leading).map(|column| cell(ours, column));
        let written = self.row(own, ours);
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

/// What a row without quotes needs: the cells of the input have it already.
fn escaped(cell: Cow<'_, str>) -> Cow<'_, str> {
    if !cell.contains(['\\', '\t', '\n', '\r']) {
        return cell;
    }
    let cell = cell.replace('\\', "\\\\").replace('\t', "\\t");
    Cow::Owned(cell.replace('\n', "\\n").replace('\r', "\\r"))
}

fn csv_error(error: csv::Error) -> crate::failure::Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => output_error(&error),
        _ => output_error(&std::io::ErrorKind::Other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cells, CsvRows};
    use crate::output::{Output, Record};
    use crate::records::{Dialect, Quoting};

    fn written(quoting: Quoting, cells: Cells, value: &str) -> String {
        let delimiter = if quoting == Quoting::Quotes { b',' } else { b'\t' };
        let dialect = Dialect { delimiter, bom: false, crlf: false, quoting, header: true };
        let mut shown = Vec::new();
        let columns = vec!["=id".to_owned(), "seal.name".to_owned()];
        let mut rows = CsvRows::new(&mut shown, dialect, columns, 1, cells).expect("memory");
        let mut record = Record::default();
        record.text("=id", "\\N");
        record.text("seal.name", value);
        rows.record(&record).expect("memory");
        drop(rows);
        String::from_utf8(shown).expect("UTF-8")
    }

    #[test]
    fn a_cell_cannot_steer_the_terminal_that_it_is_shown_on() {
        let shown = written(Quoting::Quotes, Cells::Visible, "Ada\u{1b}]0;\u{9b}2J");
        assert_eq!(shown, "'=id,seal.name\n\\N,Ada\\u{1b}]0;\\u{9b}2J\n");
    }

    #[test]
    fn where_cells_are_never_quoted_the_inputs_are_left_and_ours_are_escaped() {
        let shown = written(Quoting::Backslashes, Cells::Raw, "1\\2\t\"High\" St\nX");
        assert_eq!(shown, "=id\tseal.name\n\\N\t1\\\\2\\t\"High\" St\\nX\n");
    }

    #[test]
    fn a_header_and_what_a_customer_wrote_are_no_formulas_either() {
        let shown = written(Quoting::Quotes, Cells::Harmless, "x;=1+1");
        assert_eq!(shown, "'=id,seal.name\n\\N,x;'=1+1\n");
        let shown = written(Quoting::Quotes, Cells::Raw, "x;=1+1");
        assert_eq!(shown, "=id,seal.name\n\\N,x;=1+1\n");
    }
}
