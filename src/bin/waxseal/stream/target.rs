//! Where the bytes of a stream go: to standard output, or to a file by way of a partial one.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use waxseal::{Code, Error};

use super::Job;
use super::progress::{Mark, Progress, Seen};
use crate::args;
use crate::failure::{Failure, Outcome, output_error};
use crate::files::{self, Partial};
use crate::{interrupt, ui};

const RESUME: &str = "--resume goes on where an earlier run stopped";

/// Where it goes.
pub(super) enum Target {
    Stdout,
    File(Box<Growing>),
    /// It is only counted.
    Nowhere,
}

/// A file that is not whole yet, and the record of how far it came.
pub(super) struct Growing {
    partial: Partial,
    output: Seen,
    path: PathBuf,
}

impl Target {
    /// What the job says; nothing, if an earlier run wrote all of it.
    pub(super) fn of(job: &Job<'_>, progress: &mut Progress) -> Outcome<Option<Self>> {
        let file = |growing| {
            interrupt::at_end(|| ui::note(&format!("stopped; {RESUME}")));
            Self::File(Box::new(growing))
        };
        match args::file(job.stored.out.as_ref()) {
            None if job.stored.resume => {
                Err(Failure::usage("what went to standard output cannot be gone on with"))
            }
            None if job.is_dry => Ok(Some(Self::Nowhere)),
            None => Ok(Some(Self::Stdout)),
            Some(place) if job.stored.resume => Ok(Growing::resume(place, progress)?.map(file)),
            Some(place) => Growing::begin(place, progress).map(file).map(Some),
        }
    }

    /// Writes a chunk, and then how far that is.
    pub(super) fn write(&mut self, bytes: &[u8], progress: &mut Progress) -> Outcome<()> {
        match self {
            Self::Stdout => {
                let mut stdout = stdout().lock();
                let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
                written.map_err(|error| output_error(&error))
            }
            Self::Nowhere => Ok(()),
            Self::File(file) => Ok(file.write(bytes, progress)?),
        }
    }

    /// Says that what stopped the run has not undone it.
    pub(super) fn explain(&self, failure: Failure) -> Failure {
        if let Self::File(_) = self { failure.or_hint(RESUME) } else { failure }
    }

    /// All is written.
    pub(super) fn end(self, progress: &mut Progress) -> Outcome<()> {
        match self {
            Self::Stdout | Self::Nowhere => Ok(()),
            Self::File(file) => Ok(file.end(progress).map(|()| interrupt::at_end(|| ()))?),
        }
    }
}

impl Growing {
    /// Begins the file, where nothing may be.
    fn begin(place: &Path, progress: &Progress) -> Outcome<Self> {
        let path = record_of(place);
        if files::exists(place) {
            return Err(files::taken(place).into());
        }
        if let Some(left) = [&path, &Partial::path_of(place)].into_iter().find(|p| files::exists(p))
        {
            return Err(Failure::from(files::taken(left)).or_hint(RESUME));
        }
        progress.record(&path)?;
        Ok(Self { partial: Partial::begin(place)?, output: Seen::default(), path })
    }

    /// Goes on with the file as its record says, or begins it; nothing, if it is whole.
    fn resume(place: &Path, progress: &mut Progress) -> Outcome<Option<Self>> {
        let path = record_of(place);
        if !files::exists(&path) {
            return Self::begin(place, progress).map(Some);
        }
        *progress = progress.earlier(&path)?;
        if progress.is_whole && !files::exists(&Partial::path_of(place)) {
            check(place, &progress.output)?;
            files::remove(&path)?;
            return Ok(None);
        }
        Self::go_on(place, path, &progress.output).map(Some)
    }

    /// A run that was stopped before its first byte may have left no partial file.
    fn go_on(place: &Path, path: PathBuf, mark: &Mark) -> Outcome<Self> {
        let mut partial = match files::exists(&Partial::path_of(place)) {
            false if mark.length == 0 => Partial::begin(place)?,
            _ => Partial::resume(place)?,
        };
        let mut output = Seen::default();
        partial.look(mark.length, |bytes| output.add(bytes))?;
        if output.mark() != *mark {
            return Err(damaged(&Partial::path_of(place)));
        }
        partial.cut(mark.length)?;
        Ok(Self { partial, output, path })
    }

    fn write(&mut self, bytes: &[u8], progress: &mut Progress) -> Result<(), Error> {
        self.partial.write(bytes)?;
        self.output.add(bytes);
        progress.output = self.output.mark();
        progress.record(&self.path)
    }

    fn end(self, progress: &mut Progress) -> Result<(), Error> {
        progress.is_whole = true;
        progress.record(&self.path)?;
        self.partial.place()?;
        files::remove(&self.path)
    }
}

/// The file that says how far a run came.
fn record_of(place: &Path) -> PathBuf {
    files::with_ending(place, ".progress")
}

fn check(place: &Path, mark: &Mark) -> Outcome<()> {
    let mut output = Seen::default();
    files::look_at(place, u64::MAX, |bytes| output.add(bytes))?;
    if output.mark() == *mark { Ok(()) } else { Err(damaged(place)) }
}

fn damaged(path: &Path) -> Failure {
    let damaged = Error::new(Code::Conflict, "is not what was written before");
    Failure::from(damaged.about(&files::name(path)))
        .or_hint("remove it and the .progress file beside it, and begin anew")
}
