//! JWE with direct key agreement: `ECDH-ES` over X25519 with `A256GCM` (RFC 7516, RFC 7518 §4.6,
//! RFC 8037 §3.2).

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
mod read;

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
pub(crate) use read::ALG;
#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
pub use read::Jwe;

use rand_core::TryCryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::gcm::{self, ContentKey};
use super::jwk::{AgreementKey, AgreementPublicKey};
use super::{base64url, compact};
use crate::prelude::*;
use crate::{Code, Error};

/// A finished key agreement with one recipient: the ephemeral public key and the content
/// encryption key. It needs no plaintext, so it can be made ahead. It encrypts once.
pub struct Agreement {
    epk: AgreementPublicKey,
    content_key: ContentKey,
}

impl Agreement {
    /// Agrees on a content encryption key with a fresh ephemeral key.
    ///
    /// # Errors
    /// `io` if no randomness can be had; `policy` if the recipient's key is of low order.
    pub fn with_rng(
        recipient: &AgreementPublicKey,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        Self::with_key(recipient, &AgreementKey::generate(rng)?)
            .ok_or_else(|| Error::new(Code::Policy, "a recipient's key is of low order"))
    }

    /// Agrees with an ephemeral key; nothing if the recipient's is of low order.
    pub(crate) fn with_key(
        recipient: &AgreementPublicKey,
        ephemeral: &AgreementKey,
    ) -> Option<Self> {
        let shared = ephemeral.agree(recipient)?;
        Some(Self { epk: ephemeral.public(), content_key: derive(&shared) })
    }

    /// The ephemeral public key, which the protected header must hold as `epk`.
    #[must_use]
    pub fn epk(&self) -> &AgreementPublicKey {
        &self.epk
    }

    /// The compact JWE of a plaintext, which spends the agreement. `header` is the protected
    /// header, a JSON text with at least `alg`, `enc` and this agreement's `epk`.
    ///
    /// # Errors
    /// `io` if no randomness can be had.
    pub fn seal_with_rng(
        self,
        header: &str,
        plaintext: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<String, Error> {
        let protected = base64url::encode(header.as_bytes());
        let encrypted = gcm::encrypt(&self.content_key, protected.as_bytes(), plaintext, rng)?;
        Ok(compact::write(&protected, &[], &encrypted))
    }
}

/// The content encryption key for a shared secret, with empty `apu` and `apv`.
fn derive(shared: &Zeroizing<[u8; 32]>) -> ContentKey {
    Zeroizing::new(concat_kdf(&shared[..], b"A256GCM", b"", b"", 256))
}

/// The Concat KDF of RFC 7518 §4.6.2 for at most 256 bits, which is one SHA-256:
///
/// ```text
/// SHA-256( 00000001 || Z || AlgorithmID || PartyUInfo || PartyVInfo || SuppPubInfo )
/// ```
fn concat_kdf(z: &[u8], algorithm: &[u8], apu: &[u8], apv: &[u8], bits: u32) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(1u32.to_be_bytes());
    hash.update(z);
    for info in [algorithm, apu, apv] {
        let length = u32::try_from(info.len()).expect("party information is a few bytes");
        hash.update(length.to_be_bytes());
        hash.update(info);
    }
    hash.update(bits.to_be_bytes());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::concat_kdf;
    use crate::jose::base64url;

    #[test]
    fn the_key_of_rfc_7518_appendix_c_is_derived() {
        let z = [
            158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49,
            110, 163, 218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
        ];
        let derived = concat_kdf(&z, b"A128GCM", b"Alice", b"Bob", 128);
        assert_eq!(base64url::encode(&derived[..16]), "VqqN6vgjbSBcIijNcacQGg");
    }
}
