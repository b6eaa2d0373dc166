//! A value of a row as JSON.

use std::borrow::Cow;

use serde_json::value::RawValue;
use waxseal::open::find_orders;

use super::escape::Escapes;
use crate::hex;

/// The value that a piece of SQL writes: a string as its text, a number, a truth value or `NULL`
/// as what JSON has for it, all else as it is written.
pub(super) fn json(written: &[u8], backslashes: bool) -> String {
    let is = |word: &str| written.eq_ignore_ascii_case(word.as_bytes());
    match written {
        _ if is("null") => "null".into(),
        _ if is("true") => "true".into(),
        _ if is("false") => "false".into(),
        [b'-' | b'0'..=b'9', ..] if serde_json::from_slice::<&RawValue>(written).is_ok() => {
            String::from_utf8_lossy(written).into_owned()
        }
        _ => string(literal(written, backslashes).unwrap_or(Cow::Borrowed(written)).into_owned()),
    }
}

/// A value of a `COPY`, which is text whatever it is, unless its escapes are none.
pub(super) fn copied(cell: &[u8]) -> Option<String> {
    Escapes::Postgres.resolve(cell, b'\t').map(|content| string(content.into_owned()))
}

/// A string as JSON. Bytes that are no text are `0x…`, as `--hex-blob` writes them, and what is
/// written so is text where it holds an order.
fn string(bytes: Vec<u8>) -> String {
    let text = match String::from_utf8(bytes) {
        Ok(text) => orders_in_hex(&text).unwrap_or(text),
        Err(error) => in_hex(error.as_bytes()),
    };
    serde_json::to_string(&text).expect("a string is JSON")
}

/// What a string literal holds, if this is one, and nothing else.
fn literal(written: &[u8], backslashes: bool) -> Option<Cow<'_, [u8]>> {
    let at = written.iter().position(|byte| matches!(byte, b'\'' | b'"'))?;
    let (prefix, mark) = (written[..at].trim_ascii_end(), written[at]);
    let escapes = match prefix {
        b"E" | b"e" => Escapes::Postgres,
        _ if backslashes => Escapes::MySql,
        _ => Escapes::None,
    };
    let is_known = matches!(prefix, b"" | b"E" | b"e" | b"N" | b"n" | [b'_', ..]);
    let content = written[at + 1..].strip_suffix(&[mark])?;
    if is_known { escapes.resolve(content, mark) } else { None }
}

fn orders_in_hex(text: &str) -> Option<String> {
    let quoted = || text.strip_prefix(['X', 'x'])?.strip_prefix('\'')?.strip_suffix('\'');
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("\\x")).or_else(quoted)?;
    let decoded = String::from_utf8(hex::decode(digits)?).ok()?;
    if find_orders(&decoded).is_empty() { None } else { Some(decoded) }
}

fn in_hex(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn numbers_truth_values_and_null_are_what_json_has_for_them() {
        for (written, expected) in [
            ("NULL", "null"),
            ("true", "true"),
            ("-1.5e-7", "-1.5e-7"),
            ("12345678901234567890", "12345678901234567890"),
            ("007", "\"007\""),
            (".5", "\".5\""),
            ("now()", "\"now()\""),
            ("", "\"\""),
        ] {
            assert_eq!(json(written.as_bytes(), true), expected, "{written}");
        }
    }

    #[test]
    fn a_string_is_its_text_in_each_dialect() {
        for (written, backslashes, expected) in [
            (r"'it\'s ''x'' \n\Z\%'", true, r#""it's 'x' \n\u001a\\%""#),
            (r"'C:\'", false, r#""C:\\""#),
            (r"E'it\'s \x41\101\u00e9\n'", false, r#""it's AAé\n""#),
            (r"_binary 'a\0b'", true, r#""a\u0000b""#),
            (r"N'é'", false, r#""é""#),
            (r#""say ""hi""""#, true, r#""say \"hi\"""#),
            ("'a' || 'b'", false, r#""'a' || 'b'""#),
            ("'a'::text", false, r#""'a'::text""#),
        ] {
            assert_eq!(json(written.as_bytes(), backslashes), expected, "{written}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_hex() {
        assert_eq!(json(b"_binary '\xff\\0\x01'", true), "\"0xFF0001\"");
        assert_eq!(json(b"0x00FF", true), "\"0x00FF\"");
        assert_eq!(json(b"X'4142'", true), "\"X'4142'\"");
    }
}
