//! The ledger: who opened what, when and why.
//!
//! A table in SQLite to which records are only ever added, each chained to the one before by
//! HMAC-SHA-256. Whoever lacks the passphrase cannot edit, remove or reorder records unseen. A cut
//! tail, an older copy put back or a rewrite by someone with the passphrase shows against a head
//! that was kept elsewhere. It holds names of fields and hashes of parts, never values.
//!
//! | file | what |
//! | --- | --- |
//! | `chain` | the key, the links, the head |
//! | `collect` | takes in another vault's ledger |
//! | `copy` | it, in a copy of its vault |
//! | `entry` | one record |
//! | `exports` | what it says of vaults that were made for others |
//! | `keys` | what it says of a key, and of backups |
//! | `seal` | the chain's key in the vault, and whose ledger it is |
//! | `store` | the table |
//! | `verify` | follows a chain to its end |

mod chain;
mod collect;
mod copy;
mod entry;
mod exports;
mod keys;
mod seal;
mod store;
#[cfg(test)]
mod tests;
mod verify;

use std::path::{Path, PathBuf};

use waxseal::manifest::CLOCK_TOLERANCE;
use waxseal::open::OrderHeader;
use waxseal::{Code, Error};

use crate::clock::{self, DAY};
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::vault::{Vault, VaultKey};

pub(crate) use chain::{ChainKey, Head};
pub(crate) use collect::{COLLECT, Collecting, collected, exported, remembered};
pub(crate) use copy::copy_files;
pub(crate) use entry::Entry;
pub(crate) use exports::{Given, WITH_CODE, given};
pub(crate) use seal::Sealed;
pub(crate) use store::{Store, Stored, Told};
use verify::broken;
pub(crate) use verify::{Marks, Walk};

const TABLE: &str = "ledger.db";
pub(crate) const ACCEPT: &str = "accept";
/// The command that begins a ledger anew.
const BEGIN: &str = "ledger begin";

/// A vault's ledger, ready to be written.
pub(crate) struct Ledger {
    pub(crate) sealed: Sealed,
    pub(crate) store: Store,
    /// The last record before this run.
    since: u64,
}

impl Ledger {
    /// Begins the ledger of a vault that is being made. Its first record says so; in a vault for a
    /// holder it is the acceptance, which comes later.
    pub(crate) fn create(
        vault: &Vault,
        key: &VaultKey,
        holder: Option<&str>,
    ) -> Result<Sealed, Error> {
        let sealed = Sealed::create(vault, key, holder)?;
        let now = clock::now()?;
        let first = holder.is_none().then(|| Entry::new("init", "done").write(now, None));
        Store::create(&table(vault), first.as_slice(), &sealed.key, &sealed.id)?;
        Ok(sealed)
    }

    /// Opens the ledger of a vault. Nothing is done where it cannot be written.
    ///
    /// # Errors
    /// `io` or `permissions` if it is missing or cannot be written; `tampered` if its tables or its
    /// last record are not what was written.
    pub(crate) fn open(vault: &Vault, key: &VaultKey) -> Outcome<Self> {
        let sealed = Sealed::open(vault, key)?;
        let store = Store::open(&present(vault)?)?;
        let ledger = Self { since: store.last()?.map_or(0, |last| last.seq), sealed, store };
        ledger.check_end()?;
        Ok(ledger)
    }

    /// Opens the ledger of a vault to look at it, whatever its records may be.
    pub(crate) fn examine(vault: &Vault, key: &VaultKey) -> Outcome<Self> {
        let sealed = Sealed::open(vault, key)?;
        let store = Self::look(vault)?;
        Ok(Self { sealed, store, since: 0 })
    }

    /// The table alone, for which no passphrase is needed: **nothing of it is authenticated**.
    pub(crate) fn look(vault: &Vault) -> Outcome<Store> {
        Ok(Store::examine(&present(vault)?)?)
    }

    /// Begins anew where the table was lost. Its first record says so.
    pub(crate) fn begin_again(vault: &Vault, key: &VaultKey, reason: &str) -> Outcome<Self> {
        let sealed = Sealed::open(vault, key)?;
        let path = table(vault);
        refuse_leftovers(&path)?;
        let entry = Entry::new(BEGIN, "done").reason(Some(reason));
        let first = entry.write(clock::now()?, sealed.holder.as_deref());
        let store = Store::create(&path, &[first], &sealed.key, &sealed.id)?;
        Ok(Self { sealed, store, since: 0 })
    }

    /// Adds records, all or none, and returns when they are on the disk.
    ///
    /// # Errors
    /// `io` if they cannot be written, or the clock stands before the last record.
    pub(crate) fn append(&mut self, entries: &[Entry]) -> Result<(), Error> {
        if entries.is_empty() {
            return Ok(());
        }
        let now = clock::now()?;
        self.check_clock(now)?;
        self.append_at(entries, now)
    }

    /// Adds records whatever the time of the last one.
    pub(crate) fn append_at(&mut self, entries: &[Entry], now: u64) -> Result<(), Error> {
        let holder = self.sealed.holder.as_deref();
        let records: Vec<String> = entries.iter().map(|entry| entry.write(now, holder)).collect();
        self.store.append(&records, &self.sealed.key, &self.sealed.id)
    }

    /// Refuses to go on in a vault whose holder has not accepted the merchant's text.
    pub(crate) fn require_accepted(&self) -> Outcome<()> {
        if self.sealed.holder.is_none() || self.accepted()? {
            return Ok(());
        }
        let waits = Error::new(Code::NotReady, "its holder has not accepted the merchant's text");
        Err(Failure::from(waits).or_hint("read and accept it: `waxseal accept`"))
    }

    /// Whether its holder accepted the merchant's text.
    pub(crate) fn accepted(&self) -> Result<bool, Error> {
        Ok(self.acceptance()?.is_some())
    }

    /// See [`Store::acceptance`].
    pub(crate) fn acceptance(&self) -> Result<Option<Stored>, Error> {
        self.store.acceptance()
    }

    /// When any ledger at hand first names this order. A holder could write any time into their
    /// own: what was collected counts at most a clock's error before the order says it was sealed.
    pub(crate) fn first_seen(&self, order: &OrderHeader) -> Result<Option<u64>, Error> {
        self.store.first_seen(&order.jti, order.iat.saturating_sub(CLOCK_TOLERANCE))
    }

    /// Whether this order was opened before this run.
    pub(crate) fn opened_before(&self, jti: &str) -> Result<bool, Error> {
        self.store.opened_until(jti, self.since)
    }

    /// The last record's place and link.
    pub(crate) fn head(&self) -> Result<Head, Error> {
        Ok(self.store.last()?.map_or_else(|| self.start(), |last| last.head()))
    }

    /// Where it begins: before the first record.
    fn start(&self) -> Head {
        Head { seq: 0, mac: self.sealed.key.start(&self.sealed.id) }
    }

    /// The end is what the next record is chained to.
    fn check_end(&self) -> Outcome<()> {
        let Some(last) = self.store.last()? else { return Ok(()) };
        let before = match last.seq {
            1 => Some(self.sealed.key.start(&self.sealed.id)),
            seq => self.store.get(seq - 1)?.map(|before| before.mac),
        };
        let fits = before.is_some_and(|mac| self.sealed.key.next(&mac, &last.record) == last.mac);
        if fits {
            return Ok(());
        }
        let broken = Error::new(Code::Tampered, "the ledger's end is not what was written");
        Err(Failure::from(broken).or_hint("`waxseal ledger verify` says where it was changed"))
    }

    /// Refuses a clock that stands before the last record.
    pub(crate) fn check_clock(&self, now: u64) -> Result<(), Error> {
        let last = self.store.last()?.map_or(0, |last| last.time());
        if last <= now.saturating_add(DAY) {
            return Ok(());
        }
        let reason = "the clock stands before the ledger's last record; set it right, or if it was \
            ahead then: waxseal ledger clock --reason TEXT";
        Err(Error::new(Code::Io, reason))
    }
}

/// The file with the table, which must be there and for nobody else to read.
fn present(vault: &Vault) -> Outcome<PathBuf> {
    let path = table(vault);
    if !files::exists(&path) {
        let missing = Error::new(Code::Io, "the ledger is missing").about(&files::name(&path));
        return Err(Failure::from(missing).or_hint(
            "put back the newest copy; if there is none: waxseal ledger begin --reason TEXT",
        ));
    }
    files::require_private(&path, vault.modes)?;
    Ok(path)
}

/// SQLite would take what an earlier table left behind for a part of the new one.
fn refuse_leftovers(path: &Path) -> Outcome<()> {
    for end in ["-wal", "-shm", "-journal"] {
        let name = format!("{}{end}", files::name(path));
        if files::exists(Path::new(&name)) {
            let error = Error::new(Code::Io, "belongs to the ledger that is missing").about(&name);
            let hint = "put ledger.db back beside it; if that is lost for good, remove this file";
            return Err(Failure::from(error).or_hint(hint));
        }
    }
    Ok(())
}

/// Where a vault keeps it.
fn table(vault: &Vault) -> PathBuf {
    vault.path(TABLE)
}
