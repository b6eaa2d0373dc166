//! The finished standards that an order and a manifest are made of, and nothing of our own.
//!
//! | file | standard |
//! | --- | --- |
//! | `base64url` | RFC 4648 §5, unpadded and canonical (RFC 7515 §2) |
//! | `json` | RFC 8259, without duplicate members (RFC 7515 §4) |
//! | `jwk` | RFC 7517, RFC 8037, thumbprints of RFC 7638 and RFC 9278 |
//! | `jwe` | RFC 7516 Compact Serialization, `ECDH-ES` over X25519 with `A256GCM` |
//! | `jws` | RFC 7515 Compact Serialization, `Ed25519` (RFC 9864) |
//! | `keywrap` | RFC 7516 with `PBES2-HS512+A256KW` or `A256KW`, for keys at rest |

pub mod base64url;
pub(crate) mod compact;
pub(crate) mod gcm;
pub mod json;
pub mod jwe;
pub mod jwk;
pub mod jws;
#[cfg(not(target_arch = "wasm32"))]
pub mod keywrap;
pub mod random;
#[cfg(test)]
mod testing;

pub use json::Json;
