//! Puts a chunk together again, with other orders in it.

use std::ops::Range;

use super::scan::{Chunk, Find};
use crate::records::{BOM, Format, Members};

/// What becomes of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It stays, byte for byte.
    Keep,
    /// Another takes its place.
    Replace(String),
    /// It goes, with its row where that is all it was for.
    Remove,
}

/// The chunk with its orders replaced: all else is as it was read.
pub(crate) fn rewrite(chunk: &Chunk<'_>, fates: &[Fate], format: Option<Format>) -> Vec<u8> {
    let mut written = Vec::with_capacity(chunk.bytes.len());
    let mut copied = 0;
    for (find, fate) in chunk.finds.iter().zip(fates) {
        let (range, order) = match fate {
            Fate::Keep => continue,
            Fate::Replace(order) => (find.word.range.clone(), find.word.writing.write(order)),
            Fate::Remove => (removed(chunk, find, format), "".into()),
        };
        written.extend_from_slice(&chunk.bytes[copied..range.start]);
        written.extend_from_slice(order.as_bytes());
        copied = range.end;
    }
    written.extend_from_slice(&chunk.bytes[copied..]);
    written
}

/// What goes with an order: its row, if the row holds no other; of a plain line only if it holds
/// nothing else at all, for it may be a line of SQL, and what surrounds the order its syntax. A line
/// of JSON that is no object is one of a larger text, too.
fn removed(chunk: &Chunk<'_>, find: &Find, format: Option<Format>) -> Range<usize> {
    let own = find.word.range.clone();
    let Some(row) = chunk.row_of(find) else { return own };
    let mark = if chunk.bytes[row.clone()].starts_with(BOM) { BOM.len() } else { 0 };
    let row = row.start + mark..row.end;
    let is_only =
        chunk.finds.iter().filter(|other| row.contains(&other.word.range.start)).count() == 1;
    let goes = match format {
        Some(Format::Csv(_)) => is_only,
        Some(Format::JsonLines) => is_only && is_object(&chunk.bytes[row.clone()]),
        _ => chunk.bytes[row.clone()].trim_ascii() == &chunk.bytes[own.clone()],
    };
    if goes { row } else { own }
}

fn is_object(line: &[u8]) -> bool {
    str::from_utf8(line).is_ok_and(|line| Members::parse(line.trim()).is_ok())
}
