//! How far a run came: a small file beside the output, which holds nothing of an order.

use std::path::Path;

use sha2::{Digest, Sha256};
use waxseal::jose::json::{self, Writer};
use waxseal::jose::{Json, base64url};
use waxseal::{Code, Error};

use super::tally::Tally;
use crate::files;

const FORMAT: u64 = 1;

/// How many bytes there were, and their SHA-256.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    pub(crate) length: u64,
    hash: Sha256,
}

impl Seen {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        self.hash.update(bytes);
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { length: self.length, sha256: base64url::encode(&self.hash.clone().finalize()) }
    }
}

/// The same as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) length: u64,
    sha256: String,
}

impl Mark {
    pub(super) fn write(&self) -> String {
        let mut object = Writer::default();
        object.integer("length", self.length).string("sha256", &self.sha256);
        object.finish()
    }

    fn read(object: Option<&Json>) -> Result<Self, Error> {
        let object = object.ok_or_else(|| malformed("no mark"))?;
        let sha256 = object.string_member("sha256")?.into();
        Ok(Self { length: object.integer_member("length")?, sha256 })
    }
}

/// How far a run came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Progress {
    /// What is done, in so many words: another command, or the same with other flags, must not go
    /// on with it.
    pub(crate) job: String,
    /// When it began, in seconds since 1970.
    pub(crate) began: u64,
    pub(crate) input: Mark,
    pub(crate) output: Mark,
    /// Whether that is all of it.
    pub(crate) is_whole: bool,
    pub(crate) tally: Tally,
}

impl Progress {
    /// A run that begins.
    pub(crate) fn new(job: &str, began: u64, tally: Tally) -> Self {
        let nothing = Seen::default().mark();
        let (input, output) = (nothing.clone(), nothing);
        Self { job: job.into(), began, input, output, is_whole: false, tally }
    }

    /// Writes it in place of what was there.
    pub(crate) fn record(&self, path: &Path) -> Result<(), Error> {
        let mut object = Writer::default();
        object
            .integer("format", FORMAT)
            .string("job", &self.job)
            .integer("began", self.began)
            .object("input", &self.input.write())
            .object("output", &self.output.write())
            .integer("whole", self.is_whole.into())
            .object("tally", &self.tally.write());
        files::replace(path, (object.finish() + "\n").as_bytes())
    }

    /// Reads how far an earlier run of the same job came.
    ///
    /// # Errors
    /// `conflict` if it was another job.
    pub(crate) fn earlier(&self, path: &Path) -> Result<Self, Error> {
        let read = || self.parse(&files::read_text(path)?);
        read().map_err(|error| error.about(&files::name(path)))
    }

    fn parse(&self, text: &str) -> Result<Self, Error> {
        let object = json::parse(text)?;
        if object.integer_member("format")? != FORMAT {
            return Err(Error::new(Code::Unsupported, "written by another version"));
        }
        if object.string_member("job")? != self.job {
            return Err(Error::new(Code::Conflict, "begun by another command, or other flags"));
        }
        let mut tally = self.tally.clone();
        tally.read(object.get("tally").ok_or_else(|| malformed("no tally"))?)?;
        Ok(Self {
            job: self.job.clone(),
            began: object.integer_member("began")?,
            input: Mark::read(object.get("input"))?,
            output: Mark::read(object.get("output"))?,
            is_whole: object.integer_member("whole")? == 1,
            tally,
        })
    }
}

fn malformed(reason: &'static str) -> Error {
    Error::new(Code::Malformed, reason)
}
