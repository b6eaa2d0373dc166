//! The chain and the table against whoever can write the file and lacks the passphrase.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;
use waxseal::Code;

use super::{ChainKey, Collecting, Entry, Head, Ledger, Marks, Sealed, Store, Stored};

const ID: &str = "AAAAAAAAAAAAAAAAAAAAAA";
const OTHER: &str = "BBBBBBBBBBBBBBBBBBBBBA";
const JWK: &str = r#"{"kty":"oct","k":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"}"#;

fn key() -> ChainKey {
    ChainKey::from_jwk(JWK).expect("a symmetric JWK")
}

fn record(command: &str, jti: usize) -> String {
    format!(
        r#"{{"time":{jti},"operator":"ada","command":"{command}","jti":"j{jti}","outcome":"opened"}}"#
    )
}

/// A ledger of `init` and three openings.
struct Fixture {
    folder: TempDir,
}

impl Fixture {
    fn new() -> Self {
        let fixture = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let mut records = vec![r#"{"time":0,"command":"init","outcome":"done"}"#.to_owned()];
        records.extend((1..4).map(|jti| record("open", jti)));
        Store::create(&fixture.path(), &records, &key(), ID).expect("the place is free");
        fixture
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("ledger.db")
    }

    fn ledger(&self) -> Ledger {
        let sealed = Sealed { id: ID.into(), holder: None, identities: Vec::new(), key: key() };
        let store = Store::examine(&self.path()).expect("its schema is ours");
        Ledger { sealed, store, since: 4 }
    }

    /// What someone does with another tool, who puts the triggers back afterwards.
    fn tamper(&self, sql: &str) {
        let db = Connection::open(self.path()).expect("a database");
        let triggers = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'";
        let mut statement = db.prepare(triggers).expect("a query");
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let rows = statement.query_map([], row).expect("rows");
        let triggers: Vec<(String, String)> = rows.collect::<Result<_, _>>().expect("rows");
        for (name, _) in &triggers {
            db.execute_batch(&format!("DROP TRIGGER {name}")).expect("dropped");
        }
        db.execute_batch(sql).expect("tampered");
        for (_, sql) in &triggers {
            db.execute_batch(sql).expect("put back");
        }
    }

    fn head(&self) -> Head {
        self.ledger().verify_chain().expect("as it was written")
    }
}

fn copy(from: &Path, to: &Path) {
    for end in ["", "-wal", "-shm"] {
        let part = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
        if part(from).exists() {
            std::fs::copy(part(from), part(to)).expect("copied");
        }
    }
}

#[test]
fn a_chain_is_followed_to_its_head() {
    let head = Fixture::new().head();
    assert_eq!(head.seq, 4);
    assert_eq!(Head::parse(&head.to_string()), Some(head));
}

#[test]
fn whatever_is_done_to_the_records_is_found_and_says_where() {
    let replaced = "UPDATE records SET record = replace(record, 'ada', 'ben') WHERE seq = 2";
    let moved =
        "UPDATE records SET seq = 9 WHERE seq = 2; UPDATE records SET seq = 2 WHERE seq = 3;
        UPDATE records SET seq = 3 WHERE seq = 9";
    let inserted = "INSERT INTO records (seq, record, mac)
        SELECT 5, record, mac FROM records WHERE seq = 4";
    let shifted = "DELETE FROM records WHERE seq = 1; UPDATE records SET seq = seq - 1";
    for (sql, at) in [
        (replaced, 2),
        ("UPDATE records SET mac = zeroblob(32) WHERE seq = 4", 4),
        ("UPDATE records SET mac = x'00' WHERE seq = 3", 3),
        ("UPDATE records SET record = record || ' ' WHERE seq = 1", 1),
        ("DELETE FROM records WHERE seq = 3", 3),
        ("DELETE FROM records", 1),
        (moved, 2),
        (inserted, 5),
        (shifted, 1),
        ("INSERT INTO records (seq, record, mac) VALUES (-1, '{}', x'00')", 1),
        ("INSERT INTO records (seq, record, mac) VALUES (9223372036854775807, '{}', x'00')", 5),
    ] {
        let fixture = Fixture::new();
        fixture.tamper(sql);
        let error = fixture.ledger().verify_chain().expect_err(sql);
        assert_eq!(error.code(), Code::Tampered, "{sql}");
        assert_eq!(error.subject(), Some(format!("record {at} of the ledger").as_str()), "{sql}");
    }
}

#[test]
fn a_ledger_of_another_vault_or_key_is_found() {
    let fixture = Fixture::new();
    let mut ledger = fixture.ledger();
    ledger.sealed.id = OTHER.into();
    assert_eq!(ledger.verify_chain().expect_err("another vault").code(), Code::Tampered);
    assert!(ledger.check_end().is_ok(), "the end alone does not tell");
    let mut ledger = fixture.ledger();
    ledger.sealed.key = ChainKey::generate().expect("randomness");
    assert_eq!(ledger.verify_chain().expect_err("another key").code(), Code::Tampered);
    assert!(ledger.check_end().is_err());
    let mut ledger = fixture.ledger();
    ledger.sealed.holder = Some("Clara".into());
    assert_eq!(ledger.verify_chain().expect_err("not accepted").code(), Code::Tampered);
}

#[test]
fn a_cut_tail_an_older_copy_and_a_rewrite_show_against_a_head_that_was_kept() {
    let passes = |fixture: &Fixture, head: Head| {
        let mut marks = Marks::new(&[head]);
        fixture.ledger().verify_with(|at, _| marks.pass(at)).expect("each chain is whole");
        marks.missing()
    };
    let fixture = Fixture::new();
    let kept = fixture.head();
    assert_eq!(passes(&fixture, kept), None);
    let mut ledger = fixture.ledger();
    ledger.append(&[Entry::new("open", "opened")]).expect("the disk has room");
    assert_eq!(passes(&fixture, kept), None);
    let later = fixture.head();
    fixture.tamper("DELETE FROM records WHERE seq > 4");
    let error = passes(&fixture, later).expect("the tail was cut");
    assert!(error.code() == Code::Tampered && error.reason().contains("ends before"));
    ledger.append(&[Entry::new("publish", "done")]).expect("the disk has room");
    let error = passes(&fixture, later).expect("it was written otherwise");
    assert!(error.code() == Code::Tampered && error.reason().contains("rewritten"));
}

#[test]
fn a_file_with_a_trigger_or_a_table_of_somebody_else_is_not_written() {
    let evil = "CREATE TRIGGER evil AFTER INSERT ON records
        BEGIN INSERT INTO collected (vault, seq, record, mac) VALUES ('x', 1, '{}', x'00'); END";
    let view = "CREATE VIEW v AS SELECT * FROM records";
    for sql in [
        evil,
        view,
        "CREATE TABLE t (a)",
        "DROP TRIGGER records_are_not_changed",
        "DROP INDEX records_jti",
    ] {
        let fixture = Fixture::new();
        Connection::open(fixture.path()).and_then(|db| db.execute_batch(sql)).expect(sql);
        let refused = Store::open(&fixture.path()).err().expect(sql);
        assert_eq!(refused.code(), Code::Tampered, "{sql}");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    for content in ["", "not a database, and long enough not to be taken for an empty one at all"] {
        let path = folder.path().join("ledger.db");
        std::fs::write(&path, content).expect("written");
        assert_eq!(Store::open(&path).err().expect("none").code(), Code::Tampered);
    }
}

#[test]
fn an_index_that_hides_an_order_is_found() {
    let fixture = Fixture::new();
    fixture.ledger().check_file().expect("as it was written");
    let where_ = |from: &str, to: &str| {
        let db = Connection::open(fixture.path()).expect("a database");
        let sql = format!(
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema
             SET sql = replace(sql, '{from}', '{to}') WHERE name = 'records_jti'"
        );
        db.execute_batch(&sql).expect("changed");
    };
    where_("IS NOT NULL", "IS      NULL");
    let db = Connection::open(fixture.path()).expect("a database");
    db.execute_batch("REINDEX records_jti").expect("made again");
    drop(db);
    where_("IS      NULL", "IS NOT NULL");
    let ledger = fixture.ledger();
    ledger.verify_chain().expect("every record is there");
    assert!(!ledger.opened_before("j1").expect("a query"));
    assert_eq!(ledger.check_file().expect_err("the index lacks it").code(), Code::Tampered);
}

#[test]
fn two_that_write_at_once_lose_nothing() {
    let fixture = Fixture::new();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut ledger = fixture.ledger();
                for _ in 0..50 {
                    ledger.append(&[Entry::new("open", "opened")]).expect("it waits its turn");
                }
            });
        }
    });
    assert_eq!(fixture.head().seq, 104);
}

#[test]
fn what_a_killed_process_left_in_the_log_is_there_afterwards() {
    let fixture = Fixture::new();
    let mut ledger = fixture.ledger();
    ledger.append(&[Entry::new("open", "opened")]).expect("the disk has room");
    let left = Fixture::new();
    std::fs::remove_file(left.path()).expect("its place is wanted");
    copy(&fixture.path(), &left.path());
    assert!(left.folder.path().join("ledger.db-wal").exists());
    assert_eq!(left.head().seq, 5);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_files_of_the_table() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new();
    let mut ledger = fixture.ledger();
    ledger.append(&[Entry::new("open", "opened")]).expect("the disk has room");
    for end in ["", "-wal", "-shm"] {
        let path = format!("{}{end}", fixture.path().display());
        let metadata = std::fs::metadata(&path).expect("there while the table is open");
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600, "{path}");
    }
}

#[test]
fn after_a_clock_that_was_ahead_nothing_is_written_until_someone_says_so() {
    let fixture = Fixture::new();
    let mut ledger = fixture.ledger();
    let now = crate::clock::now().expect("a clock");
    let entry = || [Entry::new("open", "opened")];
    ledger.append_at(&entry(), now + 2 * crate::clock::DAY).expect("the disk has room");
    let refused = ledger.append(&entry()).expect_err("the clock stands before it");
    assert!(refused.code() == Code::Io && refused.reason().contains("ledger clock"));
    ledger.append_at(&[Entry::new("ledger clock", "done")], now).expect("the disk has room");
    ledger.append(&entry()).expect("the clock is right");
    assert_eq!(fixture.head().seq, 7);
}

#[test]
fn an_order_is_looked_up_in_all_ledgers_at_hand() {
    let fixture = Fixture::new();
    let mut ledger = fixture.ledger();
    assert_eq!(ledger.store.first_seen("j2", 0).expect("a query"), Some(2));
    assert_eq!(ledger.store.first_seen("j9", 0).expect("a query"), None);
    assert!(ledger.opened_before("j2").expect("a query"));
    ledger.append(&[Entry::new("open", "opened").jti("j9")]).expect("the disk has room");
    assert!(!ledger.opened_before("j9").expect("a query"), "in this run only");
    ledger.store.collect(OTHER, &holders(&["accept"], 8)).expect("collected");
    let seen = |jti, earliest| ledger.store.first_seen(jti, earliest).expect("a query");
    assert_eq!((seen("j1", 0), seen("j8", 0)), (Some(1), Some(8)));
    assert_eq!(seen("j8", 50), Some(50), "a holder may have written any time");
    assert_eq!(seen("j2", 50), Some(2), "the own ledger is believed");
}

#[test]
fn what_a_forged_order_claims_does_not_swell_a_record() {
    let long = "é".repeat(600);
    let written = Entry::new("open", "opened").reference(Some(&long)).write(0, None);
    assert!(written.len() < 600, "{}", written.len());
    waxseal::jose::json::parse(&written).expect("JSON all the same");
}

/// The records of a holder's vault: these commands, then openings up to so many.
fn holders(first: &[&str], many: usize) -> Vec<Stored> {
    let key = key();
    let mut link = key.start(OTHER);
    let commands =
        first.iter().copied().chain(std::iter::repeat("open")).take(many.max(first.len()));
    let chained = commands.enumerate().map(|(at, command)| {
        let record = record(command, at + 1);
        link = key.next(&link, &record);
        Stored { seq: at as u64 + 1, record, mac: link }
    });
    chained.collect()
}

fn collect(ledger: &mut Ledger, records: Vec<Stored>) -> Result<Head, waxseal::Error> {
    let key = key();
    let mut collecting = Collecting::begin(&mut ledger.store, OTHER, &key)?;
    for record in records {
        collecting.take(record)?;
    }
    collecting.end()
}

#[test]
fn what_was_collected_before_must_be_the_beginning() {
    let fixture = Fixture::new();
    let mut ledger = fixture.ledger();
    assert_eq!(collect(&mut ledger, holders(&["accept"], 3)).expect("the first").seq, 3);
    assert_eq!(collect(&mut ledger, holders(&["accept"], 3)).expect("nothing new").seq, 3);
    let shorter = collect(&mut ledger, holders(&["accept"], 2)).expect_err("rolled back");
    let forked =
        collect(&mut ledger, holders(&["accept", "open", "redact"], 5)).expect_err("forked");
    assert_eq!([shorter.code(), forked.code()], [Code::Tampered; 2]);
    assert_eq!(collect(&mut ledger, holders(&["accept"], 1500)).expect("it went on").seq, 1500);
    let kept = ledger.store.last_of(OTHER).expect("a query").expect("it was collected");
    assert_eq!(kept.seq, 1500);
}

#[test]
fn a_holders_ledger_begins_with_the_acceptance_and_is_whole() {
    let mut changed = holders(&["accept"], 4);
    changed[2].record = record("open", 8);
    let mut removed = holders(&["accept"], 4);
    removed.remove(1);
    for (records, what) in
        [(holders(&["open"], 2), "not accepted"), (changed, "changed"), (removed, "removed")]
    {
        let fixture = Fixture::new();
        let error = collect(&mut fixture.ledger(), records).expect_err(what);
        assert_eq!(error.code(), Code::Tampered, "{what}");
    }
}

#[test]
fn the_ledgers_are_shown_by_time_each_in_its_own_order() {
    let fixture = Fixture::new();
    let mut ledger = fixture.ledger();
    collect(&mut ledger, holders(&["accept"], 2)).expect("collected");
    let mut seen = Vec::new();
    let look = |told: super::Told| {
        seen.push((told.vault.is_some(), told.seq));
        Ok(())
    };
    ledger.store.by_time(look).expect("readable");
    assert_eq!(seen, [(false, 1), (false, 2), (true, 1), (false, 3), (true, 2), (false, 4)]);
}
