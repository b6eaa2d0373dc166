//! How many orders there were, and what became of them.

use waxseal::jose::Json;
use waxseal::jose::json::Writer;
use waxseal::{Code, Error};

use super::received::unread;
use super::scan::Find;
use crate::batch::TOLD;
use crate::failure::{Failure, Outcome};
use crate::ui;

/// Counts that outlast an interruption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    /// What became of the orders that did not fail: a word, and for how many.
    done: Vec<(&'static str, u64)>,
    /// How many of them have a part that no key here opens.
    in_part: u64,
    /// How many came in at a time that cannot be read.
    without_time: u64,
    failed: u64,
    first: Option<Code>,
}

impl Tally {
    /// Counts under these words.
    pub(crate) fn new(words: &[&'static str]) -> Self {
        let done = words.iter().map(|word| (*word, 0)).collect();
        Self { done, in_part: 0, without_time: 0, failed: 0, first: None }
    }

    /// Counts an order under one of the words.
    pub(crate) fn done(&mut self, word: usize) {
        self.done[word].1 += 1;
    }

    /// Counts an order that was opened in part.
    pub(crate) fn in_part(&mut self, is: bool) {
        self.in_part += u64::from(is);
    }

    /// Counts an order whose row should say when it came in.
    pub(crate) fn without_time(&mut self, is: bool) {
        self.without_time += u64::from(is);
    }

    /// Counts an order that failed, and tells why.
    pub(crate) fn failed(&mut self, find: &Find, error: Error) {
        self.failed += 1;
        self.first.get_or_insert(error.code());
        if self.failed <= TOLD {
            ui::coded(&error.at_line(u32::try_from(find.line).unwrap_or(u32::MAX)), None);
        }
    }

    /// How many orders there were.
    pub(crate) fn orders(&self) -> u64 {
        self.failed + self.done.iter().map(|(_, count)| count).sum::<u64>()
    }

    /// Tells the counts. A single order that failed ends with its own code, some of many with 6.
    pub(crate) fn end(&self) -> Outcome<()> {
        if self.failed > TOLD {
            ui::note(&format!("{} more failed; the ledger has each", self.failed - TOLD));
        }
        if self.without_time > 0 {
            ui::warn(&unread(self.without_time));
        }
        let counts = self.done.iter().map(|(word, count)| format!("{count} {word}"));
        let counts = counts.chain([format!("{} failed", self.failed)]).collect::<Vec<_>>();
        let in_part = match self.in_part {
            0 => String::new(),
            count => {
                format!("; of these {count} with a part that no key here opens, left as it was")
            }
        };
        ui::note(&format!("orders: {}{in_part}", counts.join(", ")));
        match self.first {
            None => Ok(()),
            Some(code) if self.orders() == 1 => Err(Failure::Told(code.exit_code())),
            Some(_) => Err(Failure::Told(6)),
        }
    }

    pub(super) fn write(&self) -> String {
        let mut object = Writer::default();
        for (word, count) in &self.done {
            object.integer(word, *count);
        }
        object
            .integer("in-part", self.in_part)
            .integer("without-time", self.without_time)
            .integer("failed", self.failed);
        if let Some(code) = self.first {
            object.string("first", code.as_str());
        }
        object.finish()
    }

    /// Goes on from counts that were written.
    pub(super) fn read(&mut self, object: &Json) -> Result<(), Error> {
        for (word, count) in &mut self.done {
            *count = object.integer_member(word)?;
        }
        self.in_part = object.integer_member("in-part")?;
        self.without_time = object.integer_member("without-time")?;
        self.failed = object.integer_member("failed")?;
        let first = object.optional_string("first")?;
        self.first = Code::ALL.into_iter().find(|code| Some(code.as_str()) == first);
        Ok(())
    }
}
