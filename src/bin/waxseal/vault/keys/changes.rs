//! What changes the keys of a vault. Whoever calls it holds the vault's lock.

use getrandom::SysRng;
use waxseal::Error;
use waxseal::jose::jwk::AgreementKey;

use super::{KEYS, KeyRecord, StoredKey, Vault, VaultKey};
use crate::clock::DAY;
use crate::files;
use crate::vault::Compartment;

/// How long new orders are sealed to a key, at most. It opens them for as long as it is kept.
const SEALING: u64 = 731 * DAY;

impl VaultKey {
    /// Makes a key for a role and group, and keeps it in the vault.
    pub(crate) fn add(
        &self,
        vault: &Vault,
        role: &str,
        group: Option<&str>,
        now: u64,
    ) -> Result<StoredKey, Error> {
        let secret = AgreementKey::generate(&mut SysRng)?;
        let record = KeyRecord {
            kid: secret.public().thumbprint(),
            role: role.into(),
            group: group.map(Into::into),
            nbf: now,
            exp: now + SEALING,
            retired: None,
            shredded: None,
        };
        let key = StoredKey { record, secret };
        self.keep_key(vault, &key)?;
        Ok(key)
    }

    /// Makes the next key of a compartment. It begins later than the one before, since pages use
    /// the latest.
    pub(crate) fn renew(
        &self,
        vault: &Vault,
        compartment: &Compartment,
        newest: Option<&KeyRecord>,
        now: u64,
    ) -> Result<StoredKey, Error> {
        let nbf = newest.map_or(now, |newest| now.max(newest.nbf + 1));
        self.add(vault, &compartment.role, compartment.group.as_deref(), nbf)
    }

    /// Marks a key as taken out of use.
    pub(crate) fn retire(&self, vault: &Vault, mut key: StoredKey, now: u64) -> Result<(), Error> {
        key.record.retired = Some(now);
        files::replace(&vault.key_path(&key.record.kid), self.seal_key(&key)?.as_bytes())
    }

    /// Puts a record alone in the place of a key, and destroys what its file held.
    pub(crate) fn shred(&self, vault: &Vault, mut key: StoredKey, now: u64) -> Result<(), Error> {
        key.record.shredded = Some(now);
        let tombstone = self.seal(|header| key.record.write(header), b"")?;
        files::shred(&vault.key_path(&key.record.kid), tombstone.as_bytes())?;
        files::shred_drafts(&vault.path(KEYS))
    }
}
