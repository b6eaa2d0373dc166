//! X25519 keys (RFC 7748, RFC 8037 §3.2).

use rand_core::TryCryptoRng;
use x25519_dalek::{PublicKey, StaticSecret, X25519_BASEPOINT_BYTES};
use zeroize::Zeroizing;

use super::{Thumbprint, members};
use crate::jose::{Json, random};
use crate::prelude::*;
use crate::{Code, Error};

const CRV: &str = "X25519";

#[cfg(test)]
mod tests;

/// A public X25519 key, canonical: its top bit is clear and it is below 2^255 - 19.
#[derive(Clone, PartialEq, Eq)]
pub struct AgreementPublicKey(PublicKey);

impl AgreementPublicKey {
    /// A public key of 32 bytes.
    ///
    /// # Errors
    /// `malformed` for another length, or if it is not canonical.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        bytes.try_into().map_err(|_| not_canonical()).and_then(Self::from_array)
    }

    fn from_array(bytes: [u8; 32]) -> Result<Self, Error> {
        if is_canonical(&bytes) { Ok(Self(PublicKey::from(bytes))) } else { Err(not_canonical()) }
    }

    /// Its 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Reads a public JWK.
    ///
    /// # Errors
    /// `unsupported` for another type of key; `malformed` if it is not canonical.
    pub fn from_jwk(jwk: &Json) -> Result<Self, Error> {
        members::x(jwk, CRV).and_then(Self::from_array)
    }

    /// The public JWK as JSON text, with the required members alone.
    #[must_use]
    pub fn to_jwk(&self) -> String {
        members::public_jwk(CRV, self.as_bytes())
    }

    /// The RFC 7638 thumbprint.
    #[must_use]
    pub fn thumbprint(&self) -> Thumbprint {
        Thumbprint::of(&self.to_jwk())
    }

    /// Whether every agreement with this key ends in the same secret (RFC 7748 §6.1).
    #[must_use]
    pub fn is_low_order(&self) -> bool {
        LOW_ORDER.contains(self.as_bytes())
    }
}

/// The canonical points that clamping takes to zero: 0, 1, two of order 8, and p - 1. A test agrees
/// with each; to do so for every key of a manifest would be two scalar multiplications of cold code.
const LOW_ORDER: [[u8; 32]; 5] = [
    [0; 32],
    ONE,
    [
        0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4,
        0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49,
        0xb8, 0x00,
    ],
    [
        0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef,
        0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f,
        0x11, 0x57,
    ],
    P_MINUS_ONE,
];

const ONE: [u8; 32] = with_ends(1, 0, 0);
const P_MINUS_ONE: [u8; 32] = with_ends(0xec, 0xff, 0x7f);

const fn with_ends(lowest: u8, middle: u8, highest: u8) -> [u8; 32] {
    let mut bytes = [middle; 32];
    bytes[0] = lowest;
    bytes[31] = highest;
    bytes
}

fn not_canonical() -> Error {
    Error::new(Code::Malformed, "not a canonical X25519 key")
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
        Ok(Self::from_bytes(&secret))
    }

    /// The key of 32 random bytes.
    pub(crate) fn from_bytes(secret: &[u8; 32]) -> Self {
        Self(StaticSecret::from(*secret))
    }

    /// The public half: X25519(d, 9) of RFC 7748 §6.1. The ladder that every agreement needs
    /// serves here too, so that the module has no other scalar multiplication for it.
    #[must_use]
    pub fn public(&self) -> AgreementPublicKey {
        let base_point = PublicKey::from(X25519_BASEPOINT_BYTES);
        AgreementPublicKey(PublicKey::from(self.0.diffie_hellman(&base_point).to_bytes()))
    }

    /// The shared secret, or nothing if the other key is of low order (RFC 7748 §6.1).
    pub(crate) fn agree(&self, public: &AgreementPublicKey) -> Option<Zeroizing<[u8; 32]>> {
        let shared = self.0.diffie_hellman(&public.0);
        shared.was_contributory().then(|| Zeroizing::new(shared.to_bytes()))
    }

    /// Reads a private JWK.
    ///
    /// # Errors
    /// `unsupported` for another type of key; `malformed` if its halves do not belong
    /// together.
    pub fn from_jwk(jwk: &Json) -> Result<Self, Error> {
        let public = AgreementPublicKey::from_jwk(jwk)?;
        let key = Self(StaticSecret::from(*members::d(jwk)?));
        members::require_pair(key.public() == public)?;
        Ok(key)
    }

    /// The private JWK as JSON text.
    #[must_use]
    pub fn to_jwk(&self) -> Zeroizing<String> {
        members::private_jwk(CRV, self.public().as_bytes(), self.0.as_bytes())
    }
}
