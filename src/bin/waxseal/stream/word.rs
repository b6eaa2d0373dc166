//! Orders in bytes of any kind, as `waxseal::open::find_orders` finds them in text.

use std::borrow::Cow;
use std::ops::Range;

use waxseal::open::names_an_order;

use super::digits;
use crate::hex;
use crate::records::BOM;

/// How every protected header begins: base64url of `{"`.
const START: &str = "eyJ";
/// How ours begins: base64url of `{"alg":"ECDH-ES`. A damaged order may have no more of it.
pub(super) const OUR_START: &str = "eyJhbGciOiJFQ0RILUVT";
/// The length of `\u0065`.
pub(super) const ESCAPE: usize = 6;
/// What stands around a cell or a value, in CSV, JSON and SQL.
const AROUND_A_VALUE: &[u8] = b"\n\r,;\t\"'\\";

/// A word that is taken for an order, whole or damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// The order, with `~` between its parts.
    pub(crate) order: String,
    /// How it is written there.
    pub(crate) writing: Writing,
}

/// How an order is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    Plain,
    /// A form's body as a browser sent it: `~` is `%7E`.
    Upper,
    /// The same in lower case.
    Lower,
    /// In hexadecimal digits, as `mysqldump --hex-blob` does.
    Hex,
}

impl Writing {
    fn of(text: &str) -> Self {
        match text.find('%').map(|at| &text[at..]) {
            None => Self::Plain,
            Some(rest) if rest.starts_with("%7E") => Self::Upper,
            Some(_) => Self::Lower,
        }
    }

    /// An order as it is written where the other stood.
    pub(crate) fn write(self, order: &str) -> Cow<'_, str> {
        match self {
            Self::Plain => Cow::Borrowed(order),
            Self::Upper => Cow::Owned(order.replace('~', "%7E")),
            Self::Lower => Cow::Owned(order.replace('~', "%7e")),
            Self::Hex => Cow::Owned(hex::encode(order.as_bytes())),
        }
    }
}

/// The text with nothing where orders stand.
pub(crate) fn without_orders(text: &str) -> String {
    let (mut rest, mut at, mut copied) = (String::with_capacity(text.len()), 0, 0);
    while let Some(Run::Whole(run)) = next_run(text.as_bytes(), at, true) {
        at = run.end;
        for word in in_run(text.as_bytes(), &run, None) {
            rest.push_str(&text[copied..word.range.start]);
            copied = word.range.end;
        }
    }
    rest + &text[copied..]
}

/// A run of the characters that an order is made of.
pub(crate) enum Run {
    /// It ends before the bytes do, or they are all there is.
    Whole(Range<usize>),
    /// More of it may follow.
    Cut(Range<usize>),
}

/// The first run at or after a position. `is_all` says that nothing follows these bytes.
pub(crate) fn next_run(bytes: &[u8], from: usize, is_all: bool) -> Option<Run> {
    let mut start = from;
    while start < bytes.len() && step(bytes, start, is_all) == Some(0) {
        // An escaped backslash escapes nothing.
        start += if bytes[start..].starts_with(b"\\\\") { 2 } else { 1 };
    }
    if start == bytes.len() {
        return None;
    }
    let mut end = start;
    loop {
        match step(bytes, end, is_all) {
            None => return Some(Run::Cut(start..end)),
            Some(0) => return Some(Run::Whole(start..end)),
            Some(length) => end += length,
        }
    }
}

/// The length of the character of an order that stands here: 0 if another does, `None` if that
/// depends on what follows.
fn step(bytes: &[u8], at: usize, is_all: bool) -> Option<usize> {
    match bytes.get(at) {
        None => is_all.then_some(0),
        Some(byte) if is_of_order(*byte) => Some(1),
        Some(b'\\') => escape(&bytes[at..], is_all),
        Some(b'%') => match &bytes[at + 1..bytes.len().min(at + 3)] {
            b"7E" | b"7e" => Some(3),
            b"" | b"7" if !is_all => None,
            _ => Some(0),
        },
        Some(_) => Some(0),
    }
}

pub(super) fn is_of_order(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)
}

/// The length of an escape of JSON for a character of an order, as `step` gives it.
fn escape(bytes: &[u8], is_all: bool) -> Option<usize> {
    const START: &[u8] = b"\\u00";
    let known = &bytes[..bytes.len().min(ESCAPE)];
    match known.get(START.len()..) {
        None if START.starts_with(known) && !is_all => None,
        Some(_) if known.len() == ESCAPE => Some(unescaped(known).map_or(0, |_| ESCAPE)),
        Some(_) if known.starts_with(START) && !is_all => None,
        _ => Some(0),
    }
}

/// The character of an order that an escape of JSON begins these bytes with, if one does.
fn unescaped(bytes: &[u8]) -> Option<u8> {
    let digits = bytes.strip_prefix(b"\\u00")?.get(..2)?;
    let byte = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    Some(byte).filter(|byte| is_of_order(*byte) && digits[0] != b'+')
}

/// The text of a run without the escapes of JSON, and where each of its bytes is written.
fn plain<'a>(bytes: &[u8], run: &Range<usize>) -> (Cow<'a, str>, Vec<usize>) {
    let (mut text, mut places, mut at) = (String::new(), Vec::new(), run.start);
    while at < run.end {
        let escaped = unescaped(&bytes[at..run.end]);
        text.push(char::from(escaped.unwrap_or(bytes[at])));
        places.push(at);
        at += escaped.map_or(1, |_| ESCAPE);
    }
    places.push(run.end);
    (Cow::Owned(text), places)
}

/// The orders in a run: one, unless it is of digits. What stands before the run is looked at, too: a
/// value that begins like an order, and names itself no more, is a damaged one.
pub(crate) fn in_run(bytes: &[u8], run: &Range<usize>, before: Option<u8>) -> Vec<Word> {
    let (text, places) = match bytes[run.clone()].contains(&b'\\') {
        true => plain(bytes, run),
        false => (String::from_utf8_lossy(&bytes[run.clone()]), Vec::new()),
    };
    let place = |at: usize| places.get(at).copied().unwrap_or(run.start + at);
    let Some(start) = text.find(START) else {
        let word = |(at, order): (Range<usize>, String)| Word {
            range: place(at.start)..place(at.end),
            order,
            writing: Writing::Hex,
        };
        return digits::orders(&text).into_iter().map(word).collect();
    };
    let text = text[start..].trim_end_matches('.');
    let range = place(start)..place(start + text.len());
    let is_one =
        names_an_order(text) || (looks_like_one(text) && is_a_value(bytes, &range, before));
    let writing = Writing::of(text);
    let order = || text.replace("%7E", "~").replace("%7e", "~");
    is_one.then(|| Word { range: range.clone(), order: order(), writing }).into_iter().collect()
}

fn looks_like_one(text: &str) -> bool {
    let first = text.split(['~', '%']).next().unwrap_or_default();
    first.starts_with(OUR_START) || first.split('.').count() == 5
}

/// Whether it is all that a line, a cell or a quoted value holds.
fn is_a_value(bytes: &[u8], range: &Range<usize>, before: Option<u8>) -> bool {
    let is_space = |byte: &&u8| **byte == b' ';
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| AROUND_A_VALUE.contains(byte));
    let left = &bytes[..range.start];
    let begins = left.starts_with(BOM) && left.len() == BOM.len();
    let mut left = left.iter().rev().skip_while(is_space);
    let mut right = bytes[range.end..].iter().skip_while(is_space);
    (begins || ends(left.next().or(before.as_ref()))) && ends(right.next())
}

#[cfg(test)]
mod tests {
    use super::{Run, Writing, in_run, next_run};

    fn runs(bytes: &[u8]) -> Vec<&[u8]> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(Run::Whole(run)) = next_run(bytes, at, true) {
            found.push(&bytes[run.clone()]);
            at = run.end;
        }
        found
    }

    #[test]
    fn a_run_goes_on_over_an_encoded_tilde_and_over_nothing_else() {
        let expected: [&[u8]; 5] = [b"a.b%7Ec%7ed", b"7F", b"x", b"7", b"-_~"];
        assert_eq!(runs(b" a.b%7Ec%7ed%7F,x%7 \xff-_~%"), expected);
    }

    #[test]
    fn a_run_that_may_go_on_is_cut() {
        for bytes in [&b"  ab"[..], b"  ab%", b"  ab%7"] {
            assert!(
                matches!(next_run(bytes, 0, false), Some(Run::Cut(run)) if run == (2..4)),
                "{bytes:?}"
            );
        }
        assert!(matches!(next_run(b"  ab ", 0, false), Some(Run::Whole(run)) if run == (2..4)));
    }

    fn found(text: &str) -> Option<String> {
        let mut at = 0;
        while let Some(Run::Whole(run)) = next_run(text.as_bytes(), at, true) {
            if let [word] = in_run(text.as_bytes(), &run, None).as_slice() {
                return Some(word.order.clone());
            }
            at = run.end;
        }
        None
    }

    #[test]
    fn a_damaged_order_is_found_where_it_is_a_value_of_its_own() {
        for text in
            ["eyJhbGciOiJFQ0RILUVT", "1,\"eyJ.b.c.d.e\"", "x; eyJ.b.c.d.e~f \n", "'eyJ.b.c.d.e')"]
        {
            assert!(found(text).is_some(), "{text}");
        }
        for text in
            ["eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "see eyJ.b.c.d.e", "eyJ.b.c.d.e and", "eyJ.b.c"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn an_order_is_found_where_json_writes_its_letters_as_escapes() {
        let value = r#"["\u0065y\u004A.b.c.d.\u0065\u002e"]"#;
        let words = in_run(value.as_bytes(), &(2..value.len() - 2), None);
        let words: Vec<_> = words.iter().map(|w| (&value[w.range.clone()], &*w.order)).collect();
        assert_eq!(words, [(r"\u0065y\u004A.b.c.d.\u0065", "eyJ.b.c.d.e")]);
    }

    #[test]
    fn an_escape_that_may_go_on_is_cut_and_an_escaped_backslash_escapes_nothing() {
        for end in [r"\", r"\u", r"\u00", r"\u006"] {
            let bytes = format!("  {end}");
            assert!(
                matches!(next_run(bytes.as_bytes(), 0, false), Some(Run::Cut(run)) if run == (2..2)),
                "{end}"
            );
        }
        assert_eq!(runs(br"\\u0065yJ"), [&b"u0065yJ"[..]]);
        assert_eq!(runs(br"\\\u0065yJ C:\eyJ"), [&br"\u0065yJ"[..], b"C", b"eyJ"]);
    }

    #[test]
    fn an_order_in_hexadecimal_digits_is_written_as_digits() {
        let order = format!("eyJhbGciOiJFQ0RILUVT{}.b.c.d.e", "A".repeat(80));
        let text = format!("0x{}", crate::hex::encode(order.as_bytes()));
        let words = in_run(text.as_bytes(), &(0..text.len()), None);
        assert_eq!((words[0].order.as_str(), words[0].writing), (order.as_str(), Writing::Hex));
        assert_eq!(text[words[0].range.clone()], Writing::Hex.write(&order));
    }

    #[test]
    fn a_tilde_is_written_as_it_was() {
        for text in ["a~b", "a%7Eb", "a%7eb"] {
            assert_eq!(Writing::of(text).write("a~b"), text);
        }
    }
}
