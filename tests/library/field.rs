//! The kinds of a field: the vectors, and what holds for every value.

use proptest::prelude::*;
use serde_json::Value;
use waxseal::Code;
use waxseal::field::autofill::{Place, place};
use waxseal::field::{Kind, luhn};

const VECTORS: &str = include_str!("../vectors/field.json");
const AUTOFILL: &str = include_str!("../vectors/autofill.json");

fn vectors(list: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(VECTORS).expect("the vectors are JSON");
    all[list].as_array().expect("the vectors have this list").clone()
}

fn member<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().expect("a vector has this member")
}

fn kind(vector: &Value) -> Kind {
    Kind::parse(member(vector, "kind")).expect("a vector names a kind")
}

#[test]
fn a_value_is_brought_into_the_form_of_its_kind() {
    for vector in vectors("accepted") {
        let canonical = kind(&vector).canonical(member(&vector, "value"));
        assert_eq!(canonical.as_deref(), Ok(member(&vector, "canonical")), "{vector}");
    }
}

#[test]
fn a_mask_shows_what_its_kind_allows() {
    for vector in vectors("accepted") {
        let mask = kind(&vector).mask(member(&vector, "canonical"));
        assert_eq!(mask, member(&vector, "mask"), "{vector}");
    }
}

#[test]
fn a_value_that_is_not_of_its_kind_is_refused_with_the_reason() {
    for vector in vectors("refused") {
        let error = kind(&vector).canonical(member(&vector, "value")).expect_err("it is refused");
        assert_eq!(error.code().as_str(), member(&vector, "code"), "{vector}");
        assert_eq!(error.reason(), member(&vector, "reason"), "{vector}");
    }
}

#[test]
fn each_kind_is_refused_at_least_as_often_as_it_is_accepted() {
    let count = |list, kind: Kind| {
        vectors(list).iter().filter(|vector| member(vector, "kind") == kind.as_str()).count()
    };
    for kind in Kind::ALL {
        let (accepted, refused) = (count("accepted", kind), count("refused", kind));
        assert!(accepted > 0 && refused >= accepted, "{kind:?}: {accepted}, {refused}");
    }
}

#[test]
fn a_kind_is_read_from_the_word_that_writes_it() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.as_str()), Some(kind));
    }
    assert_eq!(Kind::parse("Card"), None);
    assert_eq!(Kind::parse(""), None);
}

#[test]
fn a_field_without_a_kind_has_that_of_its_autofill_token() {
    let all: Value = serde_json::from_str(AUTOFILL).expect("the vectors are JSON");
    let kinds = all["kinds"].as_object().expect("names and kinds");
    assert!(kinds.len() > 20);
    for (name, kind) in kinds {
        let kind = Kind::parse(kind.as_str().expect("a text")).expect("a kind");
        assert_eq!(Kind::of_field(name), kind, "{name}");
    }
}

#[test]
fn only_cards_and_identity_numbers_are_masked_by_default() {
    let masked = Kind::ALL.into_iter().filter(|kind| kind.masked_by_default());
    assert_eq!(masked.collect::<Vec<_>>(), [Kind::Card, Kind::NationalId]);
}

#[test]
fn the_check_digit_needs_digits() {
    assert!(luhn("79927398713"));
    for digits in ["", "79927398710", "7992 7398 713", "７９９２７３９８７１３", "a"] {
        assert!(!luhn(digits), "{digits}");
    }
}

/// Values of any characters, and of those that the kinds look at.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9０-９ +./()\u{2011}\u{200e}-]{0,24}",
        "[A-Za-zé0-9 .@\r\n\t-]{0,40}",
        "[0-9]{1,4}[/ -]{0,3}[0-9]{0,4}",
        "[a-zé.+]{1,12}@[A-Zaé-]{1,8}(\\.[a-z]{1,6}){0,2}",
    ]
}

/// How many characters of a value a mask may show.
fn shown_at_most(kind: Kind, canonical: &str) -> usize {
    match kind {
        Kind::Card => 4,
        Kind::Tel | Kind::NationalId | Kind::PostalCode => 2,
        Kind::Name => canonical.split(' ').count(),
        Kind::Email => 1,
        _ => 0,
    }
}

proptest! {
    #[test]
    fn canonicalising_twice_is_canonicalising_once(value in value()) {
        for kind in Kind::ALL {
            if let Ok(canonical) = kind.canonical(&value) {
                prop_assert_eq!(kind.canonical(&canonical), Ok(canonical), "{:?}", kind);
            }
        }
    }

    #[test]
    fn a_canonical_value_keeps_to_the_limit_of_its_kind(value in value()) {
        for kind in Kind::ALL {
            if let Ok(canonical) = kind.canonical(&value) {
                prop_assert!(canonical.len() <= kind.max_bytes(), "{:?}", kind);
            }
        }
    }

    #[test]
    fn a_refusal_is_an_invalid_field_and_names_nothing(value in value()) {
        for kind in Kind::ALL {
            if let Err(error) = kind.canonical(&value) {
                prop_assert_eq!(error.code(), Code::InvalidField);
                prop_assert_eq!((error.subject(), error.line()), (None, None));
            }
        }
    }

    #[test]
    fn a_mask_never_shows_more_than_its_kind_allows(value in value()) {
        for kind in Kind::ALL {
            if let Ok(canonical) = kind.canonical(&value) {
                let mask = kind.mask(&canonical);
                let own = if kind == Kind::Email { mask.split('@').next() } else { Some(&*mask) };
                let shown = own.unwrap_or_default().chars().filter(|c| !"* ".contains(*c)).count();
                prop_assert!(shown <= shown_at_most(kind, &canonical), "{:?}: {}", kind, mask);
                prop_assert!(canonical.is_empty() || mask.contains("****"), "{:?}", kind);
            }
        }
    }

    #[test]
    fn any_string_can_be_masked(value in any::<String>()) {
        for kind in Kind::ALL {
            let _ = kind.mask(&value);
        }
    }

    #[test]
    fn one_wrong_digit_of_a_card_is_noticed(
        account in "[1-9][0-9]{11,17}", place in 0usize..18, off_by in 1u8..10,
    ) {
        let check = (b'0'..=b'9').map(char::from).find(|digit| luhn(&format!("{account}{digit}")));
        let card = format!("{account}{}", check.expect("one check digit fits"));
        let mut mistyped = card.clone().into_bytes();
        let place = place % mistyped.len();
        mistyped[place] = b'0' + (mistyped[place] - b'0' + off_by) % 10;
        let mistyped = String::from_utf8(mistyped).expect("digits are ASCII");
        prop_assert_eq!(Kind::Card.canonical(&card), Ok(card));
        prop_assert!(Kind::Card.canonical(&mistyped).is_err());
    }
}

#[test]
fn an_input_is_the_field_that_its_attributes_say() {
    let all: Value = serde_json::from_str(AUTOFILL).expect("the vectors are JSON");
    for vector in all["places"].as_array().expect("the vectors have this list") {
        let policy = vector["policy"].as_array().expect("a policy");
        let in_policy = |name: &str| policy.iter().any(|own| own == name);
        let Place { field, part } =
            place(member(vector, "explicit"), member(vector, "autocomplete"), in_policy);
        let expected = (member(vector, "field"), vector["part"].as_str());
        assert_eq!((field.as_str(), part), expected, "{vector}");
    }
}

#[test]
fn a_part_is_one_of_its_whole() {
    let all: Value = serde_json::from_str(AUTOFILL).expect("the vectors are JSON");
    for (whole, parts) in all["parts"].as_object().expect("the vectors have this object") {
        for part in parts.as_array().expect("a list") {
            let part = part.as_str().expect("a name");
            let found = place("", part, |name| name == whole);
            assert_eq!((&found.field, found.part), (whole, Some(part)));
        }
    }
}
