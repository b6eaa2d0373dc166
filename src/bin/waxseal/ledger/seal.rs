//! The chain's key in the vault, and whose ledger it is: authenticated by the vault key.

use std::path::Path;

use getrandom::SysRng;
use rand_core::TryRng;
use waxseal::jose::base64url;
use waxseal::jose::keywrap::protected_header;
use waxseal::{Code, Error};

use super::ChainKey;
use crate::failure::Outcome;
use crate::vault::{Vault, VaultKey};
use crate::{files, keyfile};

pub(super) const FILE: &str = "ledger.jwe";

/// What `ledger.jwe` holds.
pub(crate) struct Sealed {
    /// Names the vault; the chain begins with it.
    pub(crate) id: String,
    /// Who holds the vault, if it was made for one person.
    pub(crate) holder: Option<String>,
    pub(crate) key: ChainKey,
}

impl Sealed {
    /// Makes the file of a new vault.
    pub(super) fn create(
        folder: &Path,
        vault_key: &VaultKey,
        holder: Option<&str>,
    ) -> Result<Self, Error> {
        let mut id = [0; 16];
        SysRng
            .try_fill_bytes(&mut id)
            .map_err(|_| Error::new(Code::Io, "the system's random source failed"))?;
        let holder = holder.map(Into::into);
        let sealed = Self { id: base64url::encode(&id), holder, key: ChainKey::generate()? };
        let file = vault_key.seal(
            |header| {
                header.string("cty", "jwk+json").string("id", &sealed.id);
                if let Some(holder) = &sealed.holder {
                    header.string("holder", holder);
                }
            },
            sealed.key.to_jwk().as_bytes(),
        )?;
        files::write_new(&folder.join(FILE), file.as_bytes())?;
        Ok(sealed)
    }

    /// The vault's id and its holder as the file claims them, **not authenticated**: no passphrase
    /// is needed.
    pub(crate) fn claims(vault: &Vault) -> Outcome<(String, Option<String>)> {
        let path = vault.path(FILE);
        let read = || {
            let header = protected_header(files::read_text(&path)?.trim_end())?;
            let holder = header.optional_string("holder")?.map(Into::into);
            Ok((header.string_member("id")?.into(), holder))
        };
        read().map_err(|error: Error| error.about(&files::name(&path)).into())
    }

    /// Opens the file of a vault.
    pub(super) fn open(vault: &Vault, vault_key: &VaultKey) -> Outcome<Self> {
        let path = vault.path(FILE);
        let compact = keyfile::read(&path, vault.modes)?;
        let read = || {
            let (header, jwk) = vault_key.open(compact.trim_end())?;
            let text = std::str::from_utf8(&jwk)
                .map_err(|_| Error::new(Code::Malformed, "holds no key"))?;
            Ok(Self {
                id: header.string_member("id")?.into(),
                holder: header.optional_string("holder")?.map(Into::into),
                key: ChainKey::from_jwk(text)?,
            })
        };
        read().map_err(|error: Error| error.about(&files::name(&path)).into())
    }
}
