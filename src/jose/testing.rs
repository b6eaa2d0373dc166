//! What the tests of the standards share: the values of the RFCs, and randomness that is known.

use core::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};

use super::{Json, json};

/// A list of `tests/vectors/rfc.json`.
pub(super) fn rfc(list: &str) -> Vec<Json> {
    let vectors = json::parse(include_str!("../../tests/vectors/rfc.json"));
    let Ok(Json::Object(lists)) = vectors else { unreachable!("the vectors are an object") };
    match lists.into_iter().find(|(name, _)| name == list) {
        Some((_, Json::Array(vectors))) if !vectors.is_empty() => vectors,
        _ => unreachable!("no list of this name"),
    }
}

/// The bytes that a member gives in hexadecimal.
pub(super) fn hex<const N: usize>(vector: &Json, name: &'static str) -> [u8; N] {
    let digits = vector.string_member(name).expect("a string").as_bytes();
    let bytes: Vec<u8> = digits.chunks(2).map(byte).collect();
    bytes.try_into().expect("so many bytes")
}

fn byte(digits: &[u8]) -> u8 {
    let digits = core::str::from_utf8(digits).expect("ASCII");
    u8::from_str_radix(digits, 16).expect("two hexadecimal digits")
}

/// Randomness that is these bytes, drawn at once.
pub(super) struct Known<'a>(pub(super) &'a [u8]);

impl TryRng for Known<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("only bytes are drawn")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("only bytes are drawn")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.copy_from_slice(self.0);
        Ok(())
    }
}

impl TryCryptoRng for Known<'_> {}
