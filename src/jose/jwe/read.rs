//! A JWE taken apart, as the desk and the shop's server do: a page never reads one.

#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
use zeroize::Zeroizing;

use crate::jose::Json;
use crate::jose::compact::{Compact, Outline};
#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
use crate::jose::gcm;
#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
use crate::jose::jwk::AgreementKey;
use crate::jose::jwk::AgreementPublicKey;
use crate::prelude::*;
use crate::{Code, Error};

/// The one way to agree on a key that is used here.
pub(crate) const ALG: &str = "ECDH-ES";

/// A JWE taken apart. Its header is readable and not authenticated until [`Jwe::decrypt`].
pub struct Jwe<'a> {
    compact: Compact<'a>,
    epk: AgreementPublicKey,
}

impl<'a> Jwe<'a> {
    /// Takes a compact JWE apart.
    ///
    /// # Errors
    /// `malformed` for anything but five parts of canonical base64url with the lengths of
    /// RFC 7518 §4.6 and §5.3, or an `epk` that is not a canonical X25519 key with the members
    /// `kty`, `crv` and `x` alone; `unsupported` for another `alg` or `enc`, or for `crit`,
    /// `zip`, `apu`, `apv` or `b64`.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        Self::read(Outline::parse(text)?)
    }

    /// The same of one whose header was read.
    pub(crate) fn read(outline: Outline<'a>) -> Result<Self, Error> {
        let compact = Compact::read(outline, ALG)?;
        if !compact.encrypted_key.is_empty() {
            return Err(Error::new(Code::Malformed, "direct key agreement has no encrypted key"));
        }
        let epk = read_epk(&compact.header)?;
        Ok(Self { compact, epk })
    }

    /// The protected header.
    #[must_use]
    pub fn header(&self) -> &Json {
        &self.compact.header
    }

    /// The ephemeral public key.
    #[must_use]
    pub fn epk(&self) -> &AgreementPublicKey {
        &self.epk
    }

    /// The length of the ciphertext in bytes, which is that of the plaintext.
    #[must_use]
    pub fn ciphertext_len(&self) -> usize {
        self.compact.encrypted.ciphertext.len()
    }
}

#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
impl Jwe<'_> {
    /// The plaintext.
    ///
    /// # Errors
    /// `tampered` if the tag does not fit or the ephemeral key is of low order.
    pub fn decrypt(&self, key: &AgreementKey) -> Result<Zeroizing<Vec<u8>>, Error> {
        let shared = key.agree(&self.epk).ok_or_else(crate::error::tampered)?;
        let key = super::derive(&shared);
        gcm::decrypt(&key, self.compact.protected.as_bytes(), &self.compact.encrypted)
    }
}

fn read_epk(header: &Json) -> Result<AgreementPublicKey, Error> {
    let malformed = || Error::new(Code::Malformed, "not an X25519 key").about("epk");
    let epk = header.get("epk").ok_or_else(malformed)?;
    let members = epk.as_object().ok_or_else(malformed)?;
    if members.len() != 3 {
        return Err(malformed());
    }
    AgreementPublicKey::from_jwk(epk).map_err(|_| malformed())
}
