//! X25519 keys (RFC 7748, RFC 8037 §3.2).

use rand_core::TryCryptoRng;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::{Thumbprint, public_bytes, public_jwk};
use crate::jose::{Json, random};
use crate::{Code, Error};

const CRV: &str = "X25519";

/// A public X25519 key, canonical: its top bit is clear and it is below 2^255 - 19.
#[derive(Clone, PartialEq, Eq)]
pub struct AgreementPublicKey(PublicKey);

impl AgreementPublicKey {
    /// Reads a public JWK.
    ///
    /// # Errors
    /// `unsupported` for another type of key; `malformed` if it is not canonical.
    pub fn from_jwk(jwk: &Json) -> Result<Self, Error> {
        let bytes = public_bytes(jwk, CRV)?;
        if !is_canonical(&bytes) {
            return Err(Error::new(Code::Malformed, "not a canonical X25519 key"));
        }
        Ok(Self(PublicKey::from(bytes)))
    }

    /// The public JWK, with the required members alone.
    #[must_use]
    pub fn to_jwk(&self) -> Json {
        public_jwk(CRV, self.0.as_bytes())
    }

    /// The RFC 7638 thumbprint.
    #[must_use]
    pub fn thumbprint(&self) -> Thumbprint {
        Thumbprint::of(&self.to_jwk())
    }

    /// Whether every agreement with this key ends in the same secret (RFC 7748 §6.1).
    #[must_use]
    pub fn is_low_order(&self) -> bool {
        // Clamping makes any scalar a multiple of the cofactor, which takes such a point to zero.
        !StaticSecret::from([1; 32]).diffie_hellman(&self.0).was_contributory()
    }
}

/// Whether a little-endian number is below 2^255 - 19.
fn is_canonical(bytes: &[u8; 32]) -> bool {
    let [lowest, middle @ .., highest] = bytes;
    let is_p_or_above = *highest == 0x7f && *lowest >= 0xed && middle.iter().all(|b| *b == 0xff);
    *highest < 0x80 && !is_p_or_above
}

/// A private X25519 key, wiped when it is dropped.
pub struct AgreementKey(StaticSecret);

impl AgreementKey {
    /// A fresh key.
    ///
    /// # Errors
    /// `io` if no randomness can be had.
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let secret = Zeroizing::new(random::bytes(rng)?);
        Ok(Self(StaticSecret::from(*secret)))
    }

    /// Reads a private JWK.
    ///
    /// # Errors
    /// `unsupported` for another type of key; `malformed` if its halves do not belong together.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_jwk(jwk: &Json) -> Result<Self, Error> {
        let secret = super::private_bytes(jwk, CRV)?;
        let key = Self(StaticSecret::from(*secret));
        if public_bytes(jwk, CRV)? != *key.public().0.as_bytes() {
            return Err(super::mismatch());
        }
        Ok(key)
    }

    /// The private JWK as JSON text.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn to_jwk(&self) -> Zeroizing<String> {
        super::private_jwk(CRV, self.public().0.as_bytes(), self.0.as_bytes())
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> AgreementPublicKey {
        AgreementPublicKey(PublicKey::from(&self.0))
    }

    /// The shared secret, or nothing if the other key is of low order.
    pub(crate) fn agree(&self, public: &AgreementPublicKey) -> Option<Zeroizing<[u8; 32]>> {
        let shared = self.0.diffie_hellman(&public.0);
        shared.was_contributory().then(|| Zeroizing::new(shared.to_bytes()))
    }
}
