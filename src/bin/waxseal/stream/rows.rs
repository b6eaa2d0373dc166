//! Where the rows of an input end, byte for byte.

use std::ops::Range;

use crate::records::{Format, Quoting};

/// Follows an input through its rows, chunk by chunk.
pub(crate) struct Rows {
    ends: RowEnds,
    /// Whether a row began in an earlier chunk.
    is_begun: bool,
}

impl Rows {
    pub(crate) fn of(format: Format) -> Self {
        Self { ends: RowEnds::of(format), is_begun: false }
    }

    /// The whole rows of a chunk, and where the last row ends, if any does: the next chunk begins
    /// there. At the end of all, a row ends too.
    pub(crate) fn of_chunk(
        &mut self,
        bytes: &[u8],
        is_all: bool,
    ) -> (Vec<Range<usize>>, Option<usize>) {
        let mut ends = self.ends.in_bytes(bytes);
        if is_all && ends.last() != Some(&bytes.len()) {
            ends.push(bytes.len());
        }
        let starts = (!self.is_begun).then_some(0).into_iter().chain(ends.iter().copied());
        let known = ends.iter().skip(usize::from(self.is_begun));
        let rows = starts.zip(known).map(|(start, end)| start..*end).collect();
        let cut = ends.last().copied().filter(|cut| *cut > 0);
        self.is_begun = cut.is_none();
        if cut.is_some() {
            self.ends.state = State::Start;
        }
        (rows, cut)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RowEnds {
    /// How the cells of a table stand, which may hold line ends.
    cells: Option<(u8, Quoting)>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Where a cell begins: only here does a quote open one.
    Start,
    Inside,
    Quoted,
    /// After a quote in a quoted cell: its end, or half of a doubled one.
    Quote,
    /// After a backslash that takes the meaning from what follows.
    Escape,
    /// After a CR, with which a row ends unless LF follows.
    Return,
}

impl RowEnds {
    fn of(format: Format) -> Self {
        let cells = match format {
            Format::Csv(dialect) => Some((dialect.delimiter, dialect.quoting)),
            _ => None,
        };
        Self { cells, state: State::Start }
    }

    /// Where rows end in the next bytes.
    fn in_bytes(&mut self, bytes: &[u8]) -> Vec<usize> {
        let mut ends = Vec::new();
        for (at, byte) in bytes.iter().enumerate() {
            let (before, after) = self.take(*byte);
            ends.extend(before.then_some(at));
            ends.extend(after.then_some(at + 1));
        }
        ends
    }

    /// Takes the next byte. Returns whether a row ended before it, and whether one ends after it.
    fn take(&mut self, byte: u8) -> (bool, bool) {
        match self.cells {
            None => (false, byte == b'\n'),
            Some((delimiter, Quoting::Quotes)) => self.take_quoted(byte, delimiter),
            Some((_, Quoting::Backslashes)) => (false, self.take_escaped(byte)),
        }
    }

    fn take_quoted(&mut self, byte: u8, delimiter: u8) -> (bool, bool) {
        let ended_before = self.state == State::Return && byte != b'\n';
        let state = if ended_before { State::Start } else { self.state };
        self.state = match (state, byte) {
            (State::Start, b'"') | (State::Quote, b'"') => State::Quoted,
            (State::Quoted, b'"') => State::Quote,
            (State::Quoted, _) => State::Quoted,
            (_, b'\n') => State::Start,
            (_, b'\r') => State::Return,
            (_, byte) if byte == delimiter => State::Start,
            _ => State::Inside,
        };
        (ended_before, state != State::Quoted && byte == b'\n')
    }

    fn take_escaped(&mut self, byte: u8) -> bool {
        let is_escaped = self.state == State::Escape;
        self.state = match (is_escaped, byte) {
            (false, b'\\') | (true, b'\r') => State::Escape,
            _ => State::Inside,
        };
        !is_escaped && byte == b'\n'
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;
    use crate::records::{Dialect, Format, Quoting};

    fn rows(text: &str, format: Format) -> Vec<&str> {
        let (rows, cut) = Rows::of(format).of_chunk(text.as_bytes(), true);
        assert_eq!(cut, Some(text.len()));
        rows.into_iter().map(|row| &text[row]).collect()
    }

    fn csv(quoting: Quoting) -> Format {
        Format::Csv(Dialect { delimiter: b';', bom: false, crlf: true, quoting, header: true })
    }

    #[test]
    fn a_line_end_after_a_backslash_is_the_cells_own() {
        let text = "a;\"b\n1\\\n2;x\\\\\n3\\\r\n4\n";
        let expected = ["a;\"b\n", "1\\\n2;x\\\\\n", "3\\\r\n4\n"];
        assert_eq!(rows(text, csv(Quoting::Backslashes)), expected);
    }

    #[test]
    fn a_row_of_a_table_ends_where_no_quoted_cell_is_open() {
        let format = csv(Quoting::Quotes);
        let text = "a;b\r\n\"1\n\"\"2\";5\" disk\n\"x\ry\"z;\r\"\r\n\"\r\nend";
        let expected =
            ["a;b\r\n", "\"1\n\"\"2\";5\" disk\n", "\"x\ry\"z;\r", "\"\r\n\"\r\n", "end"];
        assert_eq!(rows(text, format), expected);
    }

    #[test]
    fn lines_end_with_a_line_feed() {
        assert_eq!(rows("a\"\r\nb\n", Format::Text), ["a\"\r\n", "b\n"]);
    }
}
