//! What in a text of SQL is quoted, byte by byte: all that is known of it without its grammar.

/// Follows SQL byte by byte.
#[derive(Debug, Clone)]
pub(super) struct Scan {
    backslashes: bool,
    quote: Option<Quote>,
    /// The quote that the byte before ended: the same again is one of its own letters.
    ended: Option<Quote>,
    is_escaped: bool,
    /// How many letters of a word stand before, and whether the last is an E.
    word: (usize, bool),
    depth: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Quote {
    mark: u8,
    escapes: bool,
}

impl Scan {
    /// `backslashes` says whether every string has escapes, or only those that an E precedes.
    pub(super) fn new(backslashes: bool) -> Self {
        let (quote, ended) = (None, None);
        Self { backslashes, quote, ended, is_escaped: false, word: (0, false), depth: 0 }
    }

    /// How many parentheses are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Whether what follows stands in quotes.
    pub(super) fn is_quoted(&self) -> bool {
        self.quote.is_some()
    }

    /// What is open here: the quote, and how many parentheses.
    pub(super) fn place(&self) -> (Option<u8>, usize) {
        (self.quote.map(|quote| quote.mark), self.depth)
    }

    /// Takes the next byte. Returns whether it stands outside quotes, and is none.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let ended = self.ended.take();
        match self.quote {
            Some(quote) => self.take_quoted(byte, quote),
            None if matches!(byte, b'\'' | b'"' | b'`') => {
                self.quote = Some(ended.filter(|quote| quote.mark == byte).unwrap_or(Quote {
                    mark: byte,
                    escapes: byte != b'`' && (self.backslashes || self.word == (1, true)),
                }));
                self.word = (0, false);
            }
            None => {
                self.take_syntax(byte);
                return true;
            }
        }
        false
    }

    fn take_quoted(&mut self, byte: u8, quote: Quote) {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if quote.escapes => self.is_escaped = true,
            _ if byte == quote.mark => self.ended = self.quote.take(),
            _ => {}
        }
    }

    fn take_syntax(&mut self, byte: u8) {
        match byte {
            b'(' => self.depth += 1,
            b')' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.word = match is_word(byte) {
            true => (self.word.0 + 1, byte.eq_ignore_ascii_case(&b'e')),
            false => (0, false),
        };
    }
}

/// Whether a name or a number may have this byte without quotes.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

/// The parts between the commas that stand in no quotes and no parentheses, without the space
/// around them.
pub(super) fn split(text: &[u8], backslashes: bool) -> impl Iterator<Item = &[u8]> {
    let mut scan = Scan::new(backslashes);
    let parts = text.split(move |byte| scan.take(*byte) && *byte == b',' && scan.depth() == 0);
    parts.map(<[u8]>::trim_ascii)
}

#[cfg(test)]
mod tests {
    use super::split;

    fn parts(text: &str, backslashes: bool) -> Vec<&str> {
        let text = split(text.as_bytes(), backslashes);
        text.map(|part| str::from_utf8(part).expect("text")).collect()
    }

    #[test]
    fn commas_in_quotes_and_parentheses_part_nothing() {
        let text = "1, 'a,''b,', f(2, (3)),\"x,\"\"y,\",`z``,`";
        assert_eq!(parts(text, true), ["1", "'a,''b,'", "f(2, (3))", "\"x,\"\"y,\"", "`z``,`"]);
    }

    #[test]
    fn a_backslash_escapes_where_the_dialect_or_an_e_says_so() {
        assert_eq!(parts(r"'a\',b',2", true), [r"'a\',b'", "2"]);
        assert_eq!(parts(r"'a\',2", false), [r"'a\'", "2"]);
        assert_eq!(parts(r"E'a''\',b',2", false), [r"E'a''\',b'", "2"]);
        assert_eq!(parts(r"be'a\',2", false), [r"be'a\'", "2"]);
    }
}
