//! What an input is: plain lines, JSON lines or CSV.

use std::io::Read;

use waxseal::Error;

use super::find::Wish;
use super::input::Input;
use super::lines::BOM;

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Lines of any text.
    Text,
    /// One JSON object per line.
    JsonLines,
    /// A header and rows.
    Csv(Dialect),
}

/// How a CSV is written. What comes out is written as what went in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// Between cells.
    pub(crate) delimiter: u8,
    /// Whether it begins with a byte order mark, without which Excel takes UTF-8 for Latin-1.
    pub(crate) bom: bool,
    /// Whether lines end in CR LF.
    pub(crate) crlf: bool,
}

/// Decides by what was asked for, then by the file's name, then by how it begins.
pub(crate) fn of(input: &mut Input, wish: &Wish) -> Result<Format, Error> {
    let extension = input.extension();
    Ok(match (wish, extension.as_str()) {
        (Wish::Field(_), _) | (Wish::Find, "jsonl" | "ndjson") => Format::JsonLines,
        (Wish::Column(_), _) | (Wish::Find, "csv" | "tsv") => Format::Csv(dialect(input.head(1)?)),
        (Wish::Find, _) if looks_like_json(input.head(1)?) => Format::JsonLines,
        (Wish::Find, _) if may_be_header(input.head(1)?) && is_table(input.head(2)?) => {
            Format::Csv(dialect(input.head(1)?))
        }
        (Wish::Find, _) => Format::Text,
    })
}

fn first_line(head: &[u8]) -> &[u8] {
    let head = head.strip_prefix(BOM).unwrap_or(head);
    head.split(|byte| *byte == b'\n').next().unwrap_or_default()
}

fn dialect(head: &[u8]) -> Dialect {
    let line = first_line(head);
    Dialect {
        delimiter: delimiter(line).unwrap_or(b','),
        bom: head.starts_with(BOM),
        crlf: line.ends_with(b"\r"),
    }
}

/// The one of comma, semicolon and tab that the header has most of, outside quotes.
fn delimiter(line: &[u8]) -> Option<u8> {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in line {
        quoted ^= *byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(d, _)| d == byte && !quoted) {
            *count += 1;
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).filter(|(_, n)| *n > 0).map(|(d, _)| d)
}

fn looks_like_json(head: &[u8]) -> bool {
    let line = first_line(head).trim_ascii_start();
    line.strip_prefix(b"{")
        .is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}')))
}

/// A header's cells are names: they hold no order, and no time of a log.
fn may_be_header(head: &[u8]) -> bool {
    let line = first_line(head);
    let is_name = |cell: &[u8]| {
        let cell = cell.trim_ascii();
        !cell.first().is_some_and(u8::is_ascii_digit) && !cell.windows(3).any(|w| w == b"eyJ")
    };
    delimiter(line).is_some_and(|delimiter| line.split(|byte| *byte == delimiter).all(is_name))
}

/// Whether the first row has as many cells as the header, or there is none, or it does not end
/// here: a long note in quotes must not make a table into lines, where its own lines would count.
fn is_table(head: &[u8]) -> bool {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(dialect(head).delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(head.chain(&b"\nafter\n"[..]));
    let mut lengths = reader.byte_records().map(|row| row.map_or(0, |row| row.len()));
    let (header, row, after) = (lengths.next(), lengths.next(), lengths.next());
    after.is_none() || header == row
}

#[cfg(test)]
mod tests {
    use super::{delimiter, is_table, looks_like_json, may_be_header};

    fn is_csv(head: &[u8]) -> bool {
        !looks_like_json(head) && may_be_header(head) && is_table(head)
    }

    #[test]
    fn the_delimiter_is_what_the_header_has_most_of() {
        assert_eq!(delimiter(b"id,\"a;b;c\",note"), Some(b','));
        assert_eq!(delimiter(b"id;\"Name, Vorname\";note"), Some(b';'));
        assert_eq!(delimiter(b"id\tname"), Some(b'\t'));
        assert_eq!(delimiter(b"sealed"), None);
    }

    #[test]
    fn tables_are_told_from_logs_json_and_plain_orders() {
        assert!(is_csv(b"id,sealed\r\n1,eyJhbGciOi.a.b.c.d\r\n"));
        assert!(is_csv(b"\xef\xbb\xbfid;note;sealed\n1;\"x\ny\";eyJ"));
        assert!(is_csv(b"id,sealed\n"));
        assert!(is_csv(b"id,note,sealed\n1,\"a note whose end is not here yet\nof two lines"));
        assert!(!is_csv(b"eyJhbGciOi.a.b.c.d\neyJhbGciOi.a.b.c.d\n"));
        assert!(!is_csv(b"2027-01-31 10:00:00,123 INFO order eyJ\n2027-01-31 10:00:00,124 INFO x"));
        assert!(!is_csv(b"Dear Ada, thank you\nfor the order\n"));
        assert!(!is_csv(b"{\"id\": 1, \"sealed\": \"\"}\n"));
    }

    #[test]
    fn json_lines_begin_with_an_object() {
        assert!(looks_like_json(b"{\"id\":1}\n"));
        assert!(looks_like_json(b"\xef\xbb\xbf { \"id\": 1"));
        assert!(!looks_like_json(b"{id} eyJ"));
        assert!(!looks_like_json(b"[{\"id\":1}]"));
    }
}
