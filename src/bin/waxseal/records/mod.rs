//! Reading orders: from plain lines, JSON lines and CSV, one row at a time.

mod cells;
mod find;
mod format;
mod input;
mod lines;
mod members;
mod place;

use waxseal::Error;

pub(crate) use find::{Finder, Wish};
pub(crate) use format::{Dialect, Format, of as format_of};
pub(crate) use input::{Input, Reader};
pub(crate) use lines::{BOM, Lines};
pub(crate) use members::Members;
pub(crate) use place::Place;

use crate::failure::Outcome;
use cells::{CellRow, Cells};
use lines::{Line, malformed};

/// A row of the input.
pub(crate) struct Row {
    /// The line that it begins in, counted from 1.
    pub(crate) line: u64,
    /// What it holds, or why it cannot be read; the rows after it still can.
    pub(crate) content: Result<Content, Error>,
}

impl Row {
    /// About how many bytes the record of each order in it carries along.
    pub(crate) fn carried(&self) -> usize {
        match &self.content {
            Ok(Content::Text(_)) => 0,
            Ok(Content::Members(members)) => members.written().map(|(_, text)| text.len()).sum(),
            Ok(Content::Cells(cells)) => cells.iter().map(String::len).sum(),
            Err(_) => 0,
        }
    }

    /// An error about something in this row.
    pub(crate) fn locate(&self, error: Error) -> Error {
        error.at_line(u32::try_from(self.line).unwrap_or(u32::MAX))
    }
}

/// What a row holds.
pub(crate) enum Content {
    /// A line of text.
    Text(String),
    /// A JSON object.
    Members(Members),
    /// As many cells as the header has.
    Cells(Vec<String>),
}

/// The rows of one input.
pub(crate) struct Rows {
    /// What the input was taken for.
    pub(crate) format: Format,
    /// The names of the columns, if it is CSV.
    pub(crate) columns: Vec<String>,
    is_stdin: bool,
    source: Source,
}

enum Source {
    Lines(Lines<Reader>),
    Cells(Box<Cells<Reader>>),
}

impl Rows {
    /// Begins to read.
    pub(crate) fn of(mut input: Input, wish: &Wish) -> Outcome<Self> {
        let format = format::of(&mut input, wish)?;
        let name = input.name().to_owned();
        let is_stdin = input.is_stdin();
        let reader = input.into_reader();
        let Format::Csv(dialect) = format else {
            let source = Source::Lines(Lines::new(reader, &name));
            return Ok(Self { format, columns: Vec::new(), is_stdin, source });
        };
        let mut cells = Cells::new(reader, dialect.delimiter, &name);
        let columns = match cells.next()? {
            Some(header) => header.cells?,
            None => Vec::new(),
        };
        Ok(Self { format, columns, is_stdin, source: Source::Cells(Box::new(cells)) })
    }

    /// Whether the next row may be long in coming.
    pub(crate) fn may_wait(&self) -> bool {
        let reader = match &self.source {
            Source::Lines(lines) => lines.reader(),
            Source::Cells(cells) => cells.reader(),
        };
        self.is_stdin && reader.buffer().is_empty()
    }

    /// The next row, or `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Row>, Error> {
        let is_json = self.format == Format::JsonLines;
        match &mut self.source {
            Source::Cells(cells) => Ok(cells.next()?.map(|row| cell_row(row, self.columns.len()))),
            Source::Lines(lines) => loop {
                let Some(line) = lines.next()? else { return Ok(None) };
                if line.text.as_ref().is_ok_and(|text| text.trim().is_empty()) {
                    continue;
                }
                return Ok(Some(if is_json { member_row(line) } else { text_row(line) }));
            },
        }
    }
}

fn text_row(line: Line) -> Row {
    Row { line: line.number, content: line.text.map(Content::Text) }
}

fn member_row(line: Line) -> Row {
    let read =
        |text: String| Members::parse(&text).map_err(|reason| malformed(reason, line.number));
    Row { line: line.number, content: line.text.and_then(read).map(Content::Members) }
}

/// Spreadsheets leave out empty cells at the end of a row, or add some.
fn cell_row(row: CellRow, columns: usize) -> Row {
    let fit = |mut cells: Vec<String>| {
        while cells.len() > columns && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.len() > columns {
            return Err(malformed("more cells than the header has", row.line));
        }
        cells.resize(columns, String::new());
        Ok(cells)
    };
    Row { line: row.line, content: row.cells.and_then(fit).map(Content::Cells) }
}
