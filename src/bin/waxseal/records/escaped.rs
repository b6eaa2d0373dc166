//! Rows whose cells stand between tabs and are never quoted: what MySQL and PostgreSQL write. A
//! backslash takes the meaning from the tab, the line end or the backslash after it.

use std::io::BufRead;

use waxseal::Error;

use super::cells::CellRow;
use super::lines::{LONGEST, Line, Lines, TOO_LONG, malformed};

/// The rows of such an input. Their cells are as they were written, escapes and all, and so come
/// out as they went in: `\N` is no text, and would be lost as one.
pub(super) struct Escaped<R> {
    lines: Lines<R>,
    delimiter: u8,
}

impl<R: BufRead> Escaped<R> {
    pub(super) fn new(reader: R, delimiter: u8, name: &str) -> Self {
        Self { lines: Lines::new(reader, name), delimiter }
    }

    /// What it reads from.
    pub(super) fn reader(&self) -> &R {
        self.lines.reader()
    }

    fn row(&mut self, first: Line) -> Result<CellRow, Error> {
        let line = first.number;
        let mut text = first.text;
        while text.as_ref().is_ok_and(|text| goes_on(text)) {
            let Some(next) = self.lines.next()? else { break };
            text = text.and_then(|text| joined(text, next, line));
        }
        let cells = text.map(|text| split(&text, char::from(self.delimiter)));
        Ok(CellRow { line, cells })
    }

    /// The next row, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<CellRow>, Error> {
        while let Some(line) = self.lines.next()? {
            if line.text.as_ref().is_ok_and(String::is_empty) {
                continue;
            }
            return self.row(line).map(Some);
        }
        Ok(None)
    }
}

fn joined(mut text: String, next: Line, line: u64) -> Result<String, Error> {
    let rest = next.text?;
    if text.len() + rest.len() >= LONGEST {
        return Err(malformed(TOO_LONG, line));
    }
    text.push('\n');
    text.push_str(&rest);
    Ok(text)
}

/// Whether the line end after this text is one of the cell's own.
fn goes_on(text: &str) -> bool {
    text.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// The cells of a row.
pub(crate) fn split(text: &str, delimiter: char) -> Vec<String> {
    let mut escaped = false;
    let cells = text.split(|c| {
        let ends = c == delimiter && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    cells.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{Escaped, LONGEST, TOO_LONG};

    fn read(input: &[u8]) -> Vec<(u64, Result<Vec<String>, &'static str>)> {
        let mut rows = Escaped::new(input, b'\t', "test");
        let rows = std::iter::from_fn(|| rows.next().expect("a slice is readable"));
        rows.map(|row| (row.line, row.cells.map_err(|error| error.reason()))).collect()
    }

    fn cells(texts: &[&str]) -> Result<Vec<String>, &'static str> {
        Ok(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn a_backslash_takes_the_meaning_from_a_tab_and_a_line_end_but_not_from_a_quote() {
        let input = b"1\ta\\\tb\\\nc\t\"\\N\n2\tx\\\\\t\\N\n";
        let expected =
            [(1, cells(&["1", "a\\\tb\\\nc", "\"\\N"])), (3, cells(&["2", "x\\\\", "\\N"]))];
        assert_eq!(read(input), expected);
    }

    #[test]
    fn a_row_whose_line_ends_are_all_escaped_is_one_failure_of_bounded_length() {
        let input = "x\\\n".repeat(LONGEST / 2);
        assert_eq!(read(input.as_bytes())[0], (1, Err(TOO_LONG)));
    }
}
