//! The module within a script: `pkg/build.mjs` writes its bytes as text, in characters that no
//! bundler has to change. So they can be read back from a bundle, byte for byte.

/// The build's own shift of the bytes.
const SHIFT: u8 = 8;
/// How a WebAssembly module begins, as that text.
const BEGIN: &str = "+ 2 D >,+++";
/// A module is not so large.
const LARGEST: usize = 1 << 20;

/// The bytes of the first module in the text.
pub(crate) fn within(text: &str) -> Option<Vec<u8>> {
    let begin = text.find(BEGIN)?;
    let quote = *text.as_bytes()[..begin].last()?;
    let mut bytes = Vec::new();
    let mut lift = 0_u8;
    for byte in quoted(&text.as_bytes()[begin..], quote) {
        match byte {
            b' ' => lift = 90,
            b'!' => lift = 180,
            b'#'..=b'~' if bytes.len() < LARGEST => {
                let place = byte - if byte < 92 { 35 } else { 36 };
                bytes.push(place.wrapping_add(lift).wrapping_sub(SHIFT));
                lift = 0;
            }
            _ => break,
        }
    }
    Some(bytes)
}

/// Up to the quote. A bundler may write it between backticks, and escape those within.
fn quoted(text: &[u8], quote: u8) -> impl Iterator<Item = u8> {
    let mut written = text.iter().copied();
    std::iter::from_fn(move || match written.next()? {
        b'\\' => written.next(),
        byte => Some(byte).filter(|byte| *byte != quote),
    })
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn the_bytes_are_read_back_from_their_text() {
        let bytes: &[u8] = b"\0asm\x01\0\0\0\xff\x80";
        // 255 + 8 is 7, and 128 + 8 is 136: one lift and 46.
        let text =
            format!("var a='x',b=\"+ 2 D >,+++{} {}\";", char::from(7 + 35), char::from(46 + 35));
        assert_eq!(within(&text).as_deref(), Some(bytes));
        let escaped = within("b=`+ 2 D >,+++\\`\\$`;`").expect("a module");
        assert_eq!(escaped[8..], [96 - 36 - 8, 36 - 35 + 248]);
        assert_eq!(within("no module"), None);
    }
}
