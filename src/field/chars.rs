//! What keyboards, input methods and the clipboard put into a value.

use crate::prelude::*;

/// The value with each end of a line, whichever the system, as a line feed.
pub(super) fn unify_lines(value: &str) -> String {
    let mut unified = String::with_capacity(value.len());
    let mut lines = value.split('\r');
    unified.push_str(lines.next().unwrap_or_default());
    for line in lines {
        unified.push('\n');
        unified.push_str(line.strip_prefix('\n').unwrap_or(line));
    }
    unified
}

/// A character as it is written in ASCII: an input method's full-width digits and letters, and
/// the dashes that editors and keyboards make of a hyphen.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' => '-',
        _ => c,
    }
}

/// Writes the value without white space and separators, narrowed.
///
/// Address books wrap a copied number in marks of direction, which nobody sees: they go too.
pub(super) fn strip(value: &str, is_separator: fn(char) -> bool, stripped: &mut String) {
    for c in value.chars().map(narrow) {
        if !c.is_whitespace() && !is_invisible(c) && !is_separator(c) {
            stripped.push(c);
        }
    }
}

/// Writes the value with each run of white space as one space, none at its ends, and each other
/// character as `written` has it.
pub(super) fn fold_spaces(value: &str, written: fn(char) -> char, folded: &mut String) {
    let mut is_after_space = false;
    for c in value.chars().map(written) {
        if c.is_whitespace() {
            is_after_space = !folded.is_empty();
        } else {
            folded.push_str(if is_after_space { " " } else { "" });
            folded.push(c);
            is_after_space = false;
        }
    }
}

/// Whether the value is ASCII digits, at least one.
pub(super) fn is_digits(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit())
}

/// What the HTML standard allows an email address to have before its `@`, besides letters and digits.
const MARKS: &[u8] = b".!#$%&'*+/=?^_`{|}~-";

/// What the HTML standard allows before the `@` of an email address, and letters of any script.
pub(super) fn is_mailbox_char(c: char) -> bool {
    match u8::try_from(c) {
        Ok(b) if b.is_ascii() => b.is_ascii_alphanumeric() || MARKS.contains(&b),
        _ => is_beyond_ascii(c),
    }
}

/// Whether mail can go there: labels of DNS with a dot between them, or `localhost`.
pub(super) fn is_mail_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        matches!(label.len(), 1..=63)
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || is_beyond_ascii(c))
    };
    domain.split('.').all(is_label)
        && (domain.contains('.') || domain.eq_ignore_ascii_case("localhost"))
}

fn is_beyond_ascii(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && !is_invisible(c)
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}'
    )
}
