//! A key for HMAC-SHA-256, of 256 bits: the ledger's chain has one, and the customer codes.

use getrandom::SysRng;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use waxseal::Error;
use waxseal::jose::{Json, base64url, json, random};
use zeroize::Zeroizing;

/// The key, wiped when it is dropped.
pub(crate) struct MacKey {
    key: Zeroizing<[u8; 32]>,
    /// Keyed once: a walk along a ledger makes a million MACs.
    hmac: Hmac<Sha256>,
}

impl MacKey {
    fn new(key: Zeroizing<[u8; 32]>) -> Self {
        let hmac = Hmac::new_from_slice(&key[..]).expect("a key of any length will do");
        Self { key, hmac }
    }

    /// A fresh key.
    pub(crate) fn generate() -> Result<Self, Error> {
        Ok(Self::new(Zeroizing::new(random::bytes(&mut SysRng)?)))
    }

    /// Reads a symmetric JWK (RFC 7518 §6.4).
    pub(crate) fn from_jwk(text: &str) -> Result<Self, Error> {
        let jwk: Zeroizing<Json> = Zeroizing::new(json::parse(text)?);
        base64url::decode_array(jwk.string_member("k")?).map(|key| Self::new(Zeroizing::new(key)))
    }

    /// The symmetric JWK.
    pub(crate) fn to_jwk(&self) -> Zeroizing<String> {
        let k = Zeroizing::new(base64url::encode(&self.key[..]));
        let mut jwk = json::Writer::with_capacity(80);
        jwk.string("kty", "oct").string("k", &k);
        Zeroizing::new(jwk.finish())
    }

    /// HMAC-SHA-256 (RFC 2104) of the two, one after the other.
    pub(crate) fn mac(&self, domain: &[u8], text: &str) -> [u8; 32] {
        let mut hmac = self.hmac.clone();
        hmac.update(domain);
        hmac.update(text.as_bytes());
        hmac.finalize().into_bytes().into()
    }
}
