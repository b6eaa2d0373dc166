//! JWS Compact Serialization with `Ed25519` (RFC 7515, RFC 8037 §3.1, RFC 9864).

use super::base64url;
use super::json::{Json, Parse, Writer};
use super::jwk::{SigningKey, VerifyingKey};
use crate::prelude::*;
use crate::{Code, Error};

/// A JWS taken apart. Nothing of it is to be believed before [`Jws::verify`].
pub struct Jws<'a> {
    header: String,
    signing_input: &'a [u8],
    payload: &'a str,
    signature: [u8; 64],
}

impl<'a> Jws<'a> {
    /// Takes a compact JWS apart.
    ///
    /// # Errors
    /// `untrusted` without a signature (RFC 7518 §3.6); `malformed` for anything but three parts of
    /// canonical base64url with a signature of 64 bytes.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        let malformed = || Error::new(Code::Malformed, "not a JWS of three parts");
        let (header, rest) = text.split_once('.').ok_or_else(malformed)?;
        let (payload, signature) = rest.split_once('.').ok_or_else(malformed)?;
        if signature.is_empty() {
            return Err(Error::new(Code::Untrusted, "not signed"));
        }
        let signing_input = &text.as_bytes()[..header.len() + 1 + payload.len()];
        Ok(Self {
            header: decode_text(header)?,
            signing_input,
            payload,
            signature: base64url::decode_array(signature)?,
        })
    }

    /// The protected header: JSON.
    #[must_use]
    pub fn header(&self) -> &str {
        &self.header
    }

    /// The payload, **not verified**.
    ///
    /// # Errors
    /// `malformed` if it is not base64url of UTF-8.
    pub fn payload(&self) -> Result<String, Error> {
        decode_text(self.payload)
    }

    /// The payload, once the signature fits this key.
    ///
    /// # Errors
    /// `untrusted` if it does not; `malformed` if the payload is not base64url of UTF-8.
    pub fn verify(&self, key: &VerifyingKey) -> Result<String, Error> {
        if !key.verifies(self.signing_input, &self.signature) {
            return Err(Error::new(Code::Untrusted, "the signature does not fit"));
        }
        self.payload()
    }
}

fn decode_text(part: &str) -> Result<String, Error> {
    String::from_utf8(base64url::decode(part)?)
        .map_err(|_| Error::new(Code::Malformed, "a part of the JWS is not UTF-8"))
}

/// Signs a payload. The protected header holds `alg`, `typ` and the signer's public `jwk`.
#[must_use]
pub fn sign(typ: &str, payload: &str, key: &SigningKey) -> String {
    let mut header = Writer::default();
    header.string("alg", "Ed25519").string("typ", typ).object("jwk", &key.public().to_jwk());
    let header = header.finish();
    let parts = [header.as_str(), payload].map(|part| base64url::encode(part.as_bytes()));
    let signing_input = parts.join(".");
    let signature = base64url::encode(&key.sign(signing_input.as_bytes()));
    [signing_input, signature].join(".")
}

/// The key that a protected header claims. Whether to trust it is the caller's decision.
///
/// # Errors
/// `malformed` if it is not such a header; `unsupported` for another `alg`, `typ` or type of
/// key, or for `crit` or `b64`.
pub fn signer(header: &str, typ: &str, parse: Parse) -> Result<VerifyingKey, Error> {
    let header = parse(header)?;
    check(&header, typ)?;
    let missing = || Error::new(Code::Malformed, "the header has no key").about("jwk");
    VerifyingKey::from_jwk(header.get("jwk").ok_or_else(missing)?)
}

fn check(header: &Json, typ: &str) -> Result<(), Error> {
    let unsupported = |name| Err(Error::new(Code::Unsupported, "not used here").about(name));
    if header.string_member("alg")? != "Ed25519" {
        return unsupported("alg");
    }
    if header.string_member("typ")? != typ {
        return unsupported("typ");
    }
    match ["crit", "b64"].iter().find(|name| header.get(name).is_some()) {
        Some(name) => unsupported(name),
        None => Ok(()),
    }
}
