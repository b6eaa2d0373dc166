//! Base64url without padding, canonical (RFC 4648 §5 and §3.5, RFC 7515 §2).

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::{Code, Error};

/// The base64url text of `bytes`.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// The bytes of a base64url text.
///
/// # Errors
/// `malformed` for padding, characters outside the alphabet, and trailing bits that are not zero.
pub fn decode(text: &str) -> Result<Vec<u8>, Error> {
    Base64UrlUnpadded::decode_vec(text).map_err(|_| not_canonical())
}

/// The bytes of a base64url text that must be exactly `N` bytes long.
///
/// # Errors
/// `malformed`, as [`decode`], and for another length.
pub fn decode_array<const N: usize>(text: &str) -> Result<[u8; N], Error> {
    let other_length = || Error::new(Code::Malformed, "a base64url value of another length");
    let mut bytes = [0; N];
    // Straight to its place: half of what is read here is secret, and a vector would leave a copy.
    match Base64UrlUnpadded::decode(text, &mut bytes) {
        Ok(decoded) if decoded.len() == N => Ok(bytes),
        Ok(_) | Err(base64ct::Error::InvalidLength) => Err(other_length()),
        Err(base64ct::Error::InvalidEncoding) => Err(not_canonical()),
    }
}

fn not_canonical() -> Error {
    Error::new(Code::Malformed, "not canonical base64url")
}
