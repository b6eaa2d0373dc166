//! Keys of type `OKP` (RFC 8037): X25519 for key agreement, Ed25519 for signatures.

mod agreement;
#[cfg(not(target_arch = "wasm32"))]
mod members;
mod signing;
#[cfg(not(target_arch = "wasm32"))]
mod thumbprint;

pub use agreement::{AgreementKey, AgreementPublicKey};
#[cfg(target_arch = "wasm32")]
pub(crate) use signing::verifies;
#[cfg(not(target_arch = "wasm32"))]
pub use signing::{SigningKey, VerifyingKey};
#[cfg(not(target_arch = "wasm32"))]
pub use thumbprint::{Thumbprint, URI_PREFIX};
