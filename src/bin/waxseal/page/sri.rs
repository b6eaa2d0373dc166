//! Subresource Integrity: the attribute `integrity`, as browsers read it.

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// What the attribute says of a file.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    Fits,
    Differs,
    /// It names no hash that browsers know: they do not look.
    Nothing,
}

/// Holds a file against the attribute: of the strongest hashes in it, one must fit.
pub(crate) fn check(attribute: &str, bytes: &[u8]) -> Verdict {
    let Some((name, values)) = strongest(attribute) else { return Verdict::Nothing };
    let hash = match name {
        "sha512" => Base64::encode_string(&Sha512::digest(bytes)),
        "sha384" => Base64::encode_string(&Sha384::digest(bytes)),
        _ => Base64::encode_string(&Sha256::digest(bytes)),
    };
    if values.contains(&hash.as_str()) { Verdict::Fits } else { Verdict::Differs }
}

/// The algorithm that browsers go by, and the hashes of it; nothing, if they know none.
pub(crate) fn strongest(attribute: &str) -> Option<(&'static str, Vec<&str>)> {
    let of = |algorithm: &str| -> Vec<&str> {
        let words = attribute.split_ascii_whitespace();
        let values = words.filter_map(|word| word.strip_prefix(algorithm)?.strip_prefix('-'));
        values.map(|value| value.split('?').next().unwrap_or_default()).collect()
    };
    let mut all = ["sha512", "sha384", "sha256"].into_iter().map(|name| (name, of(name)));
    all.find(|(_, values)| !values.is_empty())
}

/// The hash as a policy writes it, without the quotes.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    format!("sha256-{}", Base64::encode_string(&Sha256::digest(bytes)))
}

/// The hash as `integrity.json` and the attribute write it.
pub(crate) fn sha384(bytes: &[u8]) -> String {
    format!("sha384-{}", Base64::encode_string(&Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::{Verdict, check, sha384};

    #[test]
    fn the_strongest_hash_decides() {
        let right = sha384(b"a");
        assert_eq!(check(&right, b"a"), Verdict::Fits);
        assert_eq!(check(&right, b"b"), Verdict::Differs);
        assert_eq!(check(&format!("sha256-AAAA {right}"), b"a"), Verdict::Fits);
        assert_eq!(check(&format!("{right} sha512-AAAA"), b"a"), Verdict::Differs);
        assert_eq!(check("md5-AAAA", b"a"), Verdict::Nothing);
        assert_eq!(check("", b"a"), Verdict::Nothing);
    }
}
