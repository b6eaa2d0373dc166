//! Keys of type `OKP` (RFC 8037): X25519 for key agreement, Ed25519 for signatures.

mod agreement;
mod members;
mod signing;
mod thumbprint;

pub use agreement::{AgreementKey, AgreementPublicKey};
pub use signing::{SigningKey, VerifyingKey};
pub use thumbprint::{Thumbprint, URI_PREFIX};
