//! A key file under a passphrase: the vault's key, and the identity's.

use std::path::Path;

use getrandom::SysRng;
use waxseal::jose::{Json, json, keywrap};
use waxseal::{Code, Error};
use zeroize::Zeroizing;

use crate::failure::{Failure, Outcome};
use crate::files::{self, Modes};

/// A private JWK inside (RFC 7517 §7).
const CTY: &str = "jwk+json";

/// Seals a JWK under a passphrase.
pub(crate) fn seal(jwk: &str, passphrase: &str) -> Result<String, Error> {
    keywrap::seal_with_passphrase(jwk.as_bytes(), CTY, passphrase, iterations(), &mut SysRng)
}

/// Most tests are about something else than how long a passphrase takes to try.
#[cfg(debug_assertions)]
fn iterations() -> u32 {
    let fewer = std::env::var("WAXSEAL_TEST_ITERATIONS").ok().and_then(|count| count.parse().ok());
    fewer.unwrap_or(keywrap::ITERATIONS)
}

#[cfg(not(debug_assertions))]
fn iterations() -> u32 {
    keywrap::ITERATIONS
}

/// Opens a key file.
pub(crate) fn open(path: &Path, modes: Modes, passphrase: &str) -> Outcome<Zeroizing<String>> {
    let compact = read(path, modes)?;
    let jwk = keywrap::open_with_passphrase(compact.trim_end(), passphrase)
        .map_err(|error| error.about(&files::name(path)))?;
    let text = text(&jwk).map_err(|error| error.about(&files::name(path)))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// What was opened, as the JWK that it should be.
pub(crate) fn text(content: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(content).map_err(|_| Error::new(Code::Malformed, "holds no key"))
}

/// Opens a key file and reads the JWK in it.
pub(crate) fn open_jwk(path: &Path, modes: Modes, passphrase: &str) -> Outcome<Zeroizing<Json>> {
    Ok(Zeroizing::new(json::parse(&open(path, modes, passphrase)?)?))
}

/// Reads a file that others must not be able to read.
pub(crate) fn read(path: &Path, modes: Modes) -> Outcome<Zeroizing<String>> {
    files::read_secret(path, modes).map_err(|error| {
        let hint = format!(
            "{}; where files have no modes, say permissions = \"unchecked\" in vault.toml",
            files::how_to_keep_private(&files::name(path))
        );
        Failure::from(error).hint_for(Code::Permissions, &hint)
    })
}
