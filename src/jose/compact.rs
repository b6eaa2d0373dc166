//! The JWE Compact Serialization (RFC 7516 §7.1).

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
mod read;

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
pub(crate) use read::{Compact, Outline, decode_header};

use super::base64url;
use super::gcm::Encrypted;
use crate::prelude::*;

/// Puts the five parts together.
pub(crate) fn write(protected: &str, encrypted_key: &[u8], encrypted: &Encrypted) -> String {
    let [key, iv, ciphertext, tag] =
        [encrypted_key, &encrypted.iv, &encrypted.ciphertext, &encrypted.tag]
            .map(base64url::encode);
    join_with(".", &[protected, &key, &iv, &ciphertext, &tag])
}
