//! What the table is made of, and whether a file is made of just that.

use rusqlite::{Connection, OptionalExtension};
use waxseal::{Code, Error};

/// `records` is the vault's own ledger, `collected` what other vaults sent.
pub(super) const SCHEMA: &str = "
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

/// What SQLite keeps of each table, index and trigger.
type Part = (String, String, String, Option<String>);

/// Refuses a file that has lost a trigger, or has one of somebody else: a trigger of theirs would
/// run when we write. Looking at the schema runs nothing of it.
pub(super) fn check(db: &Connection, name: &str) -> Result<(), Error> {
    let ours = Connection::open_in_memory()
        .and_then(|memory| memory.execute_batch(SCHEMA).and_then(|()| parts(&memory)))
        .map_err(|error| super::fault::refused(&error, name))?;
    let theirs = parts(db).map_err(|error| super::fault::refused(&error, name))?;
    if ours == theirs {
        return Ok(());
    }
    let reason = "its tables or triggers are not those of a ledger";
    Err(Error::new(Code::Tampered, reason).about(name))
}

/// Whether the pages and indexes of the file agree with each other: an index that lacks a record
/// would hide it from the look-up of an order.
pub(super) fn is_sound(db: &Connection) -> rusqlite::Result<bool> {
    let answer: Option<String> =
        db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).optional()?;
    Ok(answer.as_deref() == Some("ok"))
}

fn parts(db: &Connection) -> rusqlite::Result<Vec<Part>> {
    let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name, type";
    let mut statement = db.prepare(sql)?;
    statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect()
}
