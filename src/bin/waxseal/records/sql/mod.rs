//! The rows of SQL statements, as `mysqldump`, `pg_dump` and others write them, one at a time,
//! however long a statement or a line is. All that is no row is text.
//!
//! A row that cannot be read is one failure, and text: the orders in it are found all the same. It
//! never ends before its own quotes do, or whoever wrote a value could write rows of their own.
//!
//! | file | what |
//! | --- | --- |
//! | `scan` | what is quoted |
//! | `dialect` | whether a backslash escapes |
//! | `names` | tables and columns |
//! | `tuple` | `(1,'x',NULL)`, or a line of a `COPY`, as a record |
//! | `value`, `escape` | a value of it |

mod dialect;
mod escape;
mod names;
mod scan;
#[cfg(test)]
mod tests;
mod tuple;
mod value;

use std::collections::VecDeque;
use std::io::BufRead;

use waxseal::Error;
use waxseal::open::find_orders;

use super::lines::{LONGEST, Line, Lines, TOO_LONG, malformed};
use super::{Content, Row, is_blank, text_row};
use names::{Tables, Target};
use scan::{Scan, is_word};

/// The names of 4096 columns fit before the rows of a statement, and in a definition.
const LONGEST_HEAD: usize = 1 << 20;
const NO_END: &str = "a row that does not end";

/// The rows of such an input.
pub(super) struct Sql<R> {
    lines: Lines<R>,
    /// Whether the dump says that a backslash escapes.
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
        backslashes: bool,
    },
    /// A row that is too long, and where it is.
    LongRow {
        scan: Scan,
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
            lines: Lines::new(reader, name),
            backslashes: None,
            tables: Tables::default(),
            definition: None,
            within: Within::Lines,
            ready: VecDeque::new(),
        }
    }

    /// What it reads from.
    pub(super) fn reader(&self) -> &R {
        self.lines.reader()
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
                Within::Rows { target, backslashes } => self.row(target, backslashes)?,
                Within::LongRow { scan, text, after } => self.long_row(scan, text, after)?,
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
                let backslashes = self.backslashes.unwrap_or_else(|| dialect::of_statement(&head));
                return Ok(Within::Rows { target, backslashes });
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

    /// The next row of a statement, or its end.
    fn row(&mut self, target: Target, backslashes: bool) -> Result<Within, Error> {
        while self.lines.peek()?.is_some_and(|byte| byte.is_ascii_whitespace() || byte == b',') {
            self.lines.byte()?;
        }
        match self.lines.peek()? {
            Some(b'(') => self.tuple(target, backslashes),
            Some(b';') => {
                while self.lines.peek()?.is_some_and(|byte| matches!(byte, b';' | b' ')) {
                    self.lines.byte()?;
                }
                Ok(Within::Lines)
            }
            _ => Ok(Within::Lines),
        }
    }

    fn tuple(&mut self, target: Target, backslashes: bool) -> Result<Within, Error> {
        let line = self.lines.number();
        let (mut scan, mut text) = (Scan::new(backslashes), Vec::new());
        while let Some(byte) = self.lines.byte()? {
            text.push(byte);
            if scan.take(byte) && scan.depth() == 0 {
                let members = tuple::of_statement(&text, &target, &self.tables, backslashes);
                self.take(members, line, &text);
                return Ok(Within::Rows { target, backslashes });
            }
            if text.len() > LONGEST {
                self.ready.push_back(failed(TOO_LONG, line));
                let after = Box::new(Within::Rows { target, backslashes });
                return self.long_row(scan, text, after);
            }
        }
        self.take(Err(NO_END), line, &text);
        Ok(Within::Lines)
    }

    /// Some of a row that is too long: no record, but text.
    fn long_row(
        &mut self,
        mut scan: Scan,
        mut text: Vec<u8>,
        after: Box<Within>,
    ) -> Result<Within, Error> {
        while text.len() <= LONGEST {
            let Some(byte) = self.lines.byte()? else { break };
            text.push(byte);
            if scan.take(byte) && scan.depth() == 0 {
                self.orders_in(&text, self.lines.number());
                return Ok(*after);
            }
        }
        // No order may be cut in two; what is no end of one for so long is none.
        let is_end = |byte: &u8| !(byte.is_ascii_alphanumeric() || b"-_.~%".contains(byte));
        let is_all = self.lines.peek()?.is_none();
        let end = text.iter().rposition(is_end).filter(|_| !is_all).map_or(text.len(), |at| at + 1);
        let rest = text.split_off(end);
        self.orders_in(&text, self.lines.number());
        Ok(Within::LongRow { scan, text: rest, after })
    }

    fn copied(&mut self, target: Target) -> Result<Within, Error> {
        let Some(Line { number, text }) = self.lines.next()? else { return Ok(Within::Lines) };
        match text {
            Ok(text) if text == "\\." => return Ok(Within::Lines),
            Ok(text) => {
                let members = tuple::of_copy(&text, &target, &self.tables);
                self.take(members, number, text.as_bytes());
            }
            Err(error) => self.ready.push_back(Row { line: number, content: Err(error) }),
        }
        Ok(Within::Copy { target })
    }

    fn take(&mut self, members: tuple::Read, line: u64, text: &[u8]) {
        match members {
            Ok(members) => {
                self.ready.push_back(Row { line, content: Ok(Content::Members(members)) });
            }
            Err(reason) => {
                self.ready.push_back(failed(reason, line));
                self.orders_in(text, line);
            }
        }
    }

    fn orders_in(&mut self, text: &[u8], line: u64) {
        let text = String::from_utf8_lossy(text);
        if !find_orders(&text).is_empty() {
            self.ready.push_back(Row { line, content: Ok(Content::Text(text.into_owned())) });
        }
    }
}

fn failed(reason: &'static str, line: u64) -> Row {
    Row { line, content: Err(malformed(reason, line)) }
}
