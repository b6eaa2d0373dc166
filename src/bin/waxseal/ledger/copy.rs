//! The ledger in a copy of its vault.

use std::path::Path;

use waxseal::Error;

use super::{Head, Ledger, Store, TABLE, seal};
use crate::files;

/// What SQLite keeps beside the table while it is in use, and after a command that was killed.
const LOG: &str = "ledger.db-wal";

impl Ledger {
    /// Copies the ledger, as it stands at this moment, into the folder of a copy. Returns where
    /// that one ends.
    pub(crate) fn copy_to(&self, from: &Path, to: &Path) -> Result<Head, Error> {
        files::copy_new(&from.join(seal::FILE), &to.join(seal::FILE))?;
        let table = to.join(TABLE);
        self.store.copy_to(&table)?;
        let last = Store::open(&table)?.last()?;
        files::sync_file(&table)?;
        Ok(last.map_or_else(|| self.start(), |last| last.head()))
    }
}

/// Copies the files of a ledger that nobody writes, from where nothing may be written.
pub(crate) fn copy_files(from: &Path, to: &Path) -> Result<(), Error> {
    for name in [seal::FILE, TABLE, LOG] {
        let file = from.join(name);
        if name != LOG || files::exists(&file) {
            files::copy_new(&file, &to.join(name))?;
        }
    }
    Ok(())
}
