//! The customer's code: a short word to write on papers instead of a name.
//!
//! ```text
//! mac  = HMAC-SHA-256(key, "waxseal customer code v1 " || [["email","ada@…"],…])
//! code = the first 50 bits of mac as ten letters of Crockford's base 32, and a check letter
//! ```
//!
//! The fields stand in the order of their names, so that a policy put in another order changes no
//! code; their values in canonical form and in small letters. Whoever has the key can try names.
//!
//! | file | what |
//! | --- | --- |
//! | `alphabet` | the letters |
//! | `check` | the check letter |
//! | `fields` | which fields say who a customer is |
//! | `key` | the key in the vault |
//! | `coder` | orders become codes |

mod alphabet;
mod check;
mod coder;
mod fields;
pub(crate) mod key;

use std::fmt;

use waxseal::open::{Opened, OpenedField};
use waxseal::{Code, Error};
use zeroize::Zeroizing;

use crate::mackey::MacKey;

pub(crate) use coder::Coder;
pub(crate) use fields::Fields;

const DOMAIN: &[u8] = b"waxseal customer code v1 ";
const LETTERS: usize = 10;

/// A customer's code: ten letters, and one to check them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CustomerCode([u8; LETTERS]);

impl CustomerCode {
    /// Reads a code as people write it: in small letters, with other hyphens or none.
    ///
    /// # Errors
    /// `malformed`, if a letter is wrong or missing.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let malformed = |reason| Error::new(Code::Malformed, reason);
        let letters = text.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c));
        let values: Option<Vec<u8>> = letters.map(alphabet::value).collect();
        let values = values.ok_or_else(|| malformed("a letter that no customer code has"))?;
        let Some((check, values)) = values.split_last().filter(|_| values.len() == LETTERS + 1)
        else {
            return Err(malformed("a customer code has eleven letters"));
        };
        if check::check(values) != *check {
            return Err(malformed("a letter of the customer code is wrong"));
        }
        Ok(Self(values.try_into().expect("ten letters were counted")))
    }

    fn of_mac(mac: &[u8; 32]) -> Self {
        let bits = mac[..8].iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        let letter = |at: usize| (bits >> (59 - 5 * at) & 31) as u8;
        Self(std::array::from_fn(letter))
    }
}

impl fmt::Display for CustomerCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let check = [check::check(&self.0)];
        for (at, value) in self.0.iter().chain(&check).enumerate() {
            if at == 4 || at == 8 {
                f.write_str("-")?;
            }
            write!(f, "{}", alphabet::letter(*value))?;
        }
        Ok(())
    }
}

/// The code of an order's customer.
///
/// # Errors
/// `missing-field` or `unknown-key` if a field is not there or not open here, or only its mask was
/// kept; `invalid-field` if its value is not of its kind.
pub(crate) fn of(opened: &Opened, fields: &Fields, key: &MacKey) -> Result<CustomerCode, Error> {
    let mut pairs = Vec::new();
    for name in fields.names() {
        let found = opened.fields.iter().find(|field| field.name == *name);
        let field = found.ok_or_else(|| fields.missing(name, opened))?;
        pairs.push((name.as_str(), canonical(field).map_err(|error| error.about(name))?));
    }
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| [*name, value.as_str()]).collect();
    let text = serde_json::to_string(&pairs).expect("pairs of strings are JSON");
    Ok(CustomerCode::of_mac(&key.mac(DOMAIN, &Zeroizing::new(text))))
}

fn canonical(field: &OpenedField) -> Result<Zeroizing<String>, Error> {
    if field.is_masked {
        return Err(Error::new(Code::MissingField, "only a mask of it was kept"));
    }
    let canonical = Zeroizing::new(field.kind.canonical(&field.value)?);
    if canonical.is_empty() {
        return Err(Error::new(Code::MissingField, "empty in this order"));
    }
    Ok(Zeroizing::new(canonical.to_lowercase()))
}

/// What a keyboard, a printer or a word processor makes of a hyphen.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '_' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use waxseal::Code;

    use super::CustomerCode;
    use crate::mackey::MacKey;

    /// Computed apart from this program, with Python's `hmac`.
    #[test]
    fn the_first_fifty_bits_become_ten_letters() {
        let key = MacKey::from_jwk(&format!(r#"{{"kty":"oct","k":"{}"}}"#, "A".repeat(43)));
        let text = r#"[["email","ada@shop.example"]]"#;
        let mac = key.expect("a key").mac(super::DOMAIN, text);
        assert_eq!(CustomerCode::of_mac(&mac).to_string(), "GA4K-07E4-H16");
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = CustomerCode([1, 0, 31, 9, 24, 2, 16, 0, 7, 12]);
        let text = code.to_string();
        let spoken = text.replace('0', "o").replace('1', "l").to_lowercase();
        for written in [
            text.clone(),
            spoken,
            text.replace('-', ""),
            text.replace('-', "\u{2013}"),
            format!(" {} ", text.replace('-', " ")),
        ] {
            assert_eq!(CustomerCode::parse(&written), Ok(code), "{written}");
        }
    }

    #[test]
    fn what_is_no_code_is_malformed() {
        let text = CustomerCode([3; 10]).to_string();
        let short = &text[..text.len() - 1];
        let swapped = text.replacen('3', "4", 1);
        for written in ["", "U", short, &format!("{text}3"), &swapped, "7K3F-9QXM-2D%"] {
            let refused = CustomerCode::parse(written).expect_err("not a code");
            assert_eq!(refused.code(), Code::Malformed, "{written}");
        }
    }
}
