//! The chain: each record's link authenticates it and all before it.
//!
//! ```text
//! link(0) = HMAC-SHA-256(key, "waxseal ledger v1 " || id)
//! link(n) = HMAC-SHA-256(key, link(n - 1) || record(n))
//! ```

use std::fmt;

use getrandom::SysRng;
use hmac::{Hmac, KeyInit, Mac};
use rand_core::TryRng;
use sha2::Sha256;
use waxseal::jose::{Json, base64url, json};
use waxseal::{Code, Error};
use zeroize::Zeroizing;

const DOMAIN: &[u8] = b"waxseal ledger v1 ";

/// A link of the chain.
pub(crate) type Link = [u8; 32];

/// The key of a chain, wiped when it is dropped.
pub(crate) struct ChainKey(Zeroizing<[u8; 32]>);

impl ChainKey {
    /// A fresh key.
    pub(crate) fn generate() -> Result<Self, Error> {
        let mut key = Zeroizing::new([0; 32]);
        SysRng
            .try_fill_bytes(&mut key[..])
            .map_err(|_| Error::new(Code::Io, "the system's random source failed"))?;
        Ok(Self(key))
    }

    /// Reads a symmetric JWK (RFC 7518 §6.4).
    pub(crate) fn from_jwk(text: &str) -> Result<Self, Error> {
        let jwk: Zeroizing<Json> = Zeroizing::new(json::parse(text)?);
        base64url::decode_array(jwk.string_member("k")?).map(|key| Self(Zeroizing::new(key)))
    }

    /// The symmetric JWK.
    pub(crate) fn to_jwk(&self) -> Zeroizing<String> {
        let k = Zeroizing::new(base64url::encode(&self.0[..]));
        let mut jwk = json::Writer::with_capacity(80);
        jwk.string("kty", "oct").string("k", &k);
        Zeroizing::new(jwk.finish())
    }

    /// The same key once more, for the record of an export.
    pub(crate) fn copy(&self) -> Self {
        Self(self.0.clone())
    }

    /// What the first record is chained to.
    pub(crate) fn start(&self, id: &str) -> Link {
        self.link(DOMAIN, id)
    }

    /// The link of the record that follows.
    pub(crate) fn next(&self, before: &Link, record: &str) -> Link {
        self.link(before, record)
    }

    fn link(&self, before: &[u8], text: &str) -> Link {
        let mut hmac =
            Hmac::<Sha256>::new_from_slice(&self.0[..]).expect("a key of any length will do");
        hmac.update(before);
        hmac.update(text.as_bytes());
        hmac.finalize().into_bytes().into()
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
