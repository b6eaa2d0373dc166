//! The rows of SQL statements, as `mysqldump`, `pg_dump` and others write them, one at a time,
//! however long a statement or a line is. All that is no row is text.
//!
//! A row that cannot be read is one failure, and text: the orders in it are found all the same. It
//! never ends before its own quotes do, or whoever wrote a value could write rows of their own. Where
//! the dump does not say what a backslash in quotes is, a row is read both ways.
//!
//! | file | what |
//! | --- | --- |
//! | `rows` | the rows of a statement |
//! | `scan` | what is quoted |
//! | `dialect`, `dispute` | whether a backslash escapes, as the dump says, or else as a row shows |
//! | `names` | tables and columns |
//! | `tuple` | `(1,'x',NULL)`, or a line of a `COPY`, as a record |
//! | `value`, `escape` | a value of it |

mod dialect;
mod dispute;
mod escape;
mod names;
mod rows;
mod scan;
#[cfg(test)]
mod tests;
mod tuple;
mod value;

use std::collections::VecDeque;
use std::io::BufRead;

use waxseal::Error;

use super::again::Again;
use super::lines::Lines;
use super::{Row, is_blank, text_row};
use names::{Tables, Target};
use scan::{Scan, is_word};

/// The names of 4096 columns fit before the rows of a statement, and in a definition.
const LONGEST_HEAD: usize = 1 << 20;

/// The rows of such an input.
pub(super) struct Sql<R> {
    lines: Lines<Again<R>>,
    /// Whether a backslash escapes, once the dump said or showed that.
    backslashes: Option<bool>,
    tables: Tables,
    /// The beginning of a `CREATE TABLE`.
    definition: Option<Vec<u8>>,
    within: Within,
    ready: VecDeque<Row>,
}

/// What the next bytes are a part of.
enum Within {
    Lines,
    /// The rows of a statement.
    Rows {
        target: Target,
        /// Whether a backslash escapes, where nothing tells and it makes no other difference.
        guess: bool,
    },
    /// The rest of a row that is no record, and what is open in it: read both ways, it ends where
    /// both do.
    LostRow {
        scans: Vec<Scan>,
        text: Vec<u8>,
        after: Box<Within>,
    },
    /// The lines of a `COPY`.
    Copy {
        target: Target,
    },
}

impl<R: BufRead> Sql<R> {
    pub(super) fn new(reader: R, name: &str) -> Self {
        Self {
            lines: Lines::new(Again::new(reader), name),
            backslashes: None,
            tables: Tables::default(),
            definition: None,
            within: Within::Lines,
            ready: VecDeque::new(),
        }
    }

    /// What it reads from.
    pub(super) fn reader(&self) -> &R {
        self.lines.reader().reader()
    }

    /// The next row, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Row>, Error> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Ok(Some(row));
            }
            if self.lines.peek()?.is_none() {
                return Ok(None);
            }
            self.within = match std::mem::replace(&mut self.within, Within::Lines) {
                Within::Lines => self.line()?,
                Within::Rows { target, guess } => self.row(target, guess)?,
                Within::LostRow { scans, text, after } => self.lost_row(scans, text, after)?,
                Within::Copy { target } => self.copied(target)?,
            };
        }
    }

    /// A line of text, or the beginning of a statement that has rows.
    fn line(&mut self) -> Result<Within, Error> {
        let mut begun = Vec::new();
        while begun.len() < 8 && self.lines.peek()?.is_some_and(|byte| byte.is_ascii_alphabetic()) {
            begun.extend(self.lines.byte()?);
        }
        if [&b"INSERT"[..], b"REPLACE"].iter().any(|word| begun.eq_ignore_ascii_case(word)) {
            return self.statement(begun);
        }
        self.text(begun)
    }

    /// Reads to the rows of a statement; one that has none is text.
    fn statement(&mut self, mut head: Vec<u8>) -> Result<Within, Error> {
        let mut scan = Scan::new(false);
        let mut word = head.len();
        while let Some(byte) = self.lines.peek()?.filter(|_| head.len() < LONGEST_HEAD) {
            let is_open = scan.take(byte) && scan.depth() <= 1;
            if is_open
                && !is_word(byte)
                && head[head.len() - word..].eq_ignore_ascii_case(b"VALUES")
            {
                let Some(target) = Target::after("INTO", &head) else { break };
                return Ok(Within::Rows { target, guess: dialect::of_statement(&head) });
            }
            if is_open && byte == b';' {
                break;
            }
            word = if is_open && is_word(byte) { word + 1 } else { 0 };
            head.extend(self.lines.byte()?);
        }
        self.text(head)
    }

    /// The rest of a line.
    fn text(&mut self, begun: Vec<u8>) -> Result<Within, Error> {
        let Some(line) = self.lines.next_after(begun)? else { return Ok(Within::Lines) };
        let mut within = Within::Lines;
        if let Ok(text) = &line.text {
            self.backslashes = dialect::said(text).or(self.backslashes);
            self.define(text);
            if text.starts_with("COPY ") && text.ends_with(" FROM stdin;") {
                let target = Target::after("COPY", text.as_bytes());
                within = target.map_or(Within::Lines, |target| Within::Copy { target });
            }
        }
        self.ready.extend(Some(line).filter(|line| !is_blank(line)).map(text_row));
        Ok(within)
    }

    /// Takes a line that a definition of a table may begin with, or go on with.
    fn define(&mut self, line: &str) {
        if line.starts_with("CREATE ") && line.contains("TABLE ") {
            self.definition = Some(Vec::new());
        }
        let Some(mut definition) = self.definition.take() else { return };
        definition.extend_from_slice(line.as_bytes());
        definition.push(b'\n');
        if line.ends_with(';') {
            self.tables.define(&definition, self.backslashes.unwrap_or(true));
        } else if definition.len() < LONGEST_HEAD {
            self.definition = Some(definition);
        }
    }
}
