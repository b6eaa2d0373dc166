//! Base64url without padding, canonical (RFC 4648 §5 and §3.5, RFC 7515 §2).
//!
//! Half of what is written and read here is secret: no branch and no place in memory depends on a
//! value, as in the crate `base64ct`, of which this is the part that a page needs.

use crate::prelude::*;
use crate::{Code, Error};

/// The base64url text of `bytes`.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| group.get(at).copied().map_or(0, u32::from);
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=group.len() {
            text.push(letter(bits >> (18 - 6 * place) & 63));
        }
    }
    text
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

/// `A` to `Z`, `a` to `z`, `0` to `9`, `-` and `_`. Each step adds what lies between two runs.
fn letter(value: u32) -> char {
    let above = |limit: u32| limit.wrapping_sub(value) >> 31;
    let letter = value + 65 + above(25) * 6 + above(62) * 49 - above(51) * 75 - above(61) * 13;
    char::from(letter as u8)
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
