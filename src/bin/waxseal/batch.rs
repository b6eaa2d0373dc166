//! Goes through the orders of all inputs: what fails is told and counted, and the rest goes on.
//!
//! Orders are taken in chunks, so that the ledger is written once for many of them, before any of
//! their output.

use std::path::{Path, PathBuf};

use waxseal::{Code, Error};

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::passphrase::Source;
use crate::records::{Finder, Input, Row, Rows, Wish};
use crate::ui;

/// So many failures are told one by one.
pub(crate) const TOLD: u64 = 20;

/// So many records make a chunk at most; less where the next row may be long in coming.
const CHUNK: u64 = 256;
/// So many bytes of rows do, too.
const CHUNK_BYTES: usize = 4 << 20;

/// What is done with each order.
pub(crate) trait Work {
    /// Looks at an input before its first row.
    fn begin(&mut self, rows: &Rows) -> Outcome<()>;

    /// Takes in one order. Returns why it failed, if it did.
    fn order(&mut self, row: &Row, order: &str) -> Outcome<Result<(), Error>>;

    /// Takes in a row that cannot be read.
    fn unreadable(&mut self, row: &Row, error: &Error) -> Outcome<()>;

    /// Passes on a row in which there is no order. Returns whether it did, or left it out.
    fn without(&mut self, _row: &Row) -> Outcome<bool> {
        Ok(false)
    }

    /// Ends a chunk: what was taken in is recorded, then written.
    fn flush(&mut self) -> Outcome<()> {
        Ok(())
    }
}

/// How many there were, and how many failed.
#[derive(Default)]
pub(crate) struct Tally {
    records: u64,
    failed: u64,
    /// Rows without an order that no record tells of.
    left_out: u64,
    /// Rows without an order that came out as they went in.
    passed_on: u64,
    first: Option<Error>,
}

/// Whether standard input is among the inputs.
pub(crate) fn reads_stdin(input: &args::Input) -> bool {
    input.files.is_empty() || input.files.iter().any(|path| path == Path::new("-"))
}

/// Where the passphrase comes from, unless both it and orders were to be standard input.
pub(crate) fn passphrase(source: Source, input: &args::Input) -> Outcome<Source> {
    match source.is_stdin() && reads_stdin(input) {
        true => Err(Failure::usage("standard input cannot be both the passphrase and the orders")),
        false => Ok(source),
    }
}

/// Does the work on every order of every input.
pub(crate) fn run(input: &args::Input, work: &mut dyn Work) -> Outcome<Tally> {
    let stdin = [PathBuf::from("-")];
    let paths = if input.files.is_empty() { &stdin[..] } else { &input.files[..] };
    if reads_stdin(input) {
        ui::say_if_typing();
    }
    let wish = Wish::of(input);
    let mut tally = Tally::default();
    for path in paths {
        let named = (paths.len() > 1).then(|| crate::files::name(path));
        match one(path, &wish, work, &mut tally, named.as_deref()) {
            Err(Failure::Coded(error, _)) if named.is_some() => {
                tally.count(Err(error), named.as_deref());
            }
            other => other?,
        }
    }
    Ok(tally)
}

fn one(
    path: &Path,
    wish: &Wish,
    work: &mut dyn Work,
    tally: &mut Tally,
    named: Option<&str>,
) -> Outcome<()> {
    let input = Input::open(path)?;
    let none = Error::new(Code::Malformed, "no order found in it").about(input.name());
    let mut rows = Rows::of(input, wish)?;
    let finder = Finder::of(wish, &rows)?;
    work.begin(&rows)?;
    let before = tally.records;
    let read = all(&mut rows, &finder, work, tally, named);
    // What was taken in before a failure is written all the same.
    work.flush()?;
    read?;
    if tally.records == before { Err(none.into()) } else { Ok(()) }
}

fn all(
    rows: &mut Rows,
    finder: &Finder,
    work: &mut dyn Work,
    tally: &mut Tally,
    named: Option<&str>,
) -> Outcome<()> {
    let mut chunk = Chunk::default();
    while let Some(row) = rows.next()? {
        let known = tally.records;
        if let Err(error) = &row.content {
            work.unreadable(&row, error)?;
            tally.count(Err(error.clone()), named);
            chunk.add(row.carried(), work)?;
        }
        for order in finder.orders(&row) {
            tally.count(work.order(&row, &order)?, named);
            chunk.add(order.len() + row.carried(), work)?;
        }
        if tally.records == known {
            tally.count_without(work.without(&row)?);
            chunk.add(row.carried(), work)?;
        }
        if rows.may_wait() {
            work.flush()?;
        }
    }
    Ok(())
}

/// What was taken in since the last flush, at most.
#[derive(Default)]
struct Chunk {
    records: u64,
    bytes: usize,
}

impl Chunk {
    fn add(&mut self, bytes: usize, work: &mut dyn Work) -> Outcome<()> {
        self.records += 1;
        self.bytes += bytes;
        if self.records >= CHUNK || self.bytes >= CHUNK_BYTES {
            *self = Self::default();
            work.flush()?;
        }
        Ok(())
    }
}

impl Tally {
    fn count(&mut self, result: Result<(), Error>, named: Option<&str>) {
        self.records += 1;
        let Err(error) = result else { return };
        self.failed += 1;
        if self.failed <= TOLD {
            ui::coded(&error, named);
        }
        self.first.get_or_insert(error);
    }

    fn count_without(&mut self, was_passed_on: bool) {
        let count = if was_passed_on { &mut self.passed_on } else { &mut self.left_out };
        *count += 1;
    }

    /// A single input that failed ends with its own code, some of a batch with 6.
    pub(crate) fn end(self) -> Outcome<()> {
        for (count, what) in
            [(self.left_out, "left out"), (self.passed_on, "passed on as they are")]
        {
            if count > 0 {
                ui::note(&format!("rows without an order, {what}: {count}"));
            }
        }
        if self.failed > TOLD {
            ui::note(&format!("{} more failed; each record has its code", self.failed - TOLD));
        }
        let Some(first) = self.first else { return Ok(()) };
        if self.records == 1 {
            return Err(Failure::Told(first.code().exit_code()));
        }
        ui::note(&format!("{} of {} orders failed", self.failed, self.records));
        Err(Failure::Told(6))
    }
}
