//! Follows a chain from its beginning, and says where it stops being what was written.

use waxseal::jose::Json;
use waxseal::{Code, Error};

use super::{ACCEPT, BEGIN, ChainKey, Head, Ledger, Stored};

/// What the ledger of a vault may begin with.
const FIRST: [&str; 3] = ["init", "restore", BEGIN];
/// The same for a vault that was made for a holder.
const FIRST_OF_HOLDER: [&str; 2] = [ACCEPT, BEGIN];

const NOT_THERE: &str = "it is missing, or not in its place";

/// A walk along a chain.
pub(crate) struct Walk<'a> {
    key: &'a ChainKey,
    of_holder: bool,
    head: Head,
}

impl<'a> Walk<'a> {
    /// Begins before the first record.
    pub(crate) fn new(key: &'a ChainKey, id: &str, of_holder: bool) -> Self {
        Self { key, of_holder, head: Head { seq: 0, mac: key.start(id) } }
    }

    /// Takes the next record.
    ///
    /// # Errors
    /// `tampered`, about the record that is not what was written. Behind it nothing can be said.
    pub(crate) fn step(&mut self, next: &Stored) -> Result<(), Error> {
        let seq = self.head.seq + 1;
        if next.seq != seq {
            return Err(broken(seq, NOT_THERE));
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

    /// Where the chain is now.
    pub(crate) fn head(&self) -> Head {
        self.head
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

/// Heads that were kept, and whether a chain went through them.
pub(crate) struct Marks {
    heads: Vec<(Head, bool)>,
    longest: u64,
}

impl Marks {
    /// Looks out for these.
    pub(crate) fn new(heads: &[Head]) -> Self {
        Self { heads: heads.iter().map(|head| (*head, false)).collect(), longest: 0 }
    }

    /// A chain goes through here.
    pub(crate) fn pass(&mut self, at: Head) {
        self.longest = self.longest.max(at.seq);
        for (head, passed) in &mut self.heads {
            *passed |= *head == at;
        }
    }

    /// `tampered`, about the first head that no chain went through.
    pub(crate) fn missing(&self) -> Option<Error> {
        let (head, _) = self.heads.iter().find(|(_, passed)| !passed)?;
        let reason = match head.seq > self.longest {
            true => "the ledger ends before it: its tail was cut off, or an older copy put back",
            false => "the ledger does not go through it: it was rewritten, or is another one",
        };
        Some(Error::new(Code::Tampered, reason).about(&format!("head {head}")))
    }
}

impl Ledger {
    /// Follows the vault's own chain to its end.
    ///
    /// # Errors
    /// `tampered`, about the first record that is not what was written.
    pub(crate) fn verify_chain(&self) -> Result<Head, Error> {
        self.verify_with(|_, _| {})
    }

    /// The same, and lets the caller look at each record that is what was written.
    pub(crate) fn verify_with(&self, mut look: impl FnMut(Head, &Stored)) -> Result<Head, Error> {
        let of_holder = self.sealed.holder.is_some();
        let mut walk = Walk::new(&self.sealed.key, &self.sealed.id, of_holder);
        self.store.each(|stored| {
            walk.step(&stored)?;
            look(walk.head(), &stored);
            Ok::<_, Error>(())
        })?;
        // Until a holder has accepted, there is nothing.
        if walk.head().seq == 0 && !of_holder { Err(broken(1, NOT_THERE)) } else { Ok(walk.head()) }
    }

    /// Whether the file agrees with itself.
    ///
    /// # Errors
    /// `tampered` if an index, say, lacks a record, and so hides it from the look-up of an order.
    pub(crate) fn check_file(&self) -> Result<(), Error> {
        match self.store.is_sound()? {
            true => Ok(()),
            false => Err(self.store.about(Code::Tampered, "its pages contradict each other")),
        }
    }
}

/// A fault in this place of the chain.
pub(super) fn broken(seq: u64, reason: &'static str) -> Error {
    Error::new(Code::Tampered, reason).about(&format!("record {seq} of the ledger"))
}
