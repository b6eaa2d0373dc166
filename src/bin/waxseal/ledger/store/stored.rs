//! A record as it lies in the table.

use waxseal::jose::{Json, json};

use crate::ledger::chain::{Head, Link};

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

    pub(crate) fn says(&self, name: &str, text: &str) -> bool {
        self.content().get(name).and_then(Json::as_str) == Some(text)
    }

    pub(crate) fn time(&self) -> u64 {
        self.content().get("time").and_then(Json::as_integer).unwrap_or(0)
    }
}

/// What is not of the shape that we write becomes a record that fits no chain, so that the walk
/// along it says where that is.
pub(super) fn stored(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    let seq = row.get_ref(0)?.as_i64().ok().and_then(|seq| u64::try_from(seq).ok());
    let record = row.get_ref(1)?.as_str().unwrap_or_default().to_owned();
    let mac = row.get_ref(2)?.as_blob().ok().and_then(|mac| mac.try_into().ok());
    Ok(Stored { seq: seq.unwrap_or(0), record, mac: mac.unwrap_or([0; 32]) })
}
