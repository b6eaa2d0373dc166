//! Rows of a CSV input (RFC 4180 and its relatives), in bounded memory.

use std::io::BufRead;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use waxseal::Error;

use super::lines::{LONGEST, NOT_UTF_8, TOO_LONG, malformed};
use crate::failure::io_error;

const MOST_CELLS: usize = 4096;
const TOO_MANY: &str = "more than 4096 cells";

/// The rows of a CSV input.
pub(super) struct Cells<R> {
    reader: R,
    name: String,
    core: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// One row: the line that it ends in, its cells, or why there are none.
pub(super) struct CellRow {
    pub(super) line: u64,
    pub(super) cells: Result<Vec<String>, Error>,
}

impl<R: BufRead> Cells<R> {
    pub(super) fn new(reader: R, delimiter: u8, name: &str) -> Self {
        let core = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, name: name.into(), core, text: vec![0; LONGEST], ends: vec![0; MOST_CELLS] }
    }

    /// What it reads from.
    pub(super) fn reader(&self) -> &R {
        &self.reader
    }

    fn row(&self, written: usize, cells: usize, newline: bool) -> CellRow {
        let line = self.line(written) - u64::from(newline);
        let mut start = 0;
        let texts = self.ends[..cells].iter().map(|end| {
            let cell = &self.text[start..*end];
            start = *end;
            String::from_utf8(cell.to_vec())
        });
        let cells = texts.collect::<Result<_, _>>().map_err(|_| malformed(NOT_UTF_8, line));
        CellRow { line, cells }
    }

    /// Where the row began: the reader counts the line ends that it has seen, those in cells too.
    /// The one that ends the row is counted only if it is a bare LF.
    fn line(&self, written: usize) -> u64 {
        let inside = self.text[..written].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.core.line() - inside
    }

    fn too_large(&mut self, reason: &'static str, written: usize) -> Result<CellRow, Error> {
        let line = self.line(written);
        self.skip_row()?;
        Ok(CellRow { line, cells: Err(malformed(reason, line)) })
    }

    /// Reads to the row's own end, quotes and all. To go on at the next line would let whoever
    /// wrote a cell write rows of their own into it.
    fn skip_row(&mut self) -> Result<(), Error> {
        loop {
            let chunk = self.reader.fill_buf().map_err(|error| io_error(&error, &self.name))?;
            let (result, read, ..) = self.core.read_record(chunk, &mut self.text, &mut self.ends);
            self.reader.consume(read);
            if matches!(result, ReadRecordResult::Record | ReadRecordResult::End) {
                return Ok(());
            }
        }
    }

    /// The next row, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<CellRow>, Error> {
        let (mut written, mut cells) = (0, 0);
        loop {
            let chunk = self.reader.fill_buf().map_err(|error| io_error(&error, &self.name))?;
            let (result, read, text, ends) =
                self.core.read_record(chunk, &mut self.text[written..], &mut self.ends[cells..]);
            let newline = read > 0 && chunk[read - 1] == b'\n';
            self.reader.consume(read);
            written += text;
            cells += ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record => return Ok(Some(self.row(written, cells, newline))),
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::OutputFull => return self.too_large(TOO_LONG, written).map(Some),
                ReadRecordResult::OutputEndsFull => {
                    return self.too_large(TOO_MANY, written).map(Some);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cells, LONGEST};

    fn read(input: &[u8], delimiter: u8) -> Vec<Result<Vec<String>, &'static str>> {
        let mut rows = Cells::new(input, delimiter, "test");
        let mut all = Vec::new();
        while let Some(row) = rows.next().expect("a slice is readable") {
            all.push(row.cells.map_err(|error| error.reason()));
        }
        all
    }

    fn cells(texts: &[&str]) -> Result<Vec<String>, &'static str> {
        Ok(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn quotes_line_ends_and_a_byte_order_mark_are_understood() {
        let input = b"\xef\xbb\xbfid;note\r\n1;\"a;b\r\n\"\"c\"\"\"\r\n\r\n2;";
        assert_eq!(
            read(input, b';'),
            [cells(&["id", "note"]), cells(&["1", "a;b\r\n\"c\""]), cells(&["2", ""])]
        );
    }

    #[test]
    fn a_row_has_the_line_that_it_begins_in() {
        for input in ["a,b\r\n\"1\n\",2\r\n\r\n3,4\r\n5,6", "a,b\n\"1\n\",2\n\n3,4\n5,6"] {
            let mut rows = Cells::new(input.as_bytes(), b',', "test");
            let mut lines = Vec::new();
            while let Some(row) = rows.next().expect("a slice is readable") {
                lines.push(row.line);
            }
            assert_eq!(lines, [1, 2, 5, 6], "{input:?}");
        }
    }

    #[test]
    fn a_quote_that_never_ends_is_one_failure_and_takes_no_more_than_the_longest_row() {
        let mut input = b"id,note\n1,\"".to_vec();
        input.extend(std::iter::repeat_n(b"x\n", LONGEST).flatten());
        assert_eq!(read(&input, b','), [cells(&["id", "note"]), Err(super::TOO_LONG)]);
    }

    #[test]
    fn a_line_in_a_cell_is_never_taken_for_a_row_however_long_the_cell_is() {
        let mut input = b"id,note\n1,\"".to_vec();
        input.resize(input.len() + LONGEST, b'x');
        input.extend_from_slice(b"\n7,forged\n\"\"\n8,forged\n\"\n2,after\n");
        let expected = [cells(&["id", "note"]), Err(super::TOO_LONG), cells(&["2", "after"])];
        assert_eq!(read(&input, b','), expected);
        let mut rows = Cells::new(&input[..], b',', "test");
        let lines = std::iter::from_fn(|| rows.next().expect("a slice is readable"));
        assert_eq!(lines.map(|row| row.line).collect::<Vec<_>>(), [1, 2, 7]);
    }

    #[test]
    fn a_row_of_very_many_cells_is_one_failure_and_the_next_is_read() {
        let input = ["a,b\n", &",".repeat(100_000), "\n1,2\n"].concat();
        let expected = [cells(&["a", "b"]), Err(super::TOO_MANY), cells(&["1", "2"])];
        assert_eq!(read(input.as_bytes(), b','), expected);
    }

    #[test]
    fn a_row_that_is_not_utf_8_is_one_failure_and_the_next_is_read() {
        assert_eq!(
            read(b"a,b\nM\xfcller,1\n2,3\n", b','),
            [cells(&["a", "b"]), Err(super::NOT_UTF_8), cells(&["2", "3"])]
        );
    }
}
