//! The chain: each record's link authenticates it and all before it.
//!
//! ```text
//! link(0) = HMAC-SHA-256(key, "waxseal ledger v1 " || id)
//! link(n) = HMAC-SHA-256(key, link(n - 1) || record(n))
//! ```

use std::fmt;

use waxseal::Error;
use waxseal::jose::base64url;
use zeroize::Zeroizing;

use crate::mackey::MacKey;

const DOMAIN: &[u8] = b"waxseal ledger v1 ";

/// A link of the chain.
pub(crate) type Link = [u8; 32];

/// The key of a chain.
pub(crate) struct ChainKey(MacKey);

impl ChainKey {
    /// A fresh key.
    pub(crate) fn generate() -> Result<Self, Error> {
        MacKey::generate().map(Self)
    }

    /// Reads a symmetric JWK (RFC 7518 §6.4).
    pub(crate) fn from_jwk(text: &str) -> Result<Self, Error> {
        MacKey::from_jwk(text).map(Self)
    }

    /// The symmetric JWK.
    pub(crate) fn to_jwk(&self) -> Zeroizing<String> {
        self.0.to_jwk()
    }

    /// What the first record is chained to.
    pub(crate) fn start(&self, id: &str) -> Link {
        self.0.mac(DOMAIN, id)
    }

    /// The link of the record that follows.
    pub(crate) fn next(&self, before: &Link, record: &str) -> Link {
        self.0.mac(before, record)
    }
}

/// Where a chain ends: `17.` and the last link in base64url. Kept elsewhere, it shows later whether
/// the ledger still holds all that it held then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// How many records there are.
    pub(crate) seq: u64,
    /// The last one's link.
    pub(crate) mac: Link,
}

impl Head {
    /// Reads what [`fmt::Display`] writes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (seq, mac) = text.trim().split_once('.')?;
        Some(Self { seq: seq.parse().ok()?, mac: base64url::decode_array(mac).ok()? })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.seq, base64url::encode(&self.mac))
    }
}
