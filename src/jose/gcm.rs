//! The content encryption of RFC 7518 §5.3: `A256GCM`, a 96-bit IV, a 128-bit tag.

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::{base64url, random};
use crate::{Code, Error};

#[cfg(test)]
mod tests;

/// A content encryption key, wiped when it is dropped.
pub(crate) type ContentKey = Zeroizing<[u8; 32]>;

/// What the content encryption makes of a plaintext.
pub(crate) struct Encrypted {
    /// The initialization vector.
    pub(crate) iv: [u8; 12],
    /// The ciphertext, as long as the plaintext.
    pub(crate) ciphertext: Vec<u8>,
    /// The authentication tag.
    pub(crate) tag: [u8; 16],
}

impl Encrypted {
    /// Encrypts under `key`, with `aad` as additional authenticated data (RFC 7516 §5.1, steps 9
    /// to 16). The IV is drawn here, never earlier.
    pub(crate) fn seal(
        key: &ContentKey,
        aad: &[u8],
        plaintext: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let iv: [u8; 12] = random::bytes(rng)?;
        // On an error the plaintext is still in there.
        let mut buffer = Zeroizing::new(plaintext.to_vec());
        let tag = Aes256Gcm::new((&**key).into())
            .encrypt_inout_detached(&iv.into(), aad, buffer.as_mut_slice().into())
            .map_err(|_| Error::new(Code::Malformed, "too long to encrypt"))?;
        Ok(Self { iv, ciphertext: core::mem::take(&mut *buffer), tag: tag.into() })
    }

    /// Decrypts and authenticates (RFC 7516 §5.2, steps 14 to 17).
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn open(&self, key: &ContentKey, aad: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut buffer = Zeroizing::new(self.ciphertext.clone());
        Aes256Gcm::new((&**key).into())
            .decrypt_inout_detached(
                &self.iv.into(),
                aad,
                buffer.as_mut_slice().into(),
                &self.tag.into(),
            )
            .map_err(|_| super::jwe::tampered())?;
        Ok(buffer)
    }

    /// The last three parts of the Compact Serialization: `IV "." ciphertext "." tag`.
    pub(crate) fn to_compact(&self) -> String {
        [&self.iv[..], &self.ciphertext, &self.tag].map(base64url::encode).join(".")
    }
}
