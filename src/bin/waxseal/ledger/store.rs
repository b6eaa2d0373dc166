//! The table, in SQLite: records are added, and never changed or removed.

mod collected;
mod fault;
mod merge;
mod schema;
mod stored;

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};
use waxseal::{Code, Error};

use super::chain::ChainKey;
use super::{ACCEPT, BEGIN};
use crate::files;

pub(crate) use merge::Told;
pub(crate) use stored::Stored;
use stored::stored;

/// So long a command waits for another one that is writing.
const PATIENCE: Duration = Duration::from_secs(30);

/// The table, open.
pub(crate) struct Store {
    connection: Connection,
    name: String,
}

impl Store {
    /// Makes a table with its first records, in a file that must not be there yet.
    pub(super) fn create(
        path: &Path,
        records: &[String],
        key: &ChainKey,
        id: &str,
    ) -> Result<Self, Error> {
        let name = files::name(path);
        files::make_new(path, |draft| {
            let mut store = Self::connect(draft, &name)?;
            store.run(|db| {
                db.pragma_update(None, "journal_mode", "wal")?;
                db.execute_batch(&format!("BEGIN; {} COMMIT;", schema::SCHEMA))
            })?;
            store.append(records, key, id)?;
            // Closing moves all into the one file that is put in its place.
            store.connection.close().map_err(|(_, error)| fault::refused(&error, &name))
        })?;
        Self::open(path)
    }

    /// Opens a table to write in it.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let store = Self::examine(path)?;
        // A record is only of use if it can be written: better to know before anything is opened.
        store.run(|db| db.execute_batch("BEGIN IMMEDIATE; ROLLBACK;"))?;
        Ok(store)
    }

    /// Opens a table whose writing is not yet asked for.
    pub(super) fn examine(path: &Path) -> Result<Self, Error> {
        let store = Self::connect(path, &files::name(path))?;
        schema::check(&store.connection, &store.name)?;
        Ok(store)
    }

    fn connect(path: &Path, name: &str) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)
            .map_err(|error| fault::refused(&error, name))?;
        let store = Self { connection, name: name.into() };
        store.run(|db| {
            db.busy_timeout(PATIENCE)?;
            db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
            db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
            db.pragma_update(None, "cell_size_check", true)?;
            db.pragma_update(None, "synchronous", "full")
        })?;
        Ok(store)
    }

    /// Adds records in one transaction, each chained to the one before.
    pub(super) fn append(
        &mut self,
        records: &[String],
        key: &ChainKey,
        id: &str,
    ) -> Result<(), Error> {
        self.write(|db| {
            let (mut seq, mut link) = match last(db)? {
                Some(last) => (last.seq, last.mac),
                None => (0, key.start(id)),
            };
            let sql = "INSERT INTO records (seq, record, mac) VALUES (?1, ?2, ?3)";
            let mut insert = db.prepare(sql)?;
            for record in records {
                seq += 1;
                link = key.next(&link, record);
                insert.execute(params![seq, record, link])?;
            }
            Ok(())
        })
    }

    /// The last record.
    pub(crate) fn last(&self) -> Result<Option<Stored>, Error> {
        self.run(last)
    }

    /// The first record, or the second in a ledger that was begun anew, if it is the acceptance.
    pub(crate) fn acceptance(&self) -> Result<Option<Stored>, Error> {
        let first = self.get(1)?;
        let begun = first.as_ref().is_some_and(|first| first.says("command", BEGIN));
        let at = if begun { self.get(2)? } else { first };
        Ok(at.filter(|record| record.says("command", ACCEPT)))
    }

    /// The record in this place.
    pub(super) fn get(&self, seq: u64) -> Result<Option<Stored>, Error> {
        self.run(|db| {
            let sql = "SELECT seq, record, mac FROM records WHERE seq = ?1";
            db.query_row(sql, [seq], stored).optional()
        })
    }

    /// Goes through the vault's own records in their order.
    pub(crate) fn each<E: From<Error>>(
        &self,
        then: impl FnMut(Stored) -> Result<(), E>,
    ) -> Result<(), E> {
        self.rows("SELECT seq, record, mac FROM records ORDER BY seq", [], then)
    }

    /// Whether the file itself is in order: see [`schema::is_sound`].
    pub(super) fn is_sound(&self) -> Result<bool, Error> {
        self.run(schema::is_sound)
    }

    /// When an order is first named here; by what others sent, `earliest` at the earliest.
    pub(super) fn first_seen(&self, jti: &str, earliest: u64) -> Result<Option<u64>, Error> {
        self.run(|db| {
            let sql = "SELECT min(time) FROM (
                SELECT record ->> 'time' AS time FROM records WHERE jti = ?1
                UNION ALL SELECT max(record ->> 'time', ?2) FROM collected WHERE jti = ?1)";
            db.query_row(sql, params![jti, earliest], |row| row.get(0))
        })
    }

    /// Whether an order was opened, in the records up to this one.
    pub(super) fn opened_until(&self, jti: &str, seq: u64) -> Result<bool, Error> {
        self.run(|db| {
            let sql = "SELECT EXISTS (SELECT 1 FROM records
                WHERE jti = ?1 AND seq <= ?2 AND command = 'open' AND outcome = 'opened')";
            db.query_row(sql, params![jti, seq], |row| row.get(0))
        })
    }

    /// Writes a copy of the whole table, as it stands at this moment.
    pub(crate) fn copy_to(&self, path: &Path) -> Result<(), Error> {
        files::write_new(path, b"")?;
        let name = files::name(path);
        let quietly = None::<fn(rusqlite::backup::Progress)>;
        self.connection.backup("main", path, quietly).map_err(|error| fault::refused(&error, &name))
    }

    fn rows<E: From<Error>>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        mut then: impl FnMut(Stored) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare(sql).map_err(|error| self.refused(&error))?;
        let rows = statement.query_map(parameters, stored).map_err(|error| self.refused(&error))?;
        for row in rows {
            then(row.map_err(|error| self.refused(&error))?)?;
        }
        Ok(())
    }

    /// An error about the file.
    pub(super) fn about(&self, code: Code, reason: &'static str) -> Error {
        Error::new(code, reason).about(&self.name)
    }

    /// All of it or nothing, while no other command writes.
    fn write(
        &mut self,
        what: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), Error> {
        let written = || {
            let behavior = TransactionBehavior::Immediate;
            let transaction = self.connection.transaction_with_behavior(behavior)?;
            what(&transaction)?;
            transaction.commit()
        };
        written().map_err(|error| fault::refused(&error, &self.name))
    }

    pub(super) fn run<T>(
        &self,
        what: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        what(&self.connection).map_err(|error| self.refused(&error))
    }

    fn refused(&self, error: &rusqlite::Error) -> Error {
        fault::refused(error, &self.name)
    }
}

fn last(db: &Connection) -> rusqlite::Result<Option<Stored>> {
    let sql = "SELECT seq, record, mac FROM records ORDER BY seq DESC LIMIT 1";
    db.query_row(sql, [], stored).optional()
}
