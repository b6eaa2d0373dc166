//! Reading orders: from plain lines, JSON lines, CSV and SQL, one row at a time.

mod again;
mod cells;
mod escaped;
mod find;
mod format;
mod input;
mod lines;
mod members;
mod place;
mod sql;

use std::cell::Cell;
use std::rc::Rc;

use waxseal::Error;

pub(crate) use escaped::split as split_escaped;
pub(crate) use find::{Finder, Wish};
pub(crate) use format::{Dialect, Format, Quoting, of as format_of};
pub(crate) use input::{Input, Reader};
pub(crate) use lines::{BOM, Lines};
pub(crate) use members::Members;
pub(crate) use place::Place;

use crate::failure::Outcome;
use crate::ui::Progress;
use cells::{CellRow, Cells};
use escaped::Escaped;
use lines::{Line, malformed};
use sql::Sql;

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
    /// The row that was read before it was known to be no header.
    first: Option<CellRow>,
    is_stdin: bool,
    source: Source,
    progress: Progress,
    /// How many bytes of the input are read.
    read: Rc<Cell<u64>>,
}

enum Source {
    Lines(Lines<Reader>),
    Quoted(Box<Cells<Reader>>),
    Escaped(Box<Escaped<Reader>>),
    Sql(Box<Sql<Reader>>),
}

impl Rows {
    /// Begins to read.
    pub(crate) fn of(mut input: Input, wish: &Wish) -> Outcome<Self> {
        let format = format::of(&mut input, wish)?;
        let name = input.name().to_owned();
        let is_stdin = input.is_stdin();
        let (progress, read) = (Progress::begin(input.size()), input.read());
        let reader = input.into_reader();
        let source = match format {
            Format::Csv(Dialect { quoting: Quoting::Quotes, delimiter, .. }) => {
                Source::Quoted(Box::new(Cells::new(reader, delimiter, &name)))
            }
            Format::Csv(Dialect { quoting: Quoting::Backslashes, delimiter, .. }) => {
                Source::Escaped(Box::new(Escaped::new(reader, delimiter, &name)))
            }
            Format::Sql => Source::Sql(Box::new(Sql::new(reader, &name))),
            _ => Source::Lines(Lines::new(reader, &name)),
        };
        let mut rows =
            Self { format, columns: Vec::new(), first: None, is_stdin, source, progress, read };
        rows.name_columns()?;
        Ok(rows)
    }

    /// By the header, or by numbers if the first row is none.
    fn name_columns(&mut self) -> Result<(), Error> {
        let (Format::Csv(dialect), Some(first)) = (self.format, self.source.next_cells()?) else {
            return Ok(());
        };
        if dialect.header {
            self.columns = first.cells?;
        } else {
            let count = first.cells.as_ref().map_or(0, Vec::len);
            self.columns = (1..=count).map(|number| number.to_string()).collect();
            self.first = Some(first);
        }
        Ok(())
    }

    /// Whether the next row may be long in coming.
    pub(crate) fn may_wait(&self) -> bool {
        let reader = match &self.source {
            Source::Lines(lines) => lines.reader(),
            Source::Quoted(cells) => cells.reader(),
            Source::Escaped(cells) => cells.reader(),
            Source::Sql(sql) => sql.reader(),
        };
        self.is_stdin && reader.buffer().is_empty()
    }

    /// The next row, or `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Row>, Error> {
        self.progress.row(self.read.get());
        match &mut self.source {
            Source::Lines(lines) => next_line(lines, self.format == Format::JsonLines),
            Source::Sql(sql) => sql.next(),
            cells => {
                let first = self.first.take();
                let row = if first.is_some() { first } else { cells.next_cells()? };
                Ok(row.map(|row| cell_row(row, self.columns.len())))
            }
        }
    }
}

impl Source {
    fn next_cells(&mut self) -> Result<Option<CellRow>, Error> {
        match self {
            Self::Quoted(cells) => cells.next(),
            Self::Escaped(cells) => cells.next(),
            Self::Lines(_) | Self::Sql(_) => Ok(None),
        }
    }
}

fn next_line(lines: &mut Lines<Reader>, is_json: bool) -> Result<Option<Row>, Error> {
    while let Some(line) = lines.next()? {
        if !is_blank(&line) {
            return Ok(Some(if is_json { member_row(line) } else { text_row(line) }));
        }
    }
    Ok(None)
}

fn is_blank(line: &Line) -> bool {
    line.text.as_ref().is_ok_and(|text| text.trim().is_empty())
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
