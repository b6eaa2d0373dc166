//! Takes an input apart into chunks: its bytes as they are, and where in them orders stand.
//!
//! Chunks end at the same places whenever the input is the same, however it arrives: that is how
//! a run that was interrupted finds its way back.

use std::io::{self, Read};
use std::ops::Range;

use waxseal::Error;
use waxseal::order::MAX_BYTES;

use super::rows::Rows;
use super::word::{ESCAPE, Run, Word, in_run, next_run};
use crate::failure::io_error;
use crate::records::{BOM, Format};

/// So many orders make a chunk at most.
const ORDERS: usize = 256;
/// So many bytes make a chunk, whatever stands in them.
const BYTES: usize = 1 << 20;
/// So long is an order at most, however it is written: with every letter as an escape of JSON.
const LONGEST: usize = ESCAPE * MAX_BYTES;
/// A run that begins in a chunk ends in this, or is longer than any order.
const WINDOW: usize = BYTES + LONGEST + ESCAPE;

/// An order where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Find {
    pub(crate) word: Word,
    /// The line, counted from 1.
    pub(crate) line: u64,
    /// When it came in, in seconds since 1970, if that is known.
    pub(crate) received: Option<u64>,
}

/// Some of an input.
pub(crate) struct Chunk<'a> {
    /// As it was read.
    pub(crate) bytes: &'a [u8],
    /// The orders, whole or damaged.
    pub(crate) finds: Vec<Find>,
    /// The rows that begin and end here, if rows are followed.
    pub(crate) rows: Vec<Range<usize>>,
}

impl Chunk<'_> {
    /// The row that an order stands in, if that is followed and begins and ends here.
    pub(crate) fn row_of(&self, find: &Find) -> Option<Range<usize>> {
        let start = find.word.range.start;
        let at = self.rows.partition_point(|row| row.end <= start);
        self.rows.get(at).filter(|row| row.start <= start).cloned()
    }
}

/// Reads an input chunk by chunk, in bounded memory.
pub(crate) struct Scanner<R> {
    input: R,
    name: String,
    buffer: Vec<u8>,
    /// Of the buffer, what the last chunk was.
    taken: usize,
    /// Whether the buffer holds all that there still is.
    is_all: bool,
    /// The last byte of the last chunk.
    before: Option<u8>,
    line: u64,
    /// Whether the last chunk ended in a run that is too long for any order.
    in_long_run: bool,
    rows: Option<Rows>,
}

impl<R: Read> Scanner<R> {
    /// `rows` says what the rows of the input are, where that matters.
    pub(crate) fn new(input: R, name: &str, rows: Option<Format>) -> Self {
        Self {
            input,
            name: name.into(),
            buffer: Vec::with_capacity(WINDOW),
            taken: 0,
            is_all: false,
            before: None,
            line: 1,
            in_long_run: false,
            rows: rows.map(Rows::of),
        }
    }

    /// The next chunk, or `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Chunk<'_>>, Error> {
        self.release();
        self.fill().map_err(|error| io_error(&error, &self.name))?;
        if self.buffer.is_empty() {
            return Ok(None);
        }
        let (words, found_to, long) = self.words();
        let (rows, end) = self.rows_to(found_to);
        self.in_long_run = long && end == found_to;
        self.taken = end;
        let finds = self.located(words, end);
        Ok(Some(Chunk { bytes: &self.buffer[..end], finds, rows }))
    }

    fn release(&mut self) {
        if self.taken > 0 {
            let done = &self.buffer[..self.taken];
            self.line += newlines(done);
            self.before = done.last().copied();
            self.buffer.drain(..self.taken);
            self.taken = 0;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let missing = (WINDOW - self.buffer.len()) as u64;
        self.input.by_ref().take(missing).read_to_end(&mut self.buffer)?;
        self.is_all = self.buffer.len() < WINDOW;
        Ok(())
    }

    /// The orders of a chunk, where it may end, and whether that is in an order without end.
    fn words(&self) -> (Vec<Word>, usize, bool) {
        let mut words = Vec::new();
        let mut at =
            if self.before.is_none() && self.buffer.starts_with(BOM) { BOM.len() } else { 0 };
        while words.len() < ORDERS && at < BYTES {
            let (run, is_cut) = match next_run(&self.buffer, at, self.is_all) {
                None => return (words, self.buffer.len(), false),
                Some(Run::Cut(run)) if run.len() <= LONGEST => return (words, run.start, false),
                Some(Run::Cut(run)) => (run, true),
                Some(Run::Whole(run)) => (run, false),
            };
            let is_rest = self.in_long_run && run.start == 0;
            let (end, is_endless) = self.take(&mut words, &run, is_cut, is_rest);
            if is_cut {
                return (words, end, is_endless);
            }
            at = end;
        }
        (words, at, false)
    }

    /// Takes the orders of a run. Returns how far the run is done with, and whether that is within
    /// an order without end; the rest of one is nothing.
    fn take(
        &self,
        words: &mut Vec<Word>,
        run: &Range<usize>,
        is_cut: bool,
        is_rest: bool,
    ) -> (usize, bool) {
        if is_rest {
            return (run.end, is_cut);
        }
        // Of what begins later, the end may not be seen yet.
        let seen_to = if is_cut { run.end - LONGEST } else { run.end };
        let mut found = in_run(&self.buffer, run, self.before);
        found.retain(|word| word.range.start < seen_to);
        let room = ORDERS - words.len();
        let is_full = found.len() > room;
        found.truncate(room);
        let last = found.last().map_or(run.start, |word| word.range.end);
        words.append(&mut found);
        // A digit may be left over.
        let is_endless = is_cut && last + 1 >= run.end;
        if is_full || !is_endless {
            return (if is_full { last } else { last.max(seen_to) }, false);
        }
        (run.end, true)
    }

    /// The whole rows until there, and where the last of them ends, if any does.
    fn rows_to(&mut self, end: usize) -> (Vec<Range<usize>>, usize) {
        let Some(rows) = &mut self.rows else { return (Vec::new(), end) };
        let is_all = self.is_all && end == self.buffer.len();
        let (rows, cut) = rows.of_chunk(&self.buffer[..end], is_all);
        (rows, cut.unwrap_or(end))
    }

    fn located(&self, words: Vec<Word>, end: usize) -> Vec<Find> {
        let (mut line, mut counted) = (self.line, 0);
        let here = words.into_iter().filter(|word| word.range.end <= end);
        here.map(|word| {
            line += newlines(&self.buffer[counted..word.range.start]);
            counted = word.range.start;
            Find { word, line, received: None }
        })
        .collect()
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}
