//! AES-256-GCM (NIST SP 800-38D): a 96-bit IV, a 128-bit tag, in place.
//!
//! A package of its own because the cipher is generic: it is compiled with whoever names its type,
//! which is this package. In a module for WebAssembly it is compiled for time, the rest for size.

#![no_std]

mod batched;

use aes_gcm::aead::consts::{U12, U16, U32};
use aes_gcm::aead::{AeadInOut, KeyInit, KeySizeUser};

/// With the processor's own instructions, where it has them.
#[cfg(not(target_arch = "wasm32"))]
type Cipher = aes_gcm::Aes256Gcm;
#[cfg(target_arch = "wasm32")]
type Cipher = batched::Batched;

/// Encrypts `buffer`, with additional authenticated data. Returns the tag; nothing, if a text is longer
/// than the standard allows.
#[must_use]
pub fn encrypt(key: &[u8; 32], iv: &[u8; 12], aad: &[u8], buffer: &mut [u8]) -> Option<[u8; 16]> {
    encrypt_with::<Cipher>(key, iv, aad, buffer)
}

/// The same as a module does it: for tests on other machines.
#[must_use]
pub fn encrypt_batched(
    key: &[u8; 32],
    iv: &[u8; 12],
    aad: &[u8],
    buffer: &mut [u8],
) -> Option<[u8; 16]> {
    encrypt_with::<batched::Batched>(key, iv, aad, buffer)
}

/// Decrypts `buffer`, and says whether it is authentic. If it is not, it is left as it was.
#[must_use]
pub fn decrypt(
    key: &[u8; 32],
    iv: &[u8; 12],
    aad: &[u8],
    buffer: &mut [u8],
    tag: &[u8; 16],
) -> bool {
    let cipher = Cipher::new(key.into());
    cipher.decrypt_inout_detached(iv.into(), aad, buffer.into(), tag.into()).is_ok()
}

fn encrypt_with<C>(key: &[u8; 32], iv: &[u8; 12], aad: &[u8], buffer: &mut [u8]) -> Option<[u8; 16]>
where
    C: KeyInit + KeySizeUser<KeySize = U32> + AeadInOut<NonceSize = U12, TagSize = U16>,
{
    let tag = C::new(key.into()).encrypt_inout_detached(iv.into(), aad, buffer.into());
    tag.ok().map(Into::into)
}
