//! Where the rows of an input end, byte for byte.

use crate::records::Format;

/// Follows an input through its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowEnds {
    /// Between the cells of a table, whose quoted cells may hold line ends.
    delimiter: Option<u8>,
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
    /// After a CR, with which a row ends unless LF follows.
    Return,
}

impl RowEnds {
    pub(crate) fn of(format: Format) -> Self {
        let delimiter = match format {
            Format::Csv(dialect) => Some(dialect.delimiter),
            _ => None,
        };
        Self { delimiter, state: State::Start }
    }

    /// The same, where a row begins.
    pub(crate) fn at_start(self) -> Self {
        Self { state: State::Start, ..self }
    }

    /// Takes the next byte. Returns whether a row ended before it, and whether one ends after it.
    pub(crate) fn take(&mut self, byte: u8) -> (bool, bool) {
        let Some(delimiter) = self.delimiter else { return (false, byte == b'\n') };
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
}

#[cfg(test)]
mod tests {
    use super::RowEnds;
    use crate::records::{Dialect, Format};

    fn rows(text: &str, format: Format) -> Vec<&str> {
        let mut ends = RowEnds::of(format);
        let (mut rows, mut start) = (Vec::new(), 0);
        for (at, byte) in text.bytes().enumerate() {
            let (before, after) = ends.take(byte);
            for end in [before.then_some(at), after.then_some(at + 1)].into_iter().flatten() {
                rows.push(&text[start..end]);
                start = end;
            }
        }
        rows.push(&text[start..]);
        rows
    }

    #[test]
    fn a_row_of_a_table_ends_where_no_quoted_cell_is_open() {
        let format = Format::Csv(Dialect { delimiter: b';', bom: false, crlf: true });
        let text = "a;b\r\n\"1\n\"\"2\";5\" disk\n\"x\ry\"z;\r\"\r\n\"\r\nend";
        let expected =
            ["a;b\r\n", "\"1\n\"\"2\";5\" disk\n", "\"x\ry\"z;\r", "\"\r\n\"\r\n", "end"];
        assert_eq!(rows(text, format), expected);
    }

    #[test]
    fn lines_end_with_a_line_feed() {
        assert_eq!(rows("a\"\r\nb\n", Format::Text), ["a\"\r\n", "b\n", ""]);
    }
}
