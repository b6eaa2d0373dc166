//! How a command ends when it does not end well.

use std::io;

use waxseal::{Code, Error};

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error with a stable code, and where one helps a line on what to do.
    Coded(Error, Option<String>),
    /// Standard output cannot be written: whatever there is left to do, nothing would come of it.
    Output(Error),
    /// The command line asks for something that cannot be.
    Usage(String),
    /// Everything was said already; only the exit code remains.
    Told(u8),
    /// The reader of standard output went away, which is no fault of ours.
    Closed,
}

/// What a command and its rooms return.
pub(crate) type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A mistake on the command line.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// The code of the process.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Coded(error, _) | Self::Output(error) => error.code().exit_code(),
            Self::Usage(_) => 2,
            Self::Told(code) => *code,
            Self::Closed => 0,
        }
    }

    /// Adds what to do about it, unless something was said before.
    pub(crate) fn or_hint(self, hint: impl Into<String>) -> Self {
        match self {
            Self::Coded(error, None) => Self::Coded(error, Some(hint.into())),
            other => other,
        }
    }

    /// Adds what to do about it, when the error has this code.
    pub(crate) fn hint_for(self, code: Code, hint: &str) -> Self {
        match self {
            Self::Coded(ref error, None) if error.code() == code => self.or_hint(hint),
            other => other,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Coded(error, None)
    }
}

/// An error of the system about a file or a stream, in words that hold no data.
pub(crate) fn io_error(error: &io::Error, subject: &str) -> Error {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder",
        io::ErrorKind::PermissionDenied => "permission denied",
        io::ErrorKind::AlreadyExists => "exists already and is not overwritten",
        io::ErrorKind::StorageFull => "no space left on the device",
        io::ErrorKind::QuotaExceeded => "the disk quota is used up",
        io::ErrorKind::FileTooLarge => "larger than a file may be here",
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        io::ErrorKind::IsADirectory => "is a folder, not a file",
        io::ErrorKind::NotADirectory => "a part of the path is not a folder",
        io::ErrorKind::InvalidData => "is not UTF-8 text",
        _ => "could not be read or written",
    };
    Error::new(Code::Io, reason).about(subject)
}

/// An error of writing to standard output.
pub(crate) fn output_error(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Output(io_error(error, "standard output")),
    }
}
