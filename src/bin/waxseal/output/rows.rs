//! The output of a command whose rows are those of its input: CSV for CSV, JSON lines for the rest.

use std::io::{IsTerminal, stdout};
use std::path::{Path, PathBuf};

use waxseal::{Code, Error};

use super::{Cells, CsvRows, JsonLines, Output, Record, writer};
use crate::failure::{Failure, Outcome};
use crate::records::{Format, Rows};

/// The output, chosen by the first input; all that follow must fit.
pub(crate) struct RowOutput {
    json: bool,
    csv_raw: bool,
    /// Written instead of standard output.
    file: Option<PathBuf>,
    chosen: Option<Chosen>,
}

struct Chosen {
    format: Format,
    columns: Vec<String>,
    output: Box<dyn Output>,
}

impl RowOutput {
    pub(crate) fn new(json: bool, csv_raw: bool) -> Self {
        Self { json, csv_raw, file: None, chosen: None }
    }

    /// The same, to a file that this command makes.
    pub(crate) fn into_file(mut self, file: Option<&Path>) -> Self {
        self.file = file.map(Path::to_owned);
        self
    }

    /// Takes another input. `columns` are those of the output, of which the first are the input's.
    pub(crate) fn begin(&mut self, rows: &Rows, columns: Vec<String>) -> Outcome<()> {
        match &self.chosen {
            None => {
                let output = self.writer(rows, columns)?;
                let columns = rows.columns.clone();
                self.chosen = Some(Chosen { format: rows.format, columns, output });
                Ok(())
            }
            Some(first) if self.json || first.fits(rows) => Ok(()),
            Some(_) => {
                let other = Error::new(Code::Malformed, "not the same columns as the first input");
                Err(Failure::from(other).or_hint("open it on its own, or all with --json"))
            }
        }
    }

    fn writer(&self, rows: &Rows, columns: Vec<String>) -> Outcome<Box<dyn Output>> {
        let to = writer(self.file.as_deref())?;
        Ok(match rows.format {
            Format::Csv(dialect) if !self.json => {
                let leading = rows.columns.len();
                Box::new(CsvRows::new(to, dialect, columns, leading, self.cells())?)
            }
            _ => Box::new(JsonLines(to)),
        })
    }

    fn cells(&self) -> Cells {
        match (self.file.is_none() && stdout().is_terminal(), self.csv_raw) {
            (true, _) => Cells::Visible,
            (false, true) => Cells::Raw,
            (false, false) => Cells::Harmless,
        }
    }
}

impl Output for RowOutput {
    fn record(&mut self, record: &Record) -> Outcome<()> {
        self.chosen.as_mut().map_or(Ok(()), |chosen| chosen.output.record(record))
    }
}

impl Chosen {
    /// A table in another dialect is still a table, and both kinds of lines become JSON lines.
    fn fits(&self, rows: &Rows) -> bool {
        let is_csv = |format| matches!(format, Format::Csv(_));
        is_csv(self.format) == is_csv(rows.format) && self.columns == rows.columns
    }
}
