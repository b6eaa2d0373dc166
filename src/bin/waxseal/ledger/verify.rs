//! Follows a chain from its beginning, and says where it stops being what was written.

use waxseal::jose::Json;
use waxseal::{Code, Error};

use super::{ACCEPT, BEGIN, ChainKey, Head, Ledger, Stored};

/// What the ledger of a vault may begin with; a restored one goes on, or says that it is restored.
const FIRST: [&str; 3] = ["init", "restore", BEGIN];
/// The same for a vault that was made for a holder.
const FIRST_OF_HOLDER: [&str; 2] = [ACCEPT, BEGIN];

/// A walk along a chain.
pub(crate) struct Walk<'a> {
    key: &'a ChainKey,
    of_holder: bool,
    head: Head,
    fault: Option<Error>,
}

impl<'a> Walk<'a> {
    /// Begins before the first record.
    pub(crate) fn new(key: &'a ChainKey, id: &str, of_holder: bool) -> Self {
        let head = Head { seq: 0, mac: key.start(id) };
        Self { key, of_holder, head, fault: None }
    }

    /// Goes on where an earlier walk ended.
    pub(crate) fn from(key: &'a ChainKey, head: Head, of_holder: bool) -> Self {
        Self { key, of_holder, head, fault: None }
    }

    /// Takes the next record. Behind the first fault nothing can be said any more.
    pub(crate) fn step(&mut self, next: &Stored) {
        if self.fault.is_none() {
            self.fault = self.check(next).err();
        }
    }

    /// Where the chain is now.
    pub(crate) fn head(&self) -> Head {
        self.head
    }

    /// The end of the chain.
    ///
    /// # Errors
    /// `tampered`, about the first record that is not what was written.
    pub(crate) fn end(self) -> Result<Head, Error> {
        self.fault.map_or(Ok(self.head), Err)
    }

    fn check(&mut self, next: &Stored) -> Result<(), Error> {
        let seq = self.head.seq + 1;
        if next.seq != seq {
            return Err(broken(seq, "it is missing, or not in its place"));
        }
        let mac = self.key.next(&self.head.mac, &next.record);
        if mac != next.mac {
            return Err(broken(seq, "it was changed, or one before it was removed"));
        }
        if seq == 1 && !self.may_be_first(next) {
            return Err(broken(seq, "no ledger of this vault begins with it"));
        }
        self.head = Head { seq, mac };
        Ok(())
    }

    fn may_be_first(&self, first: &Stored) -> bool {
        let content = first.content();
        let command = content.get("command").and_then(Json::as_str).unwrap_or_default();
        match self.of_holder {
            true => FIRST_OF_HOLDER.contains(&command),
            false => FIRST.contains(&command),
        }
    }
}

impl Ledger {
    /// Follows the vault's own chain to its end.
    ///
    /// # Errors
    /// `tampered`, about the first record that is not what was written.
    pub(crate) fn verify_chain(&self) -> Result<Head, Error> {
        let of_holder = self.sealed.holder.is_some();
        let mut walk = Walk::new(&self.sealed.key, &self.sealed.id, of_holder);
        self.store.each(|stored| walk.step(&stored))?;
        if !of_holder && walk.head().seq == 0 && walk.fault.is_none() {
            return Err(broken(1, "it is missing, or not in its place"));
        }
        walk.end()
    }
}

/// A fault in this place of the chain.
pub(crate) fn broken(seq: u64, reason: &'static str) -> Error {
    Error::new(Code::Tampered, reason).about(&format!("record {seq} of the ledger"))
}
