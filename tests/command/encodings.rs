//! The ways in which a text may lie in a file.

use waxseal::jose::base64url;

/// A text in each encoding that programs commonly write.
pub(crate) fn encodings(text: &str) -> Vec<Vec<u8>> {
    let bytes = text.as_bytes();
    let hex = |byte: &u8| format!("{byte:02x}");
    let lower: String = bytes.iter().map(hex).collect();
    let mut all = vec![text.to_owned(), lower.to_uppercase(), lower, percent(bytes), json(text)];
    for offset in 0..3 {
        let url = base64(bytes, offset);
        all.push(url.replace('-', "+").replace('_', "/"));
        all.push(url);
    }
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut all: Vec<Vec<u8>> = all.into_iter().map(String::into_bytes).collect();
    all.push(utf_16);
    all.sort();
    all.dedup();
    all
}

fn percent(bytes: &[u8]) -> String {
    let encode = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(*byte).into(),
        other => format!("%{other:02X}"),
    };
    bytes.iter().map(encode).collect()
}

fn json(text: &str) -> String {
    let escape = |c: char| match c {
        ' '..='~' => c.to_string(),
        other => format!("\\u{:04x}", u32::from(other)),
    };
    text.chars().map(escape).collect()
}

/// The letters that are the same whatever stands before and after, at this distance from where a
/// group of three bytes begins.
fn base64(bytes: &[u8], offset: usize) -> String {
    let padded = [&[0; 2][..offset], bytes, &[0; 2]].concat();
    let first = (offset * 8).div_ceil(6);
    let last = (offset + bytes.len()) * 8 / 6;
    base64url::encode(&padded)[first..last].to_owned()
}

#[cfg(test)]
mod tests {
    use super::base64;
    use waxseal::jose::base64url;

    #[test]
    fn a_text_is_found_in_base64_wherever_it_begins() {
        for before in ["", "a", "ab", "abc", "abcd"] {
            let whole = base64url::encode(format!("{before}Canary{before}").as_bytes());
            assert!(whole.contains(&base64(b"Canary", before.len() % 3)), "{before}");
        }
    }
}
