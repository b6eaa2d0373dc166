//! One run at a time in a folder: a second would build the package that the first one's tests load.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use anyhow::{Context, Result};

const LOCK: &str = "target/test.lock";

/// Waits until no other run is under way in this folder. Held until it is dropped.
pub(super) fn in_this_folder() -> Result<File> {
    fs::create_dir_all(Path::new("target")).context("target")?;
    let file = File::create(LOCK).context(LOCK)?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => println!("another run is under way here: waiting for it"),
        Err(TryLockError::Error(error)) => return Err(error).context(LOCK),
    }
    file.lock().context(LOCK)?;
    Ok(file)
}
