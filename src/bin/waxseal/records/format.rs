//! What an input is: plain lines, JSON lines or CSV.

use std::io::Read;

use waxseal::Error;
use waxseal::open::find_orders;

use super::escaped::Escaped;
use super::find::Wish;
use super::input::Input;
use super::lines::BOM;

/// How a dump's first line begins.
const SQL_STARTS: [&str; 9] = [
    "-- MySQL dump",
    "-- MariaDB dump",
    "-- phpMyAdmin SQL Dump",
    "/*!",
    "/*M!",
    "PRAGMA ",
    "CREATE TABLE ",
    "INSERT ",
    "REPLACE INTO ",
];

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Lines of any text.
    Text,
    /// One JSON object per line.
    JsonLines,
    /// A header and rows.
    Csv(Dialect),
    /// Statements: what a database writes to be read by one.
    Sql,
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
    /// How a cell holds what would end it.
    pub(crate) quoting: Quoting,
    /// Whether the first row names the columns.
    pub(crate) header: bool,
}

/// How a cell holds a delimiter or a line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// In quotes.
    Quotes,
    /// After a backslash, and a quote is a letter like any other.
    Backslashes,
}

/// Decides by what was asked for, then by the file's name, then by how it begins.
pub(crate) fn of(input: &mut Input, wish: &Wish) -> Result<Format, Error> {
    let extension = input.extension();
    Ok(match (wish, extension.as_str()) {
        (Wish::Field(_), _) | (Wish::Find, "jsonl" | "ndjson") => Format::JsonLines,
        (Wish::Find | Wish::Column(_), "sql") => Format::Sql,
        (Wish::Find | Wish::Column(_), _) if looks_like_sql(input.head(1)?) => Format::Sql,
        (Wish::Column(_), _) | (Wish::Find, "csv" | "tsv") => Format::Csv(dialect(input.head(2)?)),
        (Wish::Find, _) if looks_like_json(input.head(1)?) => Format::JsonLines,
        (Wish::Find, _) if may_be_header(input.head(1)?) && is_table(input.head(2)?) => {
            Format::Csv(dialect(input.head(2)?))
        }
        (Wish::Find, _) if may_be_row(input.head(1)?) && is_table(input.head(2)?) => {
            Format::Csv(dialect(input.head(2)?))
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
    let delimiter = delimiter(line).unwrap_or(b',');
    Dialect {
        delimiter,
        bom: head.starts_with(BOM),
        crlf: line.ends_with(b"\r"),
        quoting: quoting(head, delimiter),
        header: !holds_order(line),
    }
}

/// Databases escape, and spreadsheets quote. Where neither is to be seen, a quote is a letter: one
/// in a note must not make the rows after it a part of the note.
fn quoting(head: &[u8], delimiter: u8) -> Quoting {
    let has = |bytes: &[u8]| head.windows(bytes.len()).any(|window| window == bytes);
    let quotes = has(b"\t\"") || has(b"\n\"") || head.starts_with(b"\"");
    match delimiter {
        b'\t' if has(b"\\N") || !quotes => Quoting::Backslashes,
        _ => Quoting::Quotes,
    }
}

/// A header's cells are names.
fn holds_order(line: &[u8]) -> bool {
    !find_orders(&String::from_utf8_lossy(line)).is_empty()
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

/// What dumps begin with. Lines that are no statement are lines of text in SQL too.
fn looks_like_sql(head: &[u8]) -> bool {
    let line = first_line(head).trim_ascii_end();
    let starts = |words: &[u8]| {
        line.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words))
    };
    line == b"--" || SQL_STARTS.iter().any(|words| starts(words.as_bytes()))
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
    let lengths: Vec<_> = first_rows(head).iter().map(Vec::len).collect();
    lengths.len() < 3 || lengths[0] == lengths[1]
}

/// Whether this is a row of a table without a header, as databases write them: a cell is an order.
/// Tabs are rare in anything else, so there it may also be within a cell. No more than a line is
/// waited for: who sends a single order waits for what comes out.
fn may_be_row(head: &[u8]) -> bool {
    let rows = first_rows(head);
    let is_order = |cell: &String| match delimiter(first_line(head)) {
        Some(b'\t') => holds_order(cell.as_bytes()),
        _ => find_orders(cell).iter().any(|order| order == cell),
    };
    rows.first().is_some_and(|row| row.len() > 1 && row.iter().any(is_order))
}

/// The first two rows, and a third if they end here.
fn first_rows(head: &[u8]) -> Vec<Vec<String>> {
    let Dialect { delimiter, quoting, .. } = dialect(head);
    let input = head.chain(&b"\nafter\n"[..]);
    if quoting == Quoting::Backslashes {
        let mut rows = Escaped::new(input, delimiter, "");
        let rows = std::iter::from_fn(|| rows.next().ok().flatten()).take(3);
        return rows.filter_map(|row| row.cells.ok()).collect();
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(input);
    let text = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
    let rows = reader.byte_records().take(3).filter_map(Result::ok);
    rows.map(|row| row.iter().map(text).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Quoting, delimiter, dialect, is_table, looks_like_json, may_be_header};

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
    fn what_a_spreadsheet_writes_is_quoted_and_what_a_database_writes_is_escaped() {
        let is_escaped = |head: &[u8]| dialect(head).quoting == Quoting::Backslashes;
        assert!(is_escaped(b"id\tnote\n1\t\\N\n"));
        assert!(is_escaped(b"id\tnote\n1\tplain\n"));
        assert!(is_escaped(b"1\t\\N\t\"a quote that never ends\n"));
        assert!(!is_escaped(b"id\tnote\n1\t\"two\nlines\"\n"));
        assert!(!is_escaped(b"id,note\n1,\\N\n"));
    }

    #[test]
    fn json_lines_begin_with_an_object() {
        assert!(looks_like_json(b"{\"id\":1}\n"));
        assert!(looks_like_json(b"\xef\xbb\xbf { \"id\": 1"));
        assert!(!looks_like_json(b"{id} eyJ"));
        assert!(!looks_like_json(b"[{\"id\":1}]"));
    }
}
