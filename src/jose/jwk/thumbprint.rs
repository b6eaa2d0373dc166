//! JWK thumbprints (RFC 7638) and their URIs (RFC 9278).

use core::fmt;

use sha2::{Digest, Sha256};

use crate::jose::base64url;
use crate::prelude::*;
use crate::{Code, Error};

/// What stands before the thumbprint in its URI (RFC 9278 §3).
pub const URI_PREFIX: &str = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";

/// The SHA-256 thumbprint of a public key. It names exactly one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thumbprint([u8; 32]);

impl Thumbprint {
    /// The thumbprint of a public JWK that holds the required members alone, in their order.
    pub(super) fn of(public_jwk: &str) -> Self {
        Self(Sha256::digest(public_jwk.as_bytes()).into())
    }

    /// Reads the base64url form, as it stands in a `kid`.
    ///
    /// # Errors
    /// `malformed` if it is not base64url of 32 bytes.
    pub fn parse(text: &str) -> Result<Self, Error> {
        base64url::decode_array(text).map(Self)
    }

    /// Reads the URI form, as it stands in a pin.
    ///
    /// # Errors
    /// `malformed` if it is not a SHA-256 thumbprint URI.
    pub fn parse_uri(text: &str) -> Result<Self, Error> {
        let thumbprint = text
            .strip_prefix(URI_PREFIX)
            .ok_or_else(|| Error::new(Code::Malformed, "not a SHA-256 JWK thumbprint URI"))?;
        Self::parse(thumbprint)
    }

    /// The base64url form.
    #[must_use]
    pub fn encode(&self) -> String {
        base64url::encode(&self.0)
    }

    /// The URI form.
    #[must_use]
    pub fn to_uri(&self) -> String {
        join_with("", &[URI_PREFIX, &self.encode()])
    }
}

impl fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.encode())
    }
}
