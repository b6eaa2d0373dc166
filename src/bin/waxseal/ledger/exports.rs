//! What the ledger says of the vaults that were made for others.

use std::collections::BTreeMap;

use waxseal::Error;
use waxseal::jose::Json;

use super::{Store, Stored};

const COMMAND: &str = "keys export";
/// What stands before it where the customer codes' key went along.
pub(crate) const WITH_CODE: &str = "the customer codes' key, ";

/// A vault that the ledger says was made.
pub(crate) struct Given {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) time: u64,
}

/// How the record of an export names whom it is for, and which vault that is.
pub(crate) fn given(name: &str, id: &str) -> String {
    format!("for {name} ({id})")
}

impl Store {
    /// The vaults that were made for others, the earliest first. **Not authenticated.**
    pub(crate) fn given(&self) -> Result<Vec<Given>, Error> {
        let mut given = BTreeMap::new();
        self.each(|stored| {
            // Most records are of orders: only these few are read.
            if let Some(one) = of_export(&stored) {
                match stored.says("outcome", "done") {
                    true => given.insert(one.id.clone(), one),
                    false => given.remove(&one.id),
                };
            }
            Ok::<_, Error>(())
        })?;
        let mut given: Vec<_> = given.into_values().collect();
        given.sort_by_key(|one| one.time);
        Ok(given)
    }
}

fn of_export(stored: &Stored) -> Option<Given> {
    if !stored.record.contains(COMMAND) || !stored.says("command", COMMAND) {
        return None;
    }
    let content = stored.content();
    let detail = content.get("detail").and_then(Json::as_str)?;
    let (name, id) = detail.strip_suffix(')')?.rsplit_once(" (")?;
    let name = name.strip_prefix(WITH_CODE).unwrap_or(name).strip_prefix("for ")?;
    Some(Given { id: id.into(), name: name.into(), time: stored.time() })
}
