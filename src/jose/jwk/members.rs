//! The members of an `OKP` JWK (RFC 8037 §2), read and written.

use zeroize::Zeroizing;

use crate::jose::base64url;
use crate::jose::json::{Json, Writer};
use crate::prelude::*;
use crate::{Code, Error};

/// The public key of a JWK of this curve.
pub(super) fn x(jwk: &Json, crv: &str) -> Result<[u8; 32], Error> {
    if jwk.string_member("kty")? != "OKP" || jwk.string_member("crv")? != crv {
        return Err(Error::new(Code::Unsupported, "a key of another type").about("jwk"));
    }
    base64url::decode_array(jwk.string_member("x")?)
}

/// The private key of a JWK.
pub(super) fn d(jwk: &Json) -> Result<Zeroizing<[u8; 32]>, Error> {
    Ok(Zeroizing::new(base64url::decode_array(jwk.string_member("d")?)?))
}

/// A public JWK as JSON text, with its required members alone in the order of RFC 7638 §3.3.
pub(super) fn public_jwk(crv: &str, x: &[u8; 32]) -> String {
    let mut jwk = Writer::default();
    jwk.string("crv", crv).string("kty", "OKP").string("x", &base64url::encode(x));
    jwk.finish()
}

/// A private JWK as JSON text.
pub(super) fn private_jwk(crv: &str, x: &[u8; 32], d: &[u8; 32]) -> Zeroizing<String> {
    let d = Zeroizing::new(base64url::encode(d));
    let mut jwk = Writer::with_capacity(160);
    jwk.string("kty", "OKP").string("crv", crv).string("x", &base64url::encode(x)).string("d", &d);
    Zeroizing::new(jwk.finish())
}

/// The two halves of a JWK belong together.
pub(super) fn require_pair(fits: bool) -> Result<(), Error> {
    if fits {
        return Ok(());
    }
    let reason = "the public half does not fit the private one";
    Err(Error::new(Code::Malformed, reason).about("jwk"))
}
