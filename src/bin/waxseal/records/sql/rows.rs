//! The rows of a statement, and the lines of a `COPY`.

use std::io::BufRead;

use waxseal::Error;
use waxseal::open::find_orders;

use super::dispute::{Dispute, Known};
use super::names::Target;
use super::scan::Scan;
use super::{Sql, Within, tuple};
use crate::records::lines::{LONGEST, Line, TOO_LONG, malformed};
use crate::records::{Content, Row};

const NO_END: &str = "a row that does not end";
const UNCERTAIN: &str = "a backslash before a quote, and the dump does not say what that means";

impl<R: BufRead> Sql<R> {
    /// The next row of a statement, or its end.
    pub(super) fn row(&mut self, target: Target, guess: bool) -> Result<Within, Error> {
        while self.lines.peek()?.is_some_and(|byte| byte.is_ascii_whitespace() || byte == b',') {
            self.lines.byte()?;
        }
        match (self.lines.peek()?, self.backslashes) {
            (Some(b'('), Some(told)) => self.tuple(target, told),
            (Some(b'('), None) => self.untold(target, guess),
            (Some(b';'), _) => {
                while self.lines.peek()?.is_some_and(|byte| matches!(byte, b';' | b' ')) {
                    self.lines.byte()?;
                }
                Ok(Within::Lines)
            }
            _ => Ok(Within::Lines),
        }
    }

    fn tuple(&mut self, target: Target, told: bool) -> Result<Within, Error> {
        let line = self.lines.number();
        let (mut scan, mut text) = (Scan::new(told), Vec::new());
        while let Some(byte) = self.lines.byte()? {
            text.push(byte);
            if scan.take(byte) && scan.depth() == 0 {
                let members = tuple::of_statement(&text, &target, &self.tables, told);
                self.take(members, line, &text);
                return Ok(Within::Rows { target, guess: told });
            }
            if text.len() > LONGEST {
                self.ready.push_back(failed(TOO_LONG, line));
                let after = Box::new(Within::Rows { target, guess: told });
                return self.lost_row(vec![scan], text, after);
            }
        }
        self.take(Err(NO_END), line, &text);
        Ok(Within::Lines)
    }

    /// A row of a dump that did not say whether a backslash escapes.
    fn untold(&mut self, target: Target, guess: bool) -> Result<Within, Error> {
        let line = self.lines.number();
        let values = target.columns.as_ref().map(Vec::len);
        let values = values.or_else(|| self.tables.values(&target.table));
        let (mut dispute, mut text) = (Dispute::new(values), Vec::new());
        let mut known = Known::Open;
        while known == Known::Open && text.len() <= LONGEST {
            known = match self.lines.byte()? {
                Some(byte) => {
                    text.push(byte);
                    dispute.take(byte)
                }
                None => dispute.at_end(),
            };
        }
        let rows = Within::Rows { target, guess };
        match known {
            Known::Row => Ok(self.undisputed(rows, line, &text)),
            Known::Only(told) => {
                self.backslashes = Some(told);
                self.lines.give_back(text);
                Ok(rows)
            }
            Known::BothInRows | Known::BothInLines => {
                self.take(Err(UNCERTAIN), line, &text);
                Ok(if known == Known::BothInRows { rows } else { Within::Lines })
            }
            Known::Neither if self.lines.peek()?.is_none() => {
                self.take(Err(NO_END), line, &text);
                Ok(Within::Lines)
            }
            Known::Open | Known::Neither => {
                let reason = if known == Known::Open { TOO_LONG } else { UNCERTAIN };
                self.ready.push_back(failed(reason, line));
                self.lost_row(dispute.scans(), text, Box::new(rows))
            }
        }
    }

    fn undisputed(&mut self, rows: Within, line: u64, text: &[u8]) -> Within {
        if let Within::Rows { target, guess } = &rows {
            let members = tuple::of_statement(text, target, &self.tables, *guess);
            self.take(members, line, text);
        }
        rows
    }

    /// Some of a row that is no record, but text.
    pub(super) fn lost_row(
        &mut self,
        mut scans: Vec<Scan>,
        mut text: Vec<u8>,
        after: Box<Within>,
    ) -> Result<Within, Error> {
        while text.len() <= LONGEST {
            let Some(byte) = self.lines.byte()? else { break };
            text.push(byte);
            // Each takes the byte, whatever the others say.
            let ends = |scan: &mut Scan| scan.take(byte) && scan.depth() == 0;
            if scans.iter_mut().map(ends).filter(|ends| !ends).count() == 0 {
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
        Ok(Within::LostRow { scans, text: rest, after })
    }

    pub(super) fn copied(&mut self, target: Target) -> Result<Within, Error> {
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
