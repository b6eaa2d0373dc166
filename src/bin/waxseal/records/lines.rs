//! Lines of any input, in bounded memory.

use std::io::BufRead;

use waxseal::{Code, Error};

use super::again::Again;
use crate::failure::io_error;

/// A line of a database's dump holds thousands of rows. A longer one is refused, and skipped unread.
pub(crate) const LONGEST: usize = 16 << 20;

/// The byte order mark that Excel and PowerShell put before UTF-8.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// The lines of an input, without their ends.
pub(crate) struct Lines<R> {
    reader: R,
    name: String,
    number: u64,
}

/// One line, counted from 1: its text, or why there is none.
pub(crate) struct Line {
    pub(crate) number: u64,
    pub(crate) text: Result<String, Error>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R, name: &str) -> Self {
        Self { reader, name: name.into(), number: 0 }
    }

    /// What it reads from.
    pub(crate) fn reader(&self) -> &R {
        &self.reader
    }

    /// The next byte, which is not taken.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Error> {
        let chunk = self.reader.fill_buf().map_err(|error| io_error(&error, &self.name))?;
        Ok(chunk.first().copied())
    }

    /// Takes the next byte.
    pub(super) fn byte(&mut self) -> Result<Option<u8>, Error> {
        let byte = self.peek()?;
        self.reader.consume(usize::from(byte.is_some()));
        self.number += u64::from(byte == Some(b'\n'));
        Ok(byte)
    }

    /// The line that the next byte is of, counted from 1.
    pub(super) fn number(&self) -> u64 {
        self.number + 1
    }

    /// The next line, or `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Line>, Error> {
        self.next_after(Vec::new())
    }

    /// The same, where some of the line was taken before.
    pub(super) fn next_after(&mut self, mut bytes: Vec<u8>) -> Result<Option<Line>, Error> {
        let mut length = bytes.len();
        loop {
            let chunk = self.reader.fill_buf().map_err(|error| io_error(&error, &self.name))?;
            if chunk.is_empty() {
                break;
            }
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            length += part.len();
            if length <= LONGEST {
                bytes.extend_from_slice(part);
            }
            let used = end.map_or(chunk.len(), |at| at + 1);
            self.reader.consume(used);
            if end.is_some() {
                return Ok(Some(self.line(bytes, length)));
            }
        }
        Ok((length > 0).then(|| self.line(bytes, length)))
    }

    fn line(&mut self, mut bytes: Vec<u8>, length: usize) -> Line {
        self.number += 1;
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if self.number == 1 && bytes.starts_with(BOM) {
            bytes.drain(..BOM.len());
        }
        let text = match length {
            0..=LONGEST => String::from_utf8(bytes).map_err(|_| self.malformed(NOT_UTF_8)),
            _ => Err(self.malformed(TOO_LONG)),
        };
        Line { number: self.number, text }
    }

    fn malformed(&self, reason: &'static str) -> Error {
        malformed(reason, self.number)
    }
}

impl<R: BufRead> Lines<Again<R>> {
    /// Takes bytes back that were taken last, one by one.
    pub(super) fn give_back(&mut self, bytes: Vec<u8>) {
        self.number -= bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.reader.give_back(bytes);
    }
}

/// Why a line that is not UTF-8 is refused.
pub(crate) const NOT_UTF_8: &str = "not UTF-8 text";
/// Why an endless line is refused.
pub(crate) const TOO_LONG: &str = "longer than 16 MiB";

/// An error of one line, which does not stop the next.
pub(crate) fn malformed(reason: &'static str, line: u64) -> Error {
    Error::new(Code::Malformed, reason).at_line(u32::try_from(line).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read, repeat};

    use super::{LONGEST, Lines};

    fn read(input: impl BufRead) -> Vec<Result<String, &'static str>> {
        let mut lines = Lines::new(input, "test");
        let mut all = Vec::new();
        while let Some(line) = lines.next().expect("a slice is readable") {
            all.push(line.text.map_err(|error| error.reason()));
        }
        all
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_are_no_text() {
        let expected: Vec<Result<String, &str>> =
            ["a", "b", "", "c"].map(|text| Ok(text.into())).into();
        assert_eq!(read(&b"\xef\xbb\xbfa\r\nb\n\nc"[..]), expected);
        assert_eq!(read(&b""[..]), []);
    }

    #[test]
    fn an_endless_line_is_one_failure_and_the_next_is_read() {
        let endless = repeat(b'x').take(10 * LONGEST as u64);
        let input = BufReader::new(endless.chain(&b"\nafter"[..]));
        assert_eq!(read(input), [Err(super::TOO_LONG), Ok("after".into())]);
    }

    #[test]
    fn a_line_that_is_not_utf_8_is_one_failure_and_the_next_is_read() {
        assert_eq!(read(&b"M\xfcller\nafter"[..]), [Err(super::NOT_UTF_8), Ok("after".into())]);
    }
}
