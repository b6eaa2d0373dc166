//! The chain's key in the vault, whose ledger it is, and which identities the vault took in:
//! authenticated by the vault key.
//!
//! `vault.toml` can be edited by whoever can write there. An identity in it that is not here too
//! could have manifests of anybody's read as the merchant's, and orders sealed again to their keys.

use getrandom::SysRng;
use rand_core::TryRng;
use waxseal::jose::json::Writer;
use waxseal::jose::jwk::Thumbprint;
use waxseal::jose::keywrap::protected_header;
use waxseal::jose::{Json, base64url};
use waxseal::{Code, Error};

use super::ChainKey;
use crate::failure::{Failure, Outcome};
use crate::vault::{Vault, VaultKey};
use crate::{files, keyfile};

pub(super) const FILE: &str = "ledger.jwe";

/// What `ledger.jwe` holds.
pub(crate) struct Sealed {
    /// Names the vault; the chain begins with it.
    pub(crate) id: String,
    /// Who holds the vault, if it was made for one person.
    pub(crate) holder: Option<String>,
    /// The identities that the vault ever took in.
    pub(crate) identities: Vec<Thumbprint>,
    pub(crate) key: ChainKey,
}

impl Sealed {
    /// Makes the file of a new vault.
    pub(super) fn create(
        vault: &Vault,
        vault_key: &VaultKey,
        holder: Option<&str>,
    ) -> Result<Self, Error> {
        let mut id = [0; 16];
        SysRng
            .try_fill_bytes(&mut id)
            .map_err(|_| Error::new(Code::Io, "the system's random source failed"))?;
        let (id, holder) = (base64url::encode(&id), holder.map(Into::into));
        let identities = vault.identities.clone();
        let sealed = Self { id, holder, identities, key: ChainKey::generate()? };
        files::write_new(&vault.path(FILE), sealed.write(vault_key)?.as_bytes())?;
        Ok(sealed)
    }

    /// Takes in one more identity: before `vault.toml` names it.
    pub(crate) fn add_identity(
        &mut self,
        vault: &Vault,
        vault_key: &VaultKey,
        identity: Thumbprint,
    ) -> Result<(), Error> {
        if self.identities.contains(&identity) {
            return Ok(());
        }
        self.identities.push(identity);
        files::replace(&vault.path(FILE), self.write(vault_key)?.as_bytes())
    }

    fn write(&self, vault_key: &VaultKey) -> Result<String, Error> {
        let identities: Vec<_> = self.identities.iter().map(Thumbprint::encode).collect();
        let members = |header: &mut Writer| {
            header.string("cty", "jwk+json").string("id", &self.id);
            if let Some(holder) = &self.holder {
                header.string("holder", holder);
            }
            header.strings("identities", &identities);
        };
        vault_key.seal(members, self.key.to_jwk().as_bytes())
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
                identities: identities(&header)?,
                key: ChainKey::from_jwk(text)?,
            })
        };
        let sealed: Self = read().map_err(|error: Error| error.about(&files::name(&path)))?;
        sealed.check_identities(vault)?;
        Ok(sealed)
    }

    /// One that was taken out of `vault.toml` may be missing there, and none may be added.
    fn check_identities(&self, vault: &Vault) -> Outcome<()> {
        if vault.identities.iter().all(|identity| self.identities.contains(identity)) {
            return Ok(());
        }
        let planted = Error::new(Code::Untrusted, "it names an identity that was never taken in");
        Err(Failure::from(planted.about(&files::name(&vault.settings_file()))).or_hint(
            "find out who wrote it, and take it out; `waxseal rotate --new-identity DIR` takes one in",
        ))
    }
}

fn identities(header: &Json) -> Result<Vec<Thumbprint>, Error> {
    header.strings_member("identities")?.iter().map(|text| Thumbprint::parse(text)).collect()
}
