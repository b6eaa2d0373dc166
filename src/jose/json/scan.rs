//! What a JSON text has that a parser which keeps the last of equal members does not tell.

/// How many members the objects of a valid JSON text have, those that are there twice among them.
/// Nothing, if an escape is half of a surrogate pair: no text has that.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "the page's parser needs it"))]
pub(crate) fn members(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut members, mut at, mut in_string) = (0, 0, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => in_string = !in_string,
            b':' if !in_string => members += 1,
            b'\\' => at += escape(bytes.get(at + 1..)?)?,
            _ => {}
        }
        at += 1;
    }
    Some(members)
}

/// The length of an escape, after its backslash.
fn escape(rest: &[u8]) -> Option<usize> {
    match unit(rest) {
        None => Some(1),
        Some(0xd800..=0xdbff) => {
            let low = rest.get(5..)?.strip_prefix(b"\\").and_then(unit);
            matches!(low, Some(0xdc00..=0xdfff)).then_some(11)
        }
        Some(0xdc00..=0xdfff) => None,
        Some(_) => Some(5),
    }
}

/// The UTF-16 unit of `u` and four hexadecimal digits.
fn unit(rest: &[u8]) -> Option<u32> {
    let digits = rest.strip_prefix(b"u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::members;

    #[test]
    fn members_are_counted_wherever_they_stand_and_colons_in_texts_are_not() {
        assert_eq!(members(r#"{"a:b":{"c":[1,{"d":":"}]},"a:b":"\\"}"#), Some(4));
        assert_eq!(members(r#"{"a\"":1,"\\":2}"#), Some(2));
        assert_eq!(members("[]"), Some(0));
    }

    #[test]
    fn half_a_surrogate_pair_is_no_text() {
        assert_eq!(members(r#"["\ud83d\ude00"]"#), Some(0));
        for half in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83dx""#, r#""\ud83d\u0041""#] {
            assert_eq!(members(half), None, "{half}");
        }
    }
}
