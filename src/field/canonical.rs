//! The one form in which a value is sealed, and what is refused.
//!
//! Canonicalising a canonical value changes nothing. A value with nothing in it becomes the empty
//! string, which callers treat as absent.

use super::Kind;
use super::chars::{
    fold_spaces, is_digits, is_mail_domain, is_mailbox_char, narrow, strip, unify_lines,
};
use crate::prelude::*;
use crate::{Code, Error};

/// Whether the canonical form that was written is one.
type Checked = Result<(), &'static str>;

impl Kind {
    /// Brings a value into the form of its kind.
    ///
    /// # Errors
    /// `invalid-field`, with a reason that never quotes the value.
    pub fn canonical(self, value: &str) -> Result<String, Error> {
        let refused = |reason| Error::new(Code::InvalidField, reason);
        let lines = unify_lines(value);
        let trimmed = lines.trim();
        if trimmed.chars().any(|c| c.is_control() && !self.allows_control(c)) {
            return Err(refused("it holds a control character"));
        }
        // Room for all of it, so that no copy is left behind by growing.
        let mut canonical = String::with_capacity(trimmed.len() + 1);
        let write = match self {
            Self::Text => text,
            Self::Name => name,
            Self::Email => email,
            Self::Tel => tel,
            Self::PostalCode => postal_code,
            Self::Card => card,
            Self::Expiry => expiry,
            Self::NationalId => national_id,
        };
        write(trimmed, &mut canonical).map_err(refused)?;
        Ok(canonical)
    }

    fn allows_control(self, c: char) -> bool {
        self == Self::Text && matches!(c, '\n' | '\t')
    }
}

/// Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B).
#[must_use]
pub fn luhn(digits: &str) -> bool {
    let weigh = |(place, digit): (usize, u8)| match u32::from(digit.wrapping_sub(b'0')) {
        digit if place.is_multiple_of(2) => digit,
        digit => digit * 2 / 10 + digit * 2 % 10,
    };
    is_digits(digits) && digits.bytes().rev().enumerate().map(weigh).sum::<u32>() % 10 == 0
}

fn text(value: &str, canonical: &mut String) -> Checked {
    canonical.push_str(value);
    limited(Kind::Text, canonical, "a text has at most 8192 bytes")
}

fn name(value: &str, canonical: &mut String) -> Checked {
    fold_spaces(value, |c| c, canonical);
    limited(Kind::Name, canonical, "a name has at most 256 bytes")
}

fn email(value: &str, canonical: &mut String) -> Checked {
    let Some((local, domain)) = value.split_once('@') else {
        return if value.is_empty() { Ok(()) } else { Err("an email address has an @") };
    };
    if !local.chars().all(is_mailbox_char) || local.is_empty() {
        return Err("an email address has a name before the @");
    }
    if !is_mail_domain(domain) {
        return Err("an email address ends with a domain");
    }
    canonical.push_str(local);
    canonical.push('@');
    for c in domain.chars() {
        canonical.push(c.to_ascii_lowercase());
    }
    limited(Kind::Email, canonical, "an email address has at most 254 bytes")
}

fn tel(value: &str, canonical: &mut String) -> Checked {
    strip(value, |c| matches!(c, '.' | '-' | '(' | ')' | '/'), canonical);
    let digits = canonical.strip_prefix("+").unwrap_or(canonical);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err("a telephone number has digits alone, after a +");
    }
    // 15 is the most that ITU-T E.164 allows.
    if canonical.is_empty() || matches!(digits.len(), 4..=15) {
        return Ok(());
    }
    Err("a telephone number has 4 to 15 digits")
}

fn postal_code(value: &str, canonical: &mut String) -> Checked {
    fold_spaces(value, narrow, canonical);
    canonical.make_ascii_uppercase();
    if !canonical.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ' || b == b'-') {
        return Err("letters, digits, spaces and hyphens alone");
    }
    limited(Kind::PostalCode, canonical, "a postal code has at most 16 characters")
}

fn card(value: &str, canonical: &mut String) -> Checked {
    strip(value, |c| c == '-', canonical);
    if canonical.is_empty() {
        return Ok(());
    }
    if !is_digits(canonical) {
        return Err("a card number has digits only");
    }
    if !matches!(canonical.len(), 12..=19) {
        return Err("a card number has 12 to 19 digits");
    }
    if luhn(canonical) { Ok(()) } else { Err("the card number has a mistyped digit") }
}

fn expiry(value: &str, canonical: &mut String) -> Checked {
    let mut date = String::with_capacity(value.len());
    strip(value, |_| false, &mut date);
    if date.is_empty() {
        return Ok(());
    }
    let (month, year) =
        split_expiry(&date).ok_or("an expiry date is a month and a year, such as 01/27")?;
    canonical.push_str(if month.len() == 1 { "0" } else { "" });
    canonical.push_str(month);
    if !("01"..="12").contains(&canonical.as_str()) {
        return Err("the month of an expiry date is 01 to 12");
    }
    canonical.push('/');
    canonical.push_str(year);
    Ok(())
}

/// The month and the last two digits of the year in `1/27`, `01/2027`, `0127`, `01-27` and `2027/01`.
fn split_expiry(date: &str) -> Option<(&str, &str)> {
    let (month, year) = match date.split_once(['/', '-']) {
        Some((year, month)) if year.len() == 4 && month.len() == 2 => (month, year),
        Some(month_first) => month_first,
        None => date.split_at_checked(2)?,
    };
    let year = if year.len() == 4 { year.strip_prefix("20")? } else { year };
    let whole = is_digits(month) && is_digits(year) && month.len() <= 2 && year.len() == 2;
    whole.then_some((month, year))
}

fn national_id(value: &str, canonical: &mut String) -> Checked {
    strip(value, |c| matches!(c, '-' | '.' | '/'), canonical);
    canonical.make_ascii_uppercase();
    if !canonical.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err("an identity number has only letters and digits");
    }
    match canonical.len() {
        0 | 4..=32 => Ok(()),
        _ => Err("an identity number has 4 to 32 characters"),
    }
}

fn limited(kind: Kind, canonical: &str, too_long: &'static str) -> Checked {
    if canonical.len() > kind.max_bytes() { Err(too_long) } else { Ok(()) }
}
