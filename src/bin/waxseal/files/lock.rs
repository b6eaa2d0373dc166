//! One command at a time.

use std::fs::File;
use std::path::Path;

use waxseal::Error;

use super::{about, access};

/// Held by one command at a time; let go when it is dropped, or when the command ends in any way.
pub(crate) struct Lock {
    _file: File,
}

/// Waits for the lock on a file, which is made if it is not there.
pub(crate) fn lock(path: &Path) -> Result<Lock, Error> {
    let mut options = access::options();
    let file = options
        .create(true)
        .write(true)
        .truncate(false)
        .open(path)
        .map_err(|error| about(&error, path))?;
    file.lock().map_err(|error| about(&error, path))?;
    Ok(Lock { _file: file })
}
