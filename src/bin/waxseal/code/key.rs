//! The key of the customer codes in the vault: without it nobody tells whose a code is by trying
//! names.

use waxseal::{Code, Error};

use crate::failure::{Failure, Outcome};
use crate::mackey::MacKey;
use crate::session::Session;
use crate::vault::{CODE, Vault, VaultKey};
use crate::{files, keyfile};

/// What the file says it is for: another key of the vault, which somebody else may know, must not
/// pass for it.
const USE: &str = "customer-code";

/// Makes the key of a new vault.
pub(crate) fn create(vault: &Vault, vault_key: &VaultKey) -> Result<MacKey, Error> {
    let key = MacKey::generate()?;
    write(vault, vault_key, &key)?;
    Ok(key)
}

/// Writes the key into a vault that has none.
pub(crate) fn write(vault: &Vault, vault_key: &VaultKey, key: &MacKey) -> Result<(), Error> {
    let members = |header: &mut waxseal::jose::json::Writer| {
        header.string("cty", "jwk+json").string("for", USE);
    };
    let file = vault_key.seal(members, key.to_jwk().as_bytes())?;
    files::write_new(&vault.path(CODE), file.as_bytes())
}

/// Reads the key, if the vault has one.
pub(crate) fn read(vault: &Vault, vault_key: &VaultKey) -> Outcome<Option<MacKey>> {
    let path = vault.path(CODE);
    if !files::exists(&path) {
        return Ok(None);
    }
    let compact = keyfile::read(&path, vault.modes)?;
    let opened = vault_key.open(compact.trim_end()).and_then(|(header, jwk)| {
        if header.string_member("for") != Ok(USE) {
            return Err(Error::new(Code::Tampered, "holds a key for something else"));
        }
        let text =
            std::str::from_utf8(&jwk).map_err(|_| Error::new(Code::Malformed, "holds no key"))?;
        MacKey::from_jwk(text)
    });
    Ok(Some(opened.map_err(|error: Error| error.about(&files::name(&path)))?))
}

/// The key of this vault; a holder's has it or not.
pub(crate) fn of(session: &Session) -> Outcome<MacKey> {
    if let Some(key) = read(&session.vault, &session.key)? {
        return Ok(key);
    }
    if session.ledger.sealed.holder.is_some() {
        let error = Error::new(Code::UnknownKey, "this vault has no key for customer codes");
        return Err(Failure::from(error.about(CODE))
            .or_hint("the merchant gives it along with `waxseal keys export --with-code`"));
    }
    let _lock = session.vault.lock()?;
    of_owner(&session.vault, &session.key)
}

/// The key of the owner's vault, whose lock the caller holds. An older vault is given one.
pub(crate) fn of_owner(vault: &Vault, vault_key: &VaultKey) -> Outcome<MacKey> {
    match read(vault, vault_key)? {
        Some(key) => Ok(key),
        None => Ok(create(vault, vault_key)?),
    }
}
