//! SQLite's answers in our words: its own may quote what is in the table.

use rusqlite::ErrorCode;
use waxseal::{Code, Error};

/// What SQLite refused, about the file of this name.
pub(super) fn refused(error: &rusqlite::Error, name: &str) -> Error {
    let (code, reason) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => (Code::Io, "no space left on the device"),
        Some(ErrorCode::ReadOnly) => (Code::Io, "the ledger cannot be written"),
        Some(ErrorCode::CannotOpen) => (Code::Io, "the ledger cannot be opened"),
        Some(ErrorCode::PermissionDenied) => (Code::Io, "permission denied"),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            (Code::Io, "another command holds the ledger")
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            (Code::Tampered, "the ledger is damaged")
        }
        Some(_) => (Code::Io, "the ledger could not be read or written"),
        // A row of another shape than we write.
        None => (Code::Tampered, "the ledger is damaged"),
    };
    Error::new(code, reason).about(name)
}
