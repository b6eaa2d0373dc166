//! Replaces orders where they stand, and leaves all else byte for byte: columns, quoting, line
//! ends, encoding, whatever the format. Memory is bounded, and a file that is written can be gone on
//! with after an interruption at any moment.
//!
//! | file | what |
//! | --- | --- |
//! | `word`, `digits` | an order in the bytes around it |
//! | `rows` | where rows end |
//! | `scan` | the input in chunks |
//! | `received` | when a row's order came in |
//! | `rewrite` | a chunk with other orders in it |
//! | `target`, `progress` | where it goes, and how far it came |
//! | `tally` | how many there were |
//! | `reseal` | the orders of a chunk, sealed again and recorded |

mod digits;
mod progress;
mod received;
mod reseal;
mod rewrite;
mod rows;
mod scan;
mod tally;
mod target;
#[cfg(test)]
mod tests;
mod word;

use std::path::Path;

use waxseal::{Code, Error};

use crate::args;
use crate::clock;
use crate::failure::Outcome;
use crate::files;
use crate::records::{Format, Input, Reader, Wish, format_of};
use crate::ui;
use progress::{Progress, Seen};
use rewrite::rewrite;
use scan::{Chunk, Scanner};
use target::Target;

pub(crate) use received::{Received, unread};
pub(crate) use reseal::{Resealing, Sealed};
pub(crate) use rewrite::Fate;
pub(crate) use scan::Find;
pub(crate) use tally::Tally;
pub(crate) use word::without_orders;

/// What is to be done.
pub(crate) struct Job<'a> {
    /// In so many words, with all that makes a difference to the output.
    pub(crate) name: String,
    /// What is read, and where it goes.
    pub(crate) stored: &'a args::Stored,
    /// When the orders came in: a time, or a name in the rows.
    pub(crate) received: Option<&'a str>,
    /// Whether rows may be removed.
    pub(crate) drops_rows: bool,
    /// Whether nothing is written.
    pub(crate) is_dry: bool,
    /// What is counted.
    pub(crate) counts: &'a [&'static str],
}

/// What is done with the orders of a chunk, before any of its output is written.
pub(crate) trait Work {
    /// Decides what becomes of each order, in their order, and counts it.
    fn chunk(&mut self, finds: &[Find], tally: &mut Tally) -> Outcome<Vec<Fate>>;
}

/// A stream that is about to run.
pub(crate) struct Stream {
    scanner: Scanner<Reader>,
    name: String,
    rows: Option<Format>,
    received: Option<Received>,
    /// Nothing, if an earlier run wrote all of it.
    target: Option<Target>,
    progress: Progress,
    shown: ui::Progress,
}

impl Stream {
    /// Opens the input and the output, and holds what an earlier run wrote to what it recorded.
    ///
    /// # Errors
    /// `io` if the output is there already; `conflict` if it is not what was written.
    pub(crate) fn open(job: &Job<'_>) -> Outcome<Self> {
        let mut input = Input::open(&job.stored.input)?;
        let name = input.name().to_owned();
        if input.is_stdin() {
            ui::say_if_typing();
        }
        let received = job.received.map(|text| Received::of(text, &mut input)).transpose()?;
        let rows = match job.drops_rows {
            true => Some(format_of(&mut input, &Wish::Find)?),
            false => received.as_ref().and_then(Received::rows),
        };
        let shown = ui::Progress::begin(input.size());
        let scanner = Scanner::new(input.into_reader(), &name, rows);
        let mut progress = Progress::new(&job.name, clock::now()?, Tally::new(job.counts));
        let target = Target::of(job, &mut progress)?;
        Ok(Self { scanner, name, rows, received, target, progress, shown })
    }

    /// When the work began, in seconds since 1970; an interruption does not change that.
    pub(crate) fn began(&self) -> u64 {
        self.progress.began
    }

    /// Does the work on all that is left.
    pub(crate) fn run(mut self, work: &mut dyn Work) -> Outcome<Tally> {
        let Some(mut target) = self.target.take() else { return Ok(self.progress.tally) };
        let input = self.find_back()?;
        self.chunks(input, &mut target, work).map_err(|failure| target.explain(failure))?;
        target.end(&mut self.progress)?;
        Ok(self.progress.tally)
    }

    fn chunks(&mut self, mut input: Seen, to: &mut Target, work: &mut dyn Work) -> Outcome<()> {
        while let Some(mut chunk) = self.scanner.next()? {
            input.add(chunk.bytes);
            if let Some(received) = &self.received {
                set_times(received, &mut chunk, &mut self.progress.tally);
            }
            let fates = work.chunk(&chunk.finds, &mut self.progress.tally)?;
            chunk.finds.iter().for_each(|_| self.shown.row(input.length));
            let bytes = rewrite(&chunk, &fates, self.rows);
            self.progress.input = input.mark();
            to.write(&bytes, &mut self.progress)?;
        }
        Ok(())
    }

    /// Reads to where an earlier run stopped: chunks end at the same places every time.
    fn find_back(&mut self) -> Outcome<Seen> {
        let mark = &self.progress.input;
        let mut input = Seen::default();
        while input.length < mark.length {
            let Some(chunk) = self.scanner.next()? else { break };
            input.add(chunk.bytes);
        }
        if input.mark() == *mark {
            return Ok(input);
        }
        let changed = Error::new(Code::Conflict, "is not what it was when this was begun");
        Err(changed.about(&self.name).into())
    }
}

fn set_times(received: &Received, chunk: &mut Chunk<'_>, tally: &mut Tally) {
    let row = |find: &Find| chunk.row_of(find).map(|row| &chunk.bytes[row]);
    let times: Vec<_> = chunk.finds.iter().map(|find| received.of_bytes(row(find))).collect();
    for (find, time) in chunk.finds.iter_mut().zip(times) {
        find.received = time;
        tally.without_time(time.is_none());
    }
}

/// Tells what became of the orders. An input without any is not what was meant.
pub(crate) fn end(tally: &Tally, input: &Path) -> Outcome<()> {
    if tally.orders() > 0 {
        return tally.end();
    }
    let name = if input == Path::new("-") { "standard input".into() } else { files::name(input) };
    Err(Error::new(Code::Malformed, "no order found in it").about(&name).into())
}
