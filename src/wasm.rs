//! The module's face to JavaScript: the primitives of sealing, synchronous, and nothing that opens.
//! Converts, calls, converts; the TypeScript around it reads and writes JSON and base64url.

#![allow(unreachable_pub, reason = "wasm-bindgen exports what is pub")]

use getrandom::SysRng;
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use crate::Error;
use crate::jose::jwe;
use crate::jose::jwk::{AgreementPublicKey, verifies};
use crate::prelude::*;

/// Nobody would read the messages of the standard library's handler here.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// The standard library's allocator is several times the size.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// SHA-256.
#[wasm_bindgen]
pub fn sha256(data: &[u8]) -> Vec<u8> {
    Sha256::digest(data).to_vec()
}

/// Whether an Ed25519 signature (64 bytes) by a public key (32 bytes) fits a message.
#[wasm_bindgen]
pub fn verify(key: &[u8], message: &str, signature: &[u8]) -> bool {
    match (key.try_into(), signature.try_into()) {
        (Ok(key), Ok(signature)) => verifies(key, message.as_bytes(), signature),
        _ => false,
    }
}

/// A key agreement with one recipient (RFC 7518 §4.6), made ahead and used once.
#[wasm_bindgen]
pub struct Agreement(jwe::Agreement);

#[wasm_bindgen]
impl Agreement {
    /// Agrees with an X25519 public key (32 bytes), with a fresh ephemeral key. Throws an error's
    /// code.
    #[wasm_bindgen(constructor)]
    pub fn new(recipient: &[u8]) -> Result<Agreement, JsValue> {
        AgreementPublicKey::from_bytes(recipient)
            .and_then(|recipient| jwe::Agreement::with_rng(&recipient, &mut SysRng))
            .map(Self)
            .map_err(thrown)
    }

    /// The ephemeral public key: 32 bytes.
    pub fn epk(&self) -> Vec<u8> {
        self.0.epk().as_bytes().to_vec()
    }

    /// Encrypts a plaintext under a protected header in base64url, and frees the agreement.
    /// Returns the IV (12 bytes), the ciphertext and the tag (16 bytes). Throws an error's code.
    pub fn encrypt(self, protected: &str, plaintext: String) -> Result<Vec<u8>, JsValue> {
        let plaintext = Zeroizing::new(plaintext);
        let encrypted = self
            .0
            .encrypt_with_rng(protected, plaintext.as_bytes(), &mut SysRng)
            .map_err(thrown)?;
        Ok([&encrypted.iv[..], &encrypted.ciphertext, &encrypted.tag].concat())
    }
}

fn thrown(error: Error) -> JsValue {
    error.code().as_str().into()
}
