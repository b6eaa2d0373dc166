//! Keys of type `OKP` (RFC 8037): X25519 for key agreement, Ed25519 for signatures.

mod agreement;
mod signing;
mod thumbprint;

pub use agreement::{AgreementKey, AgreementPublicKey};
pub use signing::{SigningKey, VerifyingKey};
pub use thumbprint::{Thumbprint, URI_PREFIX};

use zeroize::Zeroizing;

use super::{Json, base64url};
use crate::{Code, Error};

/// The public half as JWK members, in the order of RFC 7638 §3.3.
fn public_jwk(crv: &str, x: &[u8; 32]) -> Json {
    Json::Object(vec![
        ("crv".into(), Json::string(crv)),
        ("kty".into(), Json::string("OKP")),
        ("x".into(), Json::String(base64url::encode(x))),
    ])
}

/// The public key of an `OKP` JWK of this curve.
fn public_bytes(jwk: &Json, crv: &str) -> Result<[u8; 32], Error> {
    if jwk.string_member("kty")? != "OKP" || jwk.string_member("crv")? != crv {
        return Err(Error::new(Code::Unsupported, "a key of another type").about("jwk"));
    }
    base64url::decode_array(jwk.string_member("x")?)
}

/// The private key of an `OKP` JWK of this curve.
fn private_bytes(jwk: &Json, crv: &str) -> Result<Zeroizing<[u8; 32]>, Error> {
    public_bytes(jwk, crv)?;
    Ok(Zeroizing::new(base64url::decode_array(jwk.string_member("d")?)?))
}

/// A private JWK as text (RFC 8037 §2), wiped when dropped.
fn private_jwk(crv: &str, x: &[u8; 32], d: &[u8; 32]) -> Zeroizing<String> {
    let d = Zeroizing::new(base64url::encode(d));
    let x = base64url::encode(x);
    let mut text = Zeroizing::new(String::with_capacity(160));
    for part in ["{\"kty\":\"OKP\",\"crv\":\"", crv, "\",\"x\":\"", &x, "\",\"d\":\"", &d, "\"}"] {
        text.push_str(part);
    }
    text
}

fn mismatch() -> Error {
    Error::new(Code::Malformed, "the public half does not fit the private one").about("jwk")
}
