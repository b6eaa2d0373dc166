//! All ledgers at hand as one, by time.

use rusqlite::Statement;
use waxseal::Error;
use waxseal::jose::Json;

use super::{Store, Stored, stored};
use crate::failure::Outcome;

const OWN: &str = "SELECT seq, record, mac FROM records ORDER BY seq";
const OF: &str = "SELECT seq, record, mac FROM collected WHERE vault = ?1 ORDER BY seq";

/// A record, whose it is, and what it says.
pub(crate) struct Told {
    /// The vault that it was collected from; none for the vault's own.
    pub(crate) vault: Option<String>,
    pub(crate) seq: u64,
    /// **Not authenticated**; `null` if it is damaged.
    pub(crate) content: Json,
}

impl Told {
    fn new(vault: Option<&String>, stored: &Stored) -> Self {
        Self { vault: vault.cloned(), seq: stored.seq, content: stored.content() }
    }

    pub(crate) fn time(&self) -> u64 {
        self.content.get("time").and_then(Json::as_integer).unwrap_or(0)
    }
}

impl Store {
    /// The vaults whose ledgers were collected.
    pub(crate) fn collected_vaults(&self) -> Result<Vec<String>, Error> {
        self.run(|db| {
            let mut statement =
                db.prepare("SELECT DISTINCT vault FROM collected ORDER BY vault")?;
            statement.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// Goes through all records by time, each ledger in its own order. Only one record of each is
    /// in memory.
    pub(crate) fn by_time(&self, mut then: impl FnMut(Told) -> Outcome<()>) -> Outcome<()> {
        let mut vaults = vec![None];
        vaults.extend(self.collected_vaults()?.into_iter().map(Some));
        let prepare = |vault: &Option<String>| self.connection.prepare(sql(vault.as_ref()));
        let statements: rusqlite::Result<Vec<Statement<'_>>> = vaults.iter().map(prepare).collect();
        let mut statements = statements.map_err(|error| self.refused(&error))?;
        let mut streams = Vec::new();
        for (statement, vault) in statements.iter_mut().zip(&vaults) {
            let rows = match vault {
                None => statement.query_map([], stored),
                Some(vault) => statement.query_map([vault], stored),
            };
            streams.push((rows.map_err(|error| self.refused(&error))?, vault.as_ref()));
        }
        let mut next = Vec::new();
        for (rows, vault) in &mut streams {
            next.push(self.taken(rows.next())?.map(|stored| Told::new(*vault, &stored)));
        }
        while let Some(at) = earliest(&next) {
            let (rows, vault) = &mut streams[at];
            let after = self.taken(rows.next())?.map(|stored| Told::new(*vault, &stored));
            if let Some(told) = std::mem::replace(&mut next[at], after) {
                then(told)?;
            }
        }
        Ok(())
    }

    fn taken(&self, row: Option<rusqlite::Result<Stored>>) -> Result<Option<Stored>, Error> {
        row.transpose().map_err(|error| self.refused(&error))
    }
}

fn sql(vault: Option<&String>) -> &'static str {
    if vault.is_some() { OF } else { OWN }
}

fn earliest(next: &[Option<Told>]) -> Option<usize> {
    let waiting =
        next.iter().enumerate().filter_map(|(at, told)| Some((told.as_ref()?.time(), at)));
    waiting.min().map(|(_, at)| at)
}
