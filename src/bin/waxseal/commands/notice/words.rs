//! Plain words for what the policy says by tokens.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use waxseal::field::Kind;
use waxseal::policy::{Archive, Field};

/// The WHATWG autofill tokens, and our own, as people call them: the page's badge has the same words.
static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let names = include_str!("../../../../field/names.json");
    serde_json::from_str(names).expect("names and words")
});

/// What a field is called: the merchant's own names stay as they are written.
pub(super) fn name(field: &str) -> String {
    let known = |token: &str| NAMES.get(token).cloned();
    let of =
        |prefix: &str, what: &str| Some(format!("{} {what}", known(field.strip_prefix(prefix)?)?));
    known(field)
        .or_else(|| of("shipping-", "for delivery"))
        .or_else(|| of("billing-", "for the bill"))
        .unwrap_or_else(|| format!("“{field}”"))
}

/// How long, and what becomes of it then.
pub(super) fn keeping(field: &Field) -> String {
    let Some(days) = field.keep_days else {
        return "Until we delete it; no period is promised.".into();
    };
    let when = match days {
        0 => "Until your order has been dealt with".to_owned(),
        days => format!("For {}", period(days)),
    };
    match (field.archive, hint(field.kind)) {
        (Archive::Drop, _) => format!("{when}; after that it is deleted."),
        (Archive::Mask, Some(hint)) => format!("{when}; after that only {hint}."),
        (Archive::Mask, None) => format!("{when}; after that only a mark that it was given."),
        (Archive::Keep, _) => {
            format!(
                "{when} with our current orders; after that in our archive, with no promised end."
            )
        }
    }
}

/// What is shown to staff who did not ask to see all of it.
pub(super) fn masked(field: &Field) -> String {
    match hint(field.kind) {
        Some(hint) => format!("Only {hint}, until a member of staff asks to see all of it."),
        None => "Nothing of it, until a member of staff asks to see it.".into(),
    }
}

/// What a mask shows of a value, at most.
fn hint(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Card => Some("the last four digits"),
        Kind::Tel => Some("the last two digits"),
        Kind::NationalId => Some("the last two characters"),
        Kind::Name => Some("the initials"),
        Kind::Email => Some("the first letter and what follows the @"),
        Kind::PostalCode => Some("the first two characters"),
        _ => None,
    }
}

fn period(days: u32) -> String {
    match days {
        1 => "1 day".into(),
        0..730 => format!("{days} days"),
        _ => format!("{days} days (about {} years)", (days + 182) / 365),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().into(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// As a heading, or at the beginning of a sentence.
pub(super) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The merchant's own word, told from ours.
pub(super) fn quoted(words: &str) -> String {
    format!("“{words}”")
}

#[cfg(test)]
mod tests {
    use super::{capital, list, name, period};

    #[test]
    fn tokens_become_words_and_own_names_stay() {
        assert_eq!(name("tel"), "telephone number");
        assert_eq!(name("shipping-street-address"), "street address for delivery");
        assert_eq!(name("billing-name"), "name for the bill");
        assert_eq!(name("vat-id"), "“vat-id”");
        assert_eq!(name("shipping-gate-code"), "“shipping-gate-code”");
    }

    #[test]
    fn words_are_joined_as_people_write() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(capital("élan"), "Élan");
        assert_eq!(period(1), "1 day");
        assert_eq!(period(36_500), "36500 days (about 100 years)");
    }
}
