//! A text of SQL as it is if backslashes escape, or do not, and whether anybody writes such.

use crate::records::sql::scan::{Scan, is_word};

/// What is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// After the comma between two rows.
    Next,
    Row,
    /// After a row.
    After,
    /// Between two statements.
    Start,
    Statement,
    /// A line that is no SQL: `-- …`, or a command for `psql`.
    Comment,
}

/// One reading, from the rows of a statement on.
pub(super) struct Reading {
    pub(super) scan: Scan,
    escapes: bool,
    pub(super) phase: Phase,
    /// How many values a row has.
    expected: Option<usize>,
    commas: usize,
    /// The byte before; within quotes, the one before those.
    before: u8,
    /// The first letter of the word that stands before, and its length.
    word: (u8, usize),
    /// Whether no dump is written like this.
    pub(super) is_wrong: bool,
}

impl Reading {
    pub(super) fn new(escapes: bool, expected: Option<usize>) -> Self {
        let (scan, phase) = (Scan::new(escapes), Phase::Next);
        let (commas, before, word, is_wrong) = (0, b' ', (b' ', 0), false);
        Self { scan, escapes, phase, expected, commas, before, word, is_wrong }
    }

    pub(super) fn take(&mut self, byte: u8) {
        if self.phase == Phase::Comment {
            self.before = byte;
            if byte == b'\n' {
                let is_within = self.scan.depth() > 0;
                self.phase = if is_within { Phase::Statement } else { Phase::Start };
            }
            return;
        }
        let was_quoted = self.scan.is_quoted();
        self.scan.take(byte);
        match (was_quoted, self.scan.is_quoted()) {
            (false, true) => self.open(byte),
            (true, true) => return,
            (true, false) => {}
            (false, false) => self.outside(byte),
        }
        self.before = byte;
    }

    pub(super) fn end(&mut self) {
        let is_within = matches!(self.phase, Phase::Next | Phase::Row);
        self.is_wrong |= is_within || self.scan.is_quoted();
    }

    /// A string begins, or goes on after a doubled quote.
    fn open(&mut self, mark: u8) {
        let follows_word = self.word.1 > 0 && mark == b'\'' && !self.is_prefixed();
        let is_possible = match self.phase {
            Phase::Row | Phase::Statement => true,
            phase => phase == Phase::Start && mark != b'\'',
        };
        self.is_wrong |= self.before != mark && (follows_word || !is_possible);
        self.word.1 = 0;
    }

    /// `E'…'`, `x'…'`, `_utf8'…'`.
    fn is_prefixed(&self) -> bool {
        match self.word {
            (b'n' | b'N' | b'x' | b'X' | b'b' | b'B', 1) => true,
            (b'e' | b'E', 1) => !self.escapes,
            (b'_', _) => self.escapes,
            _ => false,
        }
    }

    fn outside(&mut self, byte: u8) {
        let touches_string = self.before == b'\'' && is_word(byte);
        let is_command = byte == b'\\' && self.phase == Phase::Start;
        self.is_wrong |= touches_string || (byte == b'\\' && !is_command);
        self.word = match (is_word(byte), self.word) {
            (false, (first, _)) => (first, 0),
            (true, (_, 0)) => (byte, 1),
            (true, (first, length)) => (first, length + 1),
        };
        match self.next_phase(byte) {
            Some(phase) => self.phase = phase,
            None => self.is_wrong = true,
        }
    }

    /// Where the byte leads, unless to nowhere.
    fn next_phase(&mut self, byte: u8) -> Option<Phase> {
        let is_comment = byte == b'-' && self.before == b'-';
        match (self.phase, byte) {
            (Phase::Next, b'(') => {
                self.commas = 0;
                Some(Phase::Row)
            }
            (Phase::Row, b')') if self.scan.depth() == 0 => {
                self.is_wrong |= self.expected.is_some_and(|values| values != self.commas + 1);
                Some(Phase::After)
            }
            (Phase::Row, b';') => None,
            (Phase::Row, byte) => {
                self.commas += usize::from(byte == b',' && self.scan.depth() == 1);
                Some(Phase::Row)
            }
            (Phase::After, b',') => Some(Phase::Next),
            (Phase::After | Phase::Statement, b';') => Some(Phase::Start),
            // `ON CONFLICT DO NOTHING`
            (Phase::After, b'O' | b'o') => Some(Phase::Statement),
            (Phase::Next | Phase::After | Phase::Start, byte) if byte.is_ascii_whitespace() => {
                Some(self.phase)
            }
            (Phase::Next | Phase::After, _) => None,
            (Phase::Start, b';') => Some(Phase::Start),
            (Phase::Start, b'\\') => Some(Phase::Comment),
            (Phase::Start | Phase::Statement, _) if is_comment => Some(Phase::Comment),
            (Phase::Start | Phase::Statement, _) => Some(Phase::Statement),
            (Phase::Comment, _) => Some(Phase::Comment),
        }
    }
}
