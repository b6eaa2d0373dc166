//! The module's face to JavaScript: the primitives of sealing, synchronous, and nothing that opens.
//! Converts, calls, converts; the TypeScript around it reads and writes JSON and base64url.

#![allow(unreachable_pub, reason = "wasm-bindgen exports what is pub")]

use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use crate::jose::jwk::{AgreementKey, AgreementPublicKey, verifies};
use crate::jose::{gcm, jwe};
use crate::prelude::*;

/// Nobody would read the messages of the standard library's handler here.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Smaller than the allocator that the standard library brings.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// SHA-256.
#[wasm_bindgen]
pub fn sha256(data: &[u8]) -> Vec<u8> {
    Sha256::digest(data).to_vec()
}

/// Whether an Ed25519 signature (64 bytes) by a public key (32 bytes) fits a message.
#[wasm_bindgen]
pub fn verify(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    match (key.try_into(), signature.try_into()) {
        (Ok(key), Ok(signature)) => verifies(key, message, signature),
        _ => false,
    }
}

/// Agrees on a key with the holder of an X25519 public key of 32 bytes (RFC 7518 §4.6). `secret` is
/// the ephemeral private key: 32 bytes, fresh from the browser's random source.
///
/// Returns the ephemeral public key and the content encryption key, 32 bytes each. Nothing, if the
/// recipient's key is not canonical or of low order, or the secret has another length.
#[wasm_bindgen]
pub fn agree(recipient: &[u8], secret: Vec<u8>) -> Option<Vec<u8>> {
    let recipient = AgreementPublicKey::from_bytes(recipient).ok()?;
    let ephemeral = AgreementKey::from_bytes(&*key(secret)?);
    let agreement = jwe::Agreement::with_key(&recipient, &ephemeral)?;
    Some([&agreement.epk().as_bytes()[..], &agreement.content_key()[..]].concat())
}

/// Encrypts with A256GCM under a content encryption key of 32 bytes. `iv` is 12 bytes, fresh from
/// the browser's random source; `protected` is the protected header in base64url.
///
/// Returns the ciphertext and the tag (16 bytes). Nothing, if the key or the IV has another length.
#[wasm_bindgen]
pub fn encrypt(
    content_key: Vec<u8>,
    iv: &[u8],
    protected: &[u8],
    plaintext: Vec<u8>,
) -> Option<Vec<u8>> {
    let plaintext = Zeroizing::new(plaintext);
    let iv = iv.try_into().ok()?;
    let (ciphertext, tag) =
        gcm::encrypt_with_iv(&key(content_key)?, iv, protected, &plaintext).ok()?;
    Some([&ciphertext[..], &tag].concat())
}

/// What the page hands over for good is wiped.
fn key(bytes: Vec<u8>) -> Option<Zeroizing<[u8; 32]>> {
    let bytes = Zeroizing::new(bytes);
    Some(Zeroizing::new(bytes.as_slice().try_into().ok()?))
}
