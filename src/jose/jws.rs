//! JWS Compact Serialization with `Ed25519` (RFC 7515, RFC 8037 §3.1, RFC 9864).

use super::jwk::{SigningKey, VerifyingKey};
use super::{Json, base64url, json};
use crate::{Code, Error};

/// Signs a payload. The protected header holds `alg`, `typ` and the signer's public `jwk`.
#[must_use]
pub fn sign(typ: &str, payload: &str, key: &SigningKey) -> String {
    let header = json::write_object(&[
        ("alg", Json::string("Ed25519")),
        ("typ", Json::string(typ)),
        ("jwk", key.verifying_key().to_jwk()),
    ]);
    let signing_input =
        [base64url::encode(header.as_bytes()), base64url::encode(payload.as_bytes())].join(".");
    let signature = base64url::encode(&key.sign(signing_input.as_bytes()));
    [signing_input, signature].join(".")
}

/// A JWS taken apart. Nothing of it is to be believed before [`Jws::verify`].
pub struct Jws<'a> {
    signing_input: &'a str,
    payload: &'a str,
    signature: [u8; 64],
    key: VerifyingKey,
}

impl<'a> Jws<'a> {
    /// Takes a compact JWS of this `typ` apart.
    ///
    /// # Errors
    /// `malformed` for anything but three parts of canonical base64url, or a header without an
    /// Ed25519 public key in `jwk`; `unsupported` for another `alg` or `typ`, or for `crit`, `b64`.
    pub fn parse(text: &'a str, typ: &str, parse: json::Parser) -> Result<Self, Error> {
        let malformed = || Error::new(Code::Malformed, "not a JWS of three parts");
        let (signing_input, signature) = text.rsplit_once('.').ok_or_else(malformed)?;
        let (protected, payload) = signing_input.split_once('.').ok_or_else(malformed)?;
        let header = parse(&decode_text(protected)?)?;
        check_header(&header, typ)?;
        let jwk = header.get("jwk").ok_or_else(malformed)?;
        Ok(Self {
            signing_input,
            payload,
            signature: base64url::decode_array(signature)?,
            key: VerifyingKey::from_jwk(jwk)?,
        })
    }

    /// The key that the header claims. Whether to trust it is the caller's decision.
    #[must_use]
    pub fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// The payload, once the signature fits the key of the header.
    ///
    /// # Errors
    /// `untrusted` if it does not; `malformed` if the payload is not base64url of UTF-8.
    pub fn verify(&self) -> Result<String, Error> {
        if !self.key.verifies(self.signing_input.as_bytes(), &self.signature) {
            return Err(Error::new(Code::Untrusted, "the signature does not fit"));
        }
        decode_text(self.payload)
    }
}

fn check_header(header: &Json, typ: &str) -> Result<(), Error> {
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

fn decode_text(part: &str) -> Result<String, Error> {
    String::from_utf8(base64url::decode(part)?)
        .map_err(|_| Error::new(Code::Malformed, "a part of the JWS is not UTF-8"))
}
