//! What the ledger says of a key, and of the backups that may hold it.

use rusqlite::{OptionalExtension, params};
use waxseal::Error;
use waxseal::jose::jwk::Thumbprint;

use super::{Ledger, Store};

/// Some orders: how many, and when the ledger names the first and the last of them so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) orders: u64,
    pub(crate) first: u64,
    pub(crate) last: u64,
}

impl Ledger {
    /// When backups were made, in seconds since 1970, the oldest first.
    pub(crate) fn backups(&self) -> Result<Vec<u64>, Error> {
        self.store.backups()
    }

    /// The version of the manifest that was published last.
    pub(crate) fn published(&self) -> Result<Option<u64>, Error> {
        self.store.published()
    }

    /// The orders that only this key opens, as far as any ledger at hand knows: those that were
    /// found sealed to it, and not sealed to another or dropped later.
    pub(crate) fn opened_only_by(&self, kid: &Thumbprint) -> Result<Option<Span>, Error> {
        self.store.opened_only_by(&kid.encode())
    }
}

/// `own` is the place in this vault's ledger; what another vault sent has none here, and is
/// compared by its time.
const OPENED_ONLY_BY: &str = "
    WITH known AS NOT MATERIALIZED (
        SELECT seq AS own, jti, outcome, record ->> 'time' AS time, record ->> 'kid' AS kid,
            record ->> 'role' AS role FROM records WHERE jti IS NOT NULL
        UNION ALL
        SELECT NULL, jti, record ->> 'outcome', record ->> 'time', record ->> 'kid',
            record ->> 'role' FROM collected WHERE jti IS NOT NULL
    )
    SELECT count(DISTINCT jti), min(time), max(time) FROM known AS at
    WHERE kid = ?1
        AND outcome IN
            ('opened', 'rewrapped', 'redacted', 'unchanged', 'no-key', 'unsupported')
        AND NOT EXISTS (
            SELECT 1 FROM known AS later
            WHERE later.jti = at.jti
                AND (later.outcome = 'dropped'
                    OR later.outcome IN ('rewrapped', 'redacted')
                        AND later.role = at.role AND later.kid <> ?1)
                AND iif(later.own IS NULL OR at.own IS NULL,
                    later.time >= at.time, later.own > at.own))";

impl Store {
    fn backups(&self) -> Result<Vec<u64>, Error> {
        self.run(|db| {
            let sql = "SELECT record ->> 'time' FROM records
                WHERE command = 'backup' AND outcome = 'done' ORDER BY seq";
            let mut statement = db.prepare(sql)?;
            statement.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// See [`Ledger::published`].
    pub(crate) fn published(&self) -> Result<Option<u64>, Error> {
        let version: Option<String> = self.run(|db| {
            let sql = "SELECT record ->> 'detail' FROM records
                WHERE command = 'publish' AND outcome = 'done' ORDER BY seq DESC LIMIT 1";
            db.query_row(sql, [], |row| row.get(0)).optional().map(Option::flatten)
        })?;
        Ok(version.and_then(|version| version.parse().ok()))
    }

    fn opened_only_by(&self, kid: &str) -> Result<Option<Span>, Error> {
        self.run(|db| {
            db.query_row(OPENED_ONLY_BY, params![kid], |row| match row.get(0)? {
                0 => Ok(None),
                orders => Ok(Some(Span { orders, first: row.get(1)?, last: row.get(2)? })),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use waxseal::jose::jwk::Thumbprint;

    use super::{Span, Store};
    use crate::ledger::{ChainKey, Entry, Stored};

    fn kid(letter: char) -> Thumbprint {
        Thumbprint::parse(&format!("{}A", letter.to_string().repeat(42))).expect("32 bytes")
    }

    /// An order, what became of it, and the key that it was sealed to then.
    fn record(jti: &str, outcome: &str, key: char, role: &str, time: u64) -> String {
        Entry::new("open", outcome).jti(jti).kid(&kid(key)).role(role).write(time, None)
    }

    fn store(records: &[String]) -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = ChainKey::generate().expect("the system has randomness");
        let path = folder.path().join("ledger.db");
        let store = Store::create(&path, records, &key, "id").expect("a new table");
        (folder, store)
    }

    fn span(orders: u64, first: u64, last: u64) -> Option<Span> {
        Some(Span { orders, first, last })
    }

    #[test]
    fn orders_are_counted_once_and_not_after_they_moved_to_another_key() {
        let (_folder, store) = store(&[
            record("a", "opened", 'B', "desk", 10),
            record("a", "opened", 'B', "desk", 11),
            record("b", "opened", 'B', "desk", 12),
            record("c", "opened", 'B', "desk", 13),
            record("b", "rewrapped", 'C', "desk", 13),
            record("c", "rewrapped", 'C', "other", 13),
            record("d", "tampered", 'B', "desk", 14),
            record("e", "opened", 'B', "desk", 15),
            record("e", "dropped", 'B', "desk", 15),
        ]);
        let of = |key| store.opened_only_by(&kid(key).encode()).expect("readable");
        assert_eq!(of('B'), span(2, 10, 13));
        assert_eq!(of('C'), span(2, 13, 13));
        assert_eq!(of('D'), None);
    }

    #[test]
    fn an_order_that_moved_on_twice_is_counted_for_its_last_key() {
        let (_folder, store) = store(&[
            record("a", "opened", 'B', "desk", 10),
            record("a", "rewrapped", 'C', "desk", 10),
            record("a", "redacted", 'D', "desk", 10),
        ]);
        let of = |key| store.opened_only_by(&kid(key).encode()).expect("readable");
        assert_eq!([of('B'), of('C'), of('D')], [None, None, span(1, 10, 10)]);
    }

    #[test]
    fn what_other_vaults_sent_counts_by_its_time() {
        let (_folder, mut store) = store(&[
            record("a", "rewrapped", 'C', "desk", 20),
            record("b", "rewrapped", 'C', "desk", 20),
        ]);
        let sent = |seq, record| Stored { seq, record, mac: [0; 32] };
        let before = record("a", "opened", 'B', "desk", 10);
        let after = record("b", "opened", 'B', "desk", 30);
        store.collect("clerk", &[sent(1, before), sent(2, after)]).expect("written");
        assert_eq!(store.opened_only_by(&kid('B').encode()), Ok(span(1, 30, 30)));
    }

    #[test]
    fn only_backups_that_were_made_count() {
        let entry = |command, outcome, time| Entry::new(command, outcome).write(time, None);
        let (_folder, store) = store(&[
            entry("backup", "io", 10),
            entry("backup", "done", 11),
            entry("publish", "done", 12),
            entry("backup", "done", 13),
        ]);
        assert_eq!(store.backups(), Ok(vec![11, 13]));
    }
}
