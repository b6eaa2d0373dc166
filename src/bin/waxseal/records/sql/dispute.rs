//! A row of a dump that does not say whether a backslash escapes, read both ways at once.
//!
//! After `'a\'` the one reading is within a string where the other is not, and so what is text to
//! the one is SQL to the other. It nearly always is SQL that nobody writes, and before long: a word
//! that touches a quote. Then the other reading is how the whole dump is meant. If neither comes to
//! that, the two are followed to where they agree again.

mod reading;
#[cfg(test)]
mod tests;

use super::scan::Scan;
use reading::{Phase, Reading};

/// What is known of a row after one more byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing yet.
    Open,
    /// It ends here, however it is read.
    Row,
    /// It is SQL only if backslashes escape, or only if they do not.
    Only(bool),
    /// It was SQL either way, and not the same. Here both are between two rows.
    BothInRows,
    /// The same, and here both are between two statements.
    BothInLines,
    /// It is SQL neither way.
    Neither,
}

/// The two readings.
pub(super) struct Dispute {
    escaping: Reading,
    plain: Reading,
    is_disputed: bool,
}

impl Dispute {
    /// Before the parenthesis of a row, which has so many values, if that is known.
    pub(super) fn new(values: Option<usize>) -> Self {
        let reading = |escapes| Reading::new(escapes, values);
        Self { escaping: reading(true), plain: reading(false), is_disputed: false }
    }

    /// What is open in either reading.
    pub(super) fn scans(self) -> Vec<Scan> {
        vec![self.escaping.scan, self.plain.scan]
    }

    /// Takes the next byte.
    pub(super) fn take(&mut self, byte: u8) -> Known {
        self.escaping.take(byte);
        self.plain.take(byte);
        self.is_disputed |= self.escaping.scan.place() != self.plain.scan.place();
        match (self.escaping.phase, self.plain.phase) {
            (Phase::After, _) if !self.is_disputed => Known::Row,
            // However odd a row is, nothing in it can be mistaken so far.
            _ if !self.is_disputed => self.forgive(),
            _ if self.escaping.is_wrong || self.plain.is_wrong => self.judged(),
            (Phase::After, Phase::After) => Known::BothInRows,
            (Phase::Start, Phase::Start) => Known::BothInLines,
            _ => Known::Open,
        }
    }

    /// What is known where nothing follows.
    pub(super) fn at_end(&mut self) -> Known {
        self.escaping.end();
        self.plain.end();
        match self.escaping.is_wrong || self.plain.is_wrong {
            true => self.judged(),
            false => Known::BothInLines,
        }
    }

    fn forgive(&mut self) -> Known {
        self.escaping.is_wrong = false;
        self.plain.is_wrong = false;
        Known::Open
    }

    fn judged(&self) -> Known {
        match (self.escaping.is_wrong, self.plain.is_wrong) {
            (true, true) => Known::Neither,
            (is_wrong, _) => Known::Only(!is_wrong),
        }
    }
}
