//! Takes in another vault's ledger: from its first record on, however much is known already.

use waxseal::jose::{Json, base64url};
use waxseal::{Code, Error};

use super::{ChainKey, Entry, Head, Store, Stored, Walk};

/// The command that takes ledgers in.
pub(crate) const COLLECT: &str = "ledger collect";

/// So many records are written at once.
const CHUNK: usize = 1024;

/// A ledger that is being taken in. What verified is kept, even if a later record does not.
pub(crate) struct Collecting<'a> {
    store: &'a mut Store,
    vault: &'a str,
    walk: Walk<'a>,
    known: Option<Head>,
    new: Vec<Stored>,
}

impl<'a> Collecting<'a> {
    /// Begins before the first record of this vault.
    pub(crate) fn begin(
        store: &'a mut Store,
        vault: &'a str,
        key: &'a ChainKey,
    ) -> Result<Self, Error> {
        let known = store.last_of(vault)?.map(|last| last.head());
        Ok(Self { store, vault, walk: Walk::new(key, vault, true), known, new: Vec::new() })
    }

    /// Takes the next record.
    ///
    /// # Errors
    /// `tampered` if it is not the one that was written there, or not the one that was collected
    /// before.
    pub(crate) fn take(&mut self, record: Stored) -> Result<(), Error> {
        self.walk.step(&record)?;
        let known = self.known.map_or(0, |known| known.seq);
        if record.seq == known && self.known != Some(self.walk.head()) {
            let reason = "another record than was collected before: the vault was rolled back or \
                forked";
            return Err(super::broken(record.seq, reason));
        }
        if record.seq > known {
            check_shape(&record)?;
            self.new.push(record);
        }
        if self.new.len() >= CHUNK { self.flush() } else { Ok(()) }
    }

    /// Ends behind the last record.
    ///
    /// # Errors
    /// `tampered` if more was collected before.
    pub(crate) fn end(mut self) -> Result<Head, Error> {
        self.flush()?;
        let head = self.walk.head();
        if self.known.is_some_and(|known| known.seq > head.seq) {
            let reason = "it ends there, and more was collected before: an older export, or the \
                vault was rolled back";
            return Err(super::broken(head.seq, reason));
        }
        Ok(head)
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.store.collect(self.vault, &self.new)?;
        self.new.clear();
        Ok(())
    }
}

/// The holder has the key of that chain, and could write anything. What is looked up later must at
/// least be there to be looked up.
fn check_shape(record: &Stored) -> Result<(), Error> {
    let content = record.content();
    let is_text = |name| content.get(name).is_some_and(|value| value.as_str().is_some());
    let is_record = content.get("time").and_then(Json::as_integer).is_some()
        && ["operator", "command", "outcome"].into_iter().all(is_text);
    if is_record { Ok(()) } else { Err(super::broken(record.seq, "it is no record of ours")) }
}

/// What the own ledger remembers of a ledger that was taken in.
pub(crate) fn collected(vault: &str, head: &Head) -> Entry {
    Entry::new(COLLECT, "done").detail(&format!("{vault} {head}"))
}

/// The vault and the head that [`collected`] wrote into this record, if it is one.
pub(crate) fn remembered(stored: &Stored) -> Option<(String, Head)> {
    // Most records are of orders: only these few are read.
    if !stored.record.contains(COLLECT) {
        return None;
    }
    let content = stored.content();
    let says = |name, text| content.get(name).and_then(Json::as_str) == Some(text);
    let (vault, head) = content.get("detail")?.as_str()?.split_once(' ')?;
    let head = Head::parse(head).filter(|_| says("command", COLLECT) && says("outcome", "done"))?;
    Some((vault.into(), head))
}

/// A record as `waxseal ledger export` writes it.
pub(crate) fn exported(line: &Json) -> Result<Stored, Error> {
    let seq = line.integer_member("seq")?;
    let record = line.string_member("record")?.into();
    let mac = base64url::decode_array(line.string_member("mac")?)
        .map_err(|_| Error::new(Code::Malformed, "not a link of a ledger"))?;
    Ok(Stored { seq, record, mac })
}
