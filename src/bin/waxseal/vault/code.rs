//! The key of the customer codes, as it goes from vault to vault.

use waxseal::Error;
use zeroize::Zeroizing;

use super::{CODE, Vault, VaultKey};
use crate::failure::Outcome;
use crate::{files, keyfile};

impl VaultKey {
    /// The key as JWK, if the vault has one.
    pub(crate) fn code(&self, vault: &Vault) -> Outcome<Option<Zeroizing<Vec<u8>>>> {
        let path = vault.path(CODE);
        if !files::exists(&path) {
            return Ok(None);
        }
        let compact = keyfile::read(&path, vault.modes)?;
        let (_, jwk) =
            self.open(compact.trim_end()).map_err(|error| error.about(&files::name(&path)))?;
        Ok(Some(jwk))
    }

    /// Keeps the key in a vault that has none.
    pub(crate) fn keep_code(&self, vault: &Vault, jwk: &[u8]) -> Result<(), Error> {
        let file = self.seal(
            |header| {
                header.string("cty", "jwk+json");
            },
            jwk,
        )?;
        files::write_new(&vault.path(CODE), file.as_bytes())
    }
}
