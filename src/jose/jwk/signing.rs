//! Ed25519 keys (RFC 8032, RFC 8037 §3.1).

use ed25519_dalek::{Signature, Signer};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::{Thumbprint, members};
use crate::Error;
use crate::jose::{Json, random};
use crate::prelude::*;

#[cfg(test)]
mod tests;

const CRV: &str = "Ed25519";

/// A public Ed25519 key as it was written; [`VerifyingKey::verifies`] decides whether it is
/// one.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey([u8; 32]);

impl VerifyingKey {
    /// Reads a public JWK.
    ///
    /// # Errors
    /// `unsupported` for another type of key; `malformed` for another length.
    pub fn from_jwk(jwk: &Json) -> Result<Self, Error> {
        members::x(jwk, CRV).map(Self)
    }

    /// The public JWK as JSON text, with the required members alone.
    #[must_use]
    pub fn to_jwk(&self) -> String {
        members::public_jwk(CRV, &self.0)
    }

    /// The RFC 7638 thumbprint, which names the identity.
    #[must_use]
    pub fn thumbprint(&self) -> Thumbprint {
        Thumbprint::of(&self.to_jwk())
    }

    /// Whether a signature fits: canonical, and by a key that is not of small order.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        ed25519_dalek::VerifyingKey::from_bytes(&self.0)
            .and_then(|key| key.verify_strict(message, &Signature::from_bytes(signature)))
            .is_ok()
    }
}

/// A private Ed25519 key, wiped when it is dropped.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A fresh key.
    ///
    /// # Errors
    /// `io` if no randomness can be had.
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let secret = Zeroizing::new(random::bytes(rng)?);
        Ok(Self(ed25519_dalek::SigningKey::from_bytes(&secret)))
    }

    /// Reads a private JWK.
    ///
    /// # Errors
    /// `unsupported` for another type of key; `malformed` if its halves do not belong
    /// together.
    pub fn from_jwk(jwk: &Json) -> Result<Self, Error> {
        let public = VerifyingKey::from_jwk(jwk)?;
        let key = Self(ed25519_dalek::SigningKey::from_bytes(&*members::d(jwk)?));
        members::require_pair(key.public() == public)?;
        Ok(key)
    }

    /// The private JWK as JSON text.
    #[must_use]
    pub fn to_jwk(&self) -> Zeroizing<String> {
        members::private_jwk(CRV, &self.public().0, self.0.as_bytes())
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key().to_bytes())
    }

    /// Signs a message. Deterministic (RFC 8032 §5.1.6).
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}
