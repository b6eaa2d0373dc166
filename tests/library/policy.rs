//! Policies: what is read from them, and what is refused with its line.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use waxseal::field::Kind;
use waxseal::policy::{Archive, Env, Field, Policy, passes};
use waxseal::{Code, Error};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/policy").join(name)
}

fn vectors(name: &str) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder(name)).expect("the vectors are there");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    paths.map(|path| (path.clone(), fs::read_to_string(path).expect("a vector is text"))).collect()
}

fn accepted(name: &str) -> Policy {
    let path = folder("accepted").join(name).with_extension("toml");
    Policy::parse(&fs::read_to_string(path).expect("the vector is there")).expect("it is a policy")
}

fn field<'a>(policy: &'a Policy, name: &str) -> &'a Field {
    policy.fields.iter().find(|field| field.name == name).expect("the policy has this field")
}

fn names<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<&'a str> {
    names.into_iter().map(String::as_str).collect()
}

/// As the first line of a refused policy says it: code, line, subject and reason.
fn described(error: &Error) -> String {
    let line = error.line().map_or("-".into(), |line| line.to_string());
    let subject = error.subject().unwrap_or("-");
    format!("# {} | {line} | {subject} | {}", error.code().as_str(), error.reason())
}

#[test]
fn a_policy_that_is_not_allowed_is_refused_with_its_line_and_its_subject() {
    for (path, toml) in vectors("refused") {
        let error = Policy::parse(&toml).expect_err("it is refused");
        assert_eq!(Some(described(&error).as_str()), toml.lines().next(), "{}", path.display());
    }
}

#[test]
fn a_policy_that_is_allowed_is_read() {
    for (path, toml) in vectors("accepted") {
        assert_eq!(Policy::parse(&toml).err(), None, "{}", path.display());
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_do_not_matter() {
    for (path, toml) in vectors("accepted") {
        let windows = format!("\u{FEFF}{}", toml.replace('\n', "\r\n"));
        assert_eq!(Policy::parse(&windows), Policy::parse(&toml), "{}", path.display());
    }
}

#[test]
fn what_a_policy_leaves_out_has_the_strict_default() {
    let policy = accepted("smallest");
    assert_eq!(policy.env, Env::Live);
    assert_eq!(policy.contact, waxseal::policy::Contact::default());
    assert!(policy.groups.is_empty() && policy.pass.is_empty() && policy.forms.is_empty());
    assert!(policy.privacy.is_none() && !policy.require_reason);
    let expected = Field {
        name: "name".into(),
        role: "fulfilment".into(),
        kind: Kind::Name,
        purpose: "Address the parcel".into(),
        required: false,
        keep_days: None,
        archive: Archive::Drop,
        also_pass: false,
        mask: false,
    };
    assert_eq!(policy.fields, [expected]);
}

#[test]
fn what_a_policy_says_is_read() {
    let policy = accepted("bookshop");
    assert_eq!((policy.merchant.as_str(), policy.require_reason), ("Acme Books", true));
    assert_eq!(policy.privacy.as_deref(), Some("https://shop.example/privacy"));
    assert_eq!(policy.contact.tel.as_deref(), Some("+44 20 7946 0000"));
    assert_eq!(names(&policy.groups), ["eu", "us"]);
    assert_eq!(names(&policy.roles), ["fulfilment", "payments"]);
    let name = field(&policy, "name");
    assert_eq!((name.required, name.keep_days, name.also_pass), (true, Some(90), false));
    assert!(field(&policy, "country").also_pass);
    let card = field(&policy, "cc-number");
    assert_eq!((card.kind, card.keep_days, card.archive), (Kind::Card, Some(7), Archive::Mask));
    assert_eq!(field(&policy, "cc-csc").keep_days, Some(0));
}

#[test]
fn a_card_number_its_code_and_what_the_policy_names_are_masked() {
    let policy = accepted("bookshop");
    let masked = policy.fields.iter().filter(|field| field.mask).map(|field| &field.name);
    assert_eq!(names(masked), ["tel", "cc-number", "cc-csc"]);
}

#[test]
fn roles_fields_and_forms_stay_in_the_order_of_the_file() {
    let policy = accepted("order-of-the-file");
    assert_eq!(names(&policy.roles), ["zebra", "ant", "moth"]);
    let fields = policy.fields.iter().map(|field| &field.name);
    assert_eq!(names(fields), ["tel", "name", "email", "country"]);
    assert_eq!(names(policy.forms.iter().map(|form| &form.name)), ["second", "first"]);
    assert_eq!(names(&policy.forms[0].fields), ["tel", "email"]);
}

#[test]
fn presets_pass_what_their_frameworks_send_and_no_customer_details() {
    let Policy { pass, .. } = accepted("presets");
    for entry in [
        "cart",
        "woocommerce-process-checkout-nonce",
        "_wp_http_referer",
        "shipping_method[0]",
        "wc-stripe-payment-token",
        "$ACTION_ID_40a1f2",
        "$ACTION_REF_1",
        "$ACTION_1:0",
        "$ACTION_KEY",
        "authenticity_token",
        "commit",
        "stripeToken",
    ] {
        assert!(passes(&pass, entry), "{entry}");
    }
    for entry in ["billing_first_name", "order[name]", "stripeEmail", "account_password", ""] {
        assert!(!passes(&pass, entry), "{entry}");
    }
}

#[test]
fn an_entry_that_the_policy_and_two_presets_name_is_listed_once() {
    let Policy { pass, .. } = accepted("presets");
    assert_eq!(pass.iter().filter(|pattern| *pattern == "payment_method").count(), 1);
}

#[test]
fn a_star_is_any_run_of_characters_but_brackets() {
    for (pattern, entry, expected) in [
        ("cart", "cart", true),
        ("cart", "Cart", false),
        ("cart", "cart2", false),
        ("cart", "", false),
        ("shipping_method[*]", "shipping_method[0]", true),
        ("shipping_method[*]", "shipping_method[]", true),
        ("shipping_method[*]", "shipping_method[0][name]", false),
        ("shipping_method[*]", "shipping_method0", false),
        ("item[*][*]", "item[0][sku]", true),
        ("utm_*", "utm_", true),
        ("utm_*", "utm_source", true),
        ("utm_*", "utm_[source]", false),
        ("*_token", "csrf_token", true),
        ("*_token", "csrf_tokens", false),
        ("a*b*c", "aXbXbXc", true),
        ("a*b*c", "aXbXc]", false),
        ("*[a]*x", "[a]x[a]x", false),
        ("*[a]*x", "q[a]xx", true),
        ("a.c", "abc", false),
        ("*ü*", "grün", true),
        ("**", "anything", true),
    ] {
        assert_eq!(passes(&[pattern.into()], entry), expected, "{pattern} {entry}");
    }
}

#[test]
fn without_a_pattern_nothing_passes() {
    assert!(!passes(&[], "cart") && !passes(&[], ""));
}

#[test]
fn a_word_of_the_policy_is_read_from_the_word_that_writes_it() {
    for env in [Env::Live, Env::Test] {
        assert_eq!(Env::parse(env.as_str()), Some(env));
    }
    for archive in [Archive::Mask, Archive::Drop, Archive::Keep] {
        assert_eq!(Archive::parse(archive.as_str()), Some(archive));
    }
    assert_eq!((Env::parse("Live"), Archive::parse("")), (None, None));
}

/// What `passes` says, by trying every run that a `*` may take.
fn passes_by_trying(pattern: &[u8], entry: &[u8]) -> bool {
    match pattern.split_first() {
        None => entry.is_empty(),
        Some((b'*', rest)) => {
            let run = entry.iter().take_while(|byte| !b"[]".contains(byte)).count();
            (0..=run).any(|taken| passes_by_trying(rest, &entry[taken..]))
        }
        Some((byte, rest)) => entry
            .split_first()
            .is_some_and(|(first, others)| first == byte && passes_by_trying(rest, others)),
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(toml in any::<String>()) {
        if let Err(error) = Policy::parse(&toml) {
            prop_assert_eq!(error.code(), Code::PolicySyntax);
        }
    }

    #[test]
    fn a_policy_cut_or_altered_anywhere_does_not_make_the_reader_panic(
        at in any::<prop::sample::Index>(), by in "[\\PC\n\"=\\[\\]]{0,3}", cut in any::<bool>(),
    ) {
        let toml: Vec<char> = include_str!("../vectors/policy/accepted/bookshop.toml").chars().collect();
        let (before, after) = toml.split_at(at.index(toml.len()));
        let after = if cut { &[] } else { after };
        let altered: String = before.iter().copied().chain(by.chars()).chain(after.iter().copied()).collect();
        if let Err(error) = Policy::parse(&altered) {
            prop_assert!(matches!(error.code(), Code::PolicySyntax | Code::Policy));
        }
    }

    #[test]
    fn a_pattern_passes_what_some_choice_of_runs_passes(
        pattern in "[ab*\\[\\]]{0,8}", entry in "[ab\\[\\]]{0,10}",
    ) {
        let expected = passes_by_trying(pattern.as_bytes(), entry.as_bytes());
        prop_assert_eq!(passes(&[pattern], &entry), expected);
    }
}
