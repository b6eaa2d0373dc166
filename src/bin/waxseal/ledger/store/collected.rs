//! What other vaults sent.

use rusqlite::{OptionalExtension, params};
use waxseal::Error;

use super::{Store, Stored, stored};
use crate::ledger::ACCEPT;

impl Store {
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

    /// The acceptance among the first records that a vault sent.
    pub(crate) fn acceptance_of(&self, vault: &str) -> Result<Option<Stored>, Error> {
        self.run(|db| {
            let sql = "SELECT seq, record, mac FROM collected
                WHERE vault = ?1 AND seq <= 2 AND record ->> 'command' = ?2 LIMIT 1";
            db.query_row(sql, [vault, ACCEPT], stored).optional()
        })
    }

    /// Goes through what another vault sent, in its order.
    pub(crate) fn each_of<E: From<Error>>(
        &self,
        vault: &str,
        then: impl FnMut(Stored) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT seq, record, mac FROM collected WHERE vault = ?1 ORDER BY seq";
        self.rows(sql, [vault], then)
    }

    /// The last record that a vault sent.
    pub(crate) fn last_of(&self, vault: &str) -> Result<Option<Stored>, Error> {
        self.run(|db| {
            let sql = "SELECT seq, record, mac FROM collected WHERE vault = ?1
                ORDER BY seq DESC LIMIT 1";
            db.query_row(sql, [vault], stored).optional()
        })
    }
}
