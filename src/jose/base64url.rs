//! Base64url without padding, canonical (RFC 4648 §5 and §3.5, RFC 7515 §2).
//!
//! Half of what is written and read here is secret: no branch and no place in memory depends on a
//! value, as in the crate `base64ct`, of which this is the part that a page needs.

use crate::prelude::*;
use crate::{Code, Error};

/// The base64url text of `bytes`.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = vec![0; bytes.len().div_ceil(3) * 4];
    let (places, _) = text.as_chunks_mut();
    let (groups, rest) = bytes.as_chunks();
    for (place, group) in places.iter_mut().zip(groups) {
        *place = four(*group);
    }
    if let (Some(place), [a, rest @ ..]) = (places.last_mut(), rest) {
        *place = four([*a, rest.first().copied().unwrap_or(0), 0]);
    }
    text.truncate((bytes.len() * 4).div_ceil(3));
    let Ok(text) = String::from_utf8(text) else { unreachable!("letters are ASCII") };
    text
}

/// The letters of three bytes.
fn four([a, b, c]: [u8; 3]) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, a, b, c]);
    let apart = bits << 6 & 0x3f00_0000 | bits << 4 & 0x3f_0000 | bits << 2 & 0x3f00 | bits & 0x3f;
    letters(apart).to_be_bytes()
}

/// `A` to `Z`, `a` to `z`, `0` to `9`, `-` and `_`: four at once, a byte each. Each step adds what lies
/// between two runs of them; no byte overflows into the next.
fn letters(values: u32) -> u32 {
    const EACH: u32 = 0x0101_0101;
    let above = |limit: u32| (values + (127 - limit) * EACH) >> 7 & EACH;
    values + 65 * EACH + above(25) * 6 + above(62) * 49 - above(51) * 75 - above(61) * 13
}

/// The bytes of a base64url text.
///
/// # Errors
/// `malformed` for padding, characters outside the alphabet, and trailing bits that are not zero.
pub fn decode(text: &str) -> Result<Vec<u8>, Error> {
    let mut bytes = vec![0; text.len() * 3 / 4];
    decode_into(text, &mut bytes)?;
    Ok(bytes)
}

/// The bytes of a base64url text that must be exactly `N` bytes long.
///
/// # Errors
/// `malformed`, as [`decode`], and for another length.
pub fn decode_array<const N: usize>(text: &str) -> Result<[u8; N], Error> {
    // Straight to its place: a vector would leave a copy.
    let mut bytes = [0; N];
    if text.len() * 3 / 4 != N {
        return Err(Error::new(Code::Malformed, "a base64url value of another length"));
    }
    decode_into(text, &mut bytes)?;
    Ok(bytes)
}

/// Fills `bytes`, which is as long as the text says.
fn decode_into(text: &str, bytes: &mut [u8]) -> Result<(), Error> {
    let mut faults = i32::from(text.len() % 4 == 1);
    for (group, place) in text.as_bytes().chunks(4).zip(bytes.chunks_mut(3)) {
        let mut bits = 0;
        for at in 0..4 {
            let value = group.get(at).map_or(0, |letter| value(i32::from(*letter)));
            faults |= value >> 31;
            bits = bits << 6 | value & 63;
        }
        let [_, decoded @ ..] = bits.to_be_bytes();
        let (kept, spare) = decoded.split_at(place.len());
        place.copy_from_slice(kept);
        faults |= spare.iter().fold(0, |faults, bits| faults | i32::from(*bits));
    }
    if faults == 0 {
        return Ok(());
    }
    Err(Error::new(Code::Malformed, "not canonical base64url"))
}

/// The six bits of a letter; below zero, if it is none.
fn value(letter: i32) -> i32 {
    let within = |first: u8, last: u8| {
        let (first, last) = (i32::from(first), i32::from(last));
        (first - 1 - letter) & (letter - last - 1) >> 31
    };
    let run = |first: u8, last: u8, add: i32| (within(first, last) >> 31) & (letter + add + 1);
    let upper = run(b'A', b'Z', -65) | run(b'a', b'z', -71) | run(b'0', b'9', 4);
    (upper | run(b'-', b'-', 17) | run(b'_', b'_', -32)) - 1
}

#[cfg(test)]
mod tests {
    use super::{decode, decode_array, encode};

    #[test]
    fn every_length_and_every_byte_is_written_and_read() {
        let bytes: Vec<u8> = (0..=255).chain(0..=255).collect();
        for from in 0..256 {
            for length in 0..8 {
                let part = &bytes[from..from + length];
                assert_eq!(decode(&encode(part)).as_deref(), Ok(part));
            }
        }
        assert_eq!(encode(&[0xfb, 0xff, 0xbf, 0]), "-_-_AA");
    }

    #[test]
    fn of_all_characters_only_the_alphabet_is_read() {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for c in (0..=255).map(char::from) {
            let text: String = ["AAA", &c.to_string()].concat();
            assert_eq!(decode(&text).is_ok(), alphabet.contains(c), "{c:?}");
        }
    }

    #[test]
    fn what_is_not_canonical_is_refused() {
        for text in ["A", "AAAAA", "AB", "AAB", "AA==", "AAA=", "A A", "AAAA\n", "é"] {
            assert!(decode(text).is_err(), "{text}");
        }
        assert!(decode_array::<3>("AAAA").is_ok() && decode_array::<2>("AAAA").is_err());
        assert!(decode_array::<3>("AAAAA").is_err() && decode_array::<0>("").is_ok());
    }
}
