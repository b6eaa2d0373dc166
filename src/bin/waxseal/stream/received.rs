//! When the order of a row came in, as the command line says.

use crate::failure::{Failure, Outcome};
use crate::records::{
    Content, Dialect, Format, Input, Members, Place, Quoting, Row, Rows, Wish, split_escaped,
};
use crate::{clock, ui};

/// When orders came in.
pub(crate) enum Received {
    /// All at one time, in seconds since 1970.
    At(u64),
    /// Each when its row says.
    In(Place, Format),
}

impl Received {
    /// What a time, or a name in the rows of this input, says.
    pub(crate) fn of(text: &str, input: &mut Input) -> Outcome<Self> {
        if let Some(time) = clock::parse(text) {
            return Ok(Self::At(time));
        }
        match Rows::of(input.beginning()?, &Wish::Find)? {
            rows if rows.format == Format::Sql => {
                Err(Failure::usage("of SQL, --received takes a time, not a column"))
            }
            rows => Self::in_rows(text, &rows),
        }
    }

    /// The same, where the rows are read already.
    pub(crate) fn in_rows(text: &str, rows: &Rows) -> Outcome<Self> {
        match clock::parse(text) {
            Some(time) => Ok(Self::At(time)),
            None => Ok(Self::In(Place::named(text, rows)?, rows.format)),
        }
    }

    /// The rows that it is read from, if it is.
    pub(crate) fn rows(&self) -> Option<Format> {
        match self {
            Self::At(_) => None,
            Self::In(_, format) => Some(*format),
        }
    }

    /// The time of a row.
    pub(crate) fn of_row(&self, row: &Row) -> Option<u64> {
        match self {
            Self::At(time) => Some(*time),
            Self::In(place, _) => place.text(row).and_then(|text| clock::parse(&text)),
        }
    }

    /// The time of a row as it was written; one that is too long is none.
    pub(super) fn of_bytes(&self, row: Option<&[u8]>) -> Option<u64> {
        match self {
            Self::At(time) => Some(*time),
            Self::In(_, format) => {
                self.of_row(&Row { line: 0, content: Ok(content(row?, *format)) })
            }
        }
    }
}

/// How it is told that so many orders have no time that can be read.
pub(crate) fn unread(count: u64) -> String {
    let (one, many) = ("order has", "orders have");
    format!("{} no readable --received time", ui::counted(count, one, many))
}

fn content(row: &[u8], format: Format) -> Content {
    let text = String::from_utf8_lossy(row);
    match format {
        Format::Csv(dialect) => Content::Cells(cells(&text, dialect)),
        _ => match Members::parse(text.trim_start_matches('\u{feff}').trim()) {
            Ok(members) => Content::Members(members),
            Err(_) => Content::Text(text.into_owned()),
        },
    }
}

fn cells(row: &str, dialect: Dialect) -> Vec<String> {
    if dialect.quoting == Quoting::Backslashes {
        return split_escaped(row.trim_end(), char::from(dialect.delimiter));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(dialect.delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(row.as_bytes());
    let first = reader.records().next().and_then(Result::ok).unwrap_or_default();
    first.iter().map(Into::into).collect()
}
