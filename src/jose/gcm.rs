//! The content encryption of RFC 7518 §5.3: `A256GCM`, a 96-bit IV, a 128-bit tag.

#[cfg(test)]
mod tests;

use zeroize::Zeroizing;

use crate::prelude::*;
use crate::{Code, Error};

/// A content encryption key, wiped when it is dropped.
pub(crate) type ContentKey = Zeroizing<[u8; 32]>;

/// What encryption yields besides the protected header.
pub(crate) struct Encrypted {
    /// The initialization vector.
    pub(crate) iv: [u8; 12],
    /// As long as the plaintext.
    pub(crate) ciphertext: Vec<u8>,
    /// The authentication tag.
    pub(crate) tag: [u8; 16],
}

/// Encrypts with additional authenticated data (RFC 7516 §5.1, steps 9 to 15). The IV is drawn
/// here, never earlier.
pub(crate) fn encrypt(
    key: &ContentKey,
    aad: &[u8],
    plaintext: &[u8],
    rng: &mut impl rand_core::TryCryptoRng,
) -> Result<Encrypted, Error> {
    let iv = super::random::bytes(rng)?;
    let (ciphertext, tag) = encrypt_with_iv(key, &iv, aad, plaintext)?;
    Ok(Encrypted { iv, ciphertext, tag })
}

/// Encrypts with an IV that was drawn just now. Returns the ciphertext and the tag.
pub(crate) fn encrypt_with_iv(
    key: &ContentKey,
    iv: &[u8; 12],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<(Vec<u8>, [u8; 16]), Error> {
    let mut ciphertext = plaintext.to_vec();
    let tag = waxseal_gcm::encrypt(key, iv, aad, &mut ciphertext)
        .ok_or_else(|| Error::new(Code::Malformed, "too long to encrypt"))?;
    Ok((ciphertext, tag))
}

#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
/// Decrypts and authenticates (RFC 7516 §5.2, steps 14 to 17).
pub(crate) fn decrypt(
    key: &ContentKey,
    aad: &[u8],
    encrypted: &Encrypted,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut buffer = Zeroizing::new(encrypted.ciphertext.clone());
    if !waxseal_gcm::decrypt(key, &encrypted.iv, aad, &mut buffer, &encrypted.tag) {
        return Err(crate::error::tampered());
    }
    Ok(buffer)
}
