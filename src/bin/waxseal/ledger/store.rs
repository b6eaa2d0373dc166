//! The table, in SQLite: records are added, and never changed or removed.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params};
use waxseal::jose::{Json, json};
use waxseal::{Code, Error};

use super::chain::{ChainKey, Head, Link};
use crate::files;

/// So long a command waits for another one that is writing.
const PATIENCE: Duration = Duration::from_secs(30);

/// `records` is the vault's own ledger, `collected` what other vaults sent.
const SCHEMA: &str = "
    CREATE TABLE records (
        seq INTEGER PRIMARY KEY,
        record TEXT NOT NULL,
        mac BLOB NOT NULL,
        jti TEXT GENERATED ALWAYS AS (record ->> 'jti') VIRTUAL,
        command TEXT GENERATED ALWAYS AS (record ->> 'command') VIRTUAL,
        outcome TEXT GENERATED ALWAYS AS (record ->> 'outcome') VIRTUAL
    ) STRICT;
    CREATE INDEX records_jti ON records (jti) WHERE jti IS NOT NULL;
    CREATE TABLE collected (
        vault TEXT NOT NULL,
        seq INTEGER NOT NULL,
        record TEXT NOT NULL,
        mac BLOB NOT NULL,
        jti TEXT GENERATED ALWAYS AS (record ->> 'jti') VIRTUAL,
        PRIMARY KEY (vault, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX collected_jti ON collected (jti) WHERE jti IS NOT NULL;
    CREATE TRIGGER records_are_not_changed BEFORE UPDATE ON records
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER records_are_not_removed BEFORE DELETE ON records
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER collected_are_not_changed BEFORE UPDATE ON collected
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER collected_are_not_removed BEFORE DELETE ON collected
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
";

/// A record as it lies in the table.
pub(crate) struct Stored {
    pub(crate) seq: u64,
    pub(crate) record: String,
    pub(crate) mac: Link,
}

impl Stored {
    /// The chain up to this record.
    pub(crate) fn head(&self) -> Head {
        Head { seq: self.seq, mac: self.mac }
    }

    /// What the record says, **not authenticated**; `null` if it is damaged.
    pub(crate) fn content(&self) -> Json {
        json::parse(&self.record).unwrap_or(Json::Null)
    }

    pub(super) fn says(&self, name: &str, text: &str) -> bool {
        self.content().get(name).and_then(Json::as_str) == Some(text)
    }

    pub(super) fn time(&self) -> u64 {
        self.content().get("time").and_then(Json::as_integer).unwrap_or(0)
    }
}

/// The table, open.
pub(crate) struct Store {
    connection: Connection,
    name: String,
}

impl Store {
    /// Makes an empty table, in a file that must not be there yet.
    pub(super) fn create(path: &Path) -> Result<Self, Error> {
        files::write_new(path, b"")?;
        let store = Self::connect(path)?;
        store.run(|db| {
            db.pragma_update(None, "journal_mode", "wal")?;
            db.execute_batch(&format!("BEGIN; {SCHEMA} COMMIT;"))
        })?;
        Ok(store)
    }

    /// Opens a table to write in it.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let store = Self::connect(path)?;
        // A record is only of use if it can be written: better to know before anything is opened.
        store.run(|db| db.execute_batch("BEGIN IMMEDIATE; ROLLBACK;"))?;
        Ok(store)
    }

    fn connect(path: &Path) -> Result<Self, Error> {
        let name = files::name(path);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| refused(&error, &name))?;
        let store = Self { connection, name };
        store.run(|db| {
            db.busy_timeout(PATIENCE)?;
            db.pragma_update(None, "trusted_schema", false)?;
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

    /// Adds another vault's records, which the caller verified.
    pub(crate) fn collect(&mut self, vault: &str, records: &[Stored]) -> Result<(), Error> {
        self.write(|db| {
            let sql = "INSERT INTO collected (vault, seq, record, mac) VALUES (?1, ?2, ?3, ?4)";
            let mut insert = db.prepare(sql)?;
            for stored in records {
                insert.execute(params![vault, stored.seq, stored.record, stored.mac])?;
            }
            Ok(())
        })
    }

    /// The last record.
    pub(crate) fn last(&self) -> Result<Option<Stored>, Error> {
        self.run(last)
    }

    /// The record in this place.
    pub(super) fn get(&self, seq: u64) -> Result<Option<Stored>, Error> {
        self.run(|db| {
            let sql = "SELECT seq, record, mac FROM records WHERE seq = ?1";
            db.query_row(sql, [seq], stored).optional()
        })
    }

    /// Goes through the vault's own records in their order.
    pub(crate) fn each(&self, then: impl FnMut(Stored)) -> Result<(), Error> {
        self.rows("SELECT seq, record, mac FROM records ORDER BY seq", [], then)
    }

    /// Goes through what another vault sent, in its order.
    pub(crate) fn each_of(&self, vault: &str, then: impl FnMut(Stored)) -> Result<(), Error> {
        let sql = "SELECT seq, record, mac FROM collected WHERE vault = ?1 ORDER BY seq";
        self.rows(sql, [vault], then)
    }

    /// When an order is first named here.
    pub(super) fn first_seen(&self, jti: &str) -> Result<Option<u64>, Error> {
        self.run(|db| {
            let sql = "SELECT min(time) FROM (
                SELECT record ->> 'time' AS time FROM records WHERE jti = ?1
                UNION ALL SELECT record ->> 'time' FROM collected WHERE jti = ?1)";
            db.query_row(sql, [jti], |row| row.get(0))
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
        self.connection.backup("main", path, quietly).map_err(|error| refused(&error, &name))
    }

    fn rows(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        mut then: impl FnMut(Stored),
    ) -> Result<(), Error> {
        self.run(|db| {
            let mut statement = db.prepare(sql)?;
            for row in statement.query_map(parameters, stored)? {
                then(row?);
            }
            Ok(())
        })
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
        written().map_err(|error| refused(&error, &self.name))
    }

    pub(super) fn run<T>(
        &self,
        what: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        what(&self.connection).map_err(|error| refused(&error, &self.name))
    }
}

fn last(db: &Connection) -> rusqlite::Result<Option<Stored>> {
    let sql = "SELECT seq, record, mac FROM records ORDER BY seq DESC LIMIT 1";
    db.query_row(sql, [], stored).optional()
}

/// What is not of the shape that we write becomes a record that fits no chain, so that the walk
/// along it says where that is.
fn stored(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    let seq = row.get_ref(0)?.as_i64().ok().and_then(|seq| u64::try_from(seq).ok());
    let record = row.get_ref(1)?.as_str().unwrap_or_default().to_owned();
    let mac = row.get_ref(2)?.as_blob().ok().and_then(|mac| mac.try_into().ok());
    Ok(Stored { seq: seq.unwrap_or(0), record, mac: mac.unwrap_or([0; 32]) })
}

/// SQLite's answer in our words: its own may quote what is in the table.
fn refused(error: &rusqlite::Error, name: &str) -> Error {
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
