//! What a backslash and a doubled quote mean within a string.

use std::borrow::Cow;

/// How a string is escaped, beside the doubled quote, which means one everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// A backslash is a letter like any other: standard SQL.
    None,
    /// `\n`, `\0`, `\Z`, …
    MySql,
    /// `\n`, `\x41`, `\101`, `\u00e9`, …
    Postgres,
}

impl Escapes {
    /// The bytes that the content of a string stands for, if the string does not end within.
    pub(super) fn resolve(self, content: &[u8], mark: u8) -> Option<Cow<'_, [u8]>> {
        let is_special = |byte: &u8| *byte == mark || (*byte == b'\\' && self != Self::None);
        if !content.iter().any(is_special) {
            return Some(Cow::Borrowed(content));
        }
        let (mut resolved, mut rest) = (Vec::with_capacity(content.len()), content);
        while let Some((byte, after)) = rest.split_first() {
            rest = match byte {
                b'\\' if self != Self::None => self.escape(after, &mut resolved)?,
                byte if *byte == mark => {
                    resolved.push(mark);
                    after.strip_prefix(&[mark])?
                }
                byte => {
                    resolved.push(*byte);
                    after
                }
            };
        }
        Some(Cow::Owned(resolved))
    }

    /// Takes what stands after a backslash. Returns what stands after that.
    fn escape<'a>(self, after: &'a [u8], to: &mut Vec<u8>) -> Option<&'a [u8]> {
        let (letter, rest) = after.split_first()?;
        match (self, letter) {
            (Self::Postgres, b'x') => return Some(byte_in(rest, 16, 2, b'x', to)),
            (Self::Postgres, b'0'..=b'7') => return Some(byte_in(after, 8, 3, b'0', to)),
            (Self::Postgres, b'u') => return character(rest.split_at_checked(4)?, to),
            (Self::Postgres, b'U') => return character(rest.split_at_checked(8)?, to),
            (Self::Postgres, b'f') => to.push(0x0c),
            (Self::MySql, b'0') => to.push(0),
            (Self::MySql, b'Z') => to.push(0x1a),
            (Self::MySql, b'%' | b'_') => to.extend([b'\\', *letter]),
            (_, b'b') => to.push(8),
            (_, b'n') => to.push(b'\n'),
            (_, b'r') => to.push(b'\r'),
            (_, b't') => to.push(b'\t'),
            (_, letter) => to.push(*letter),
        }
        Some(rest)
    }
}

/// A byte in so many digits at most; without any, the letter is itself.
fn byte_in<'a>(rest: &'a [u8], base: u32, most: usize, letter: u8, to: &mut Vec<u8>) -> &'a [u8] {
    let digits = rest.iter().take(most).map_while(|digit| char::from(*digit).to_digit(base));
    let (count, value) =
        digits.fold((0, 0), |(count, value), digit| (count + 1, value * base + digit));
    to.push(if count == 0 { letter } else { value.to_le_bytes()[0] });
    &rest[count..]
}

fn character<'a>((digits, rest): (&[u8], &'a [u8]), to: &mut Vec<u8>) -> Option<&'a [u8]> {
    let value = u32::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    let mut bytes = [0; 4];
    to.extend_from_slice(char::from_u32(value)?.encode_utf8(&mut bytes).as_bytes());
    Some(rest)
}
