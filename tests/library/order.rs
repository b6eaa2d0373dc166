//! Orders, from a page to the desk.

use crate::merchant::{Merchant, empty, owned, values};
use getrandom::SysRng;
use waxseal::Code;
use waxseal::jose::jwe::Agreement;
use waxseal::jose::{Json, base64url, json};
use waxseal::open::find_orders;
use waxseal::order;
use waxseal::seal::Draft;

const FIELDS: [(&str, &str); 3] = [
    ("name", "Ada Lovelace"),
    ("street-address", "12 St James\nLondon"),
    ("cc-number", "4242 4242 4242 4242"),
];

fn code<T>(result: Result<T, waxseal::Error>) -> Option<Code> {
    result.err().map(|error| error.code())
}

#[test]
fn an_order_opens_to_the_canonical_fields() {
    let merchant = Merchant::new();
    let line = merchant.seal(&FIELDS).expect("sealed");
    let opened = merchant.open(&line).expect("opened");
    let expected = [FIELDS[0], FIELDS[1], ("cc-number", "4242424242424242")];
    assert_eq!(values(&opened), expected);
    assert!(opened.checks.is_empty() && opened.unopened.is_empty());
}

#[test]
fn an_order_is_one_ascii_word_of_one_jwe_for_each_role() {
    let line = Merchant::new().seal(&FIELDS).expect("sealed");
    assert!(line.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b)));
    assert_eq!(line.split('~').count(), 2);
    assert!(line.split('~').all(|part| part.split('.').count() == 5));
}

#[test]
fn the_plaintext_length_is_hidden_within_256_bytes() {
    let merchant = Merchant::new();
    let short = merchant.seal(&[("name", "Ada")]).expect("sealed");
    let long = merchant.seal(&[("name", &"A".repeat(150))]).expect("sealed");
    assert_eq!(short.len(), long.len());
}

#[test]
fn a_dropped_part_is_reported_as_incomplete() {
    let merchant = Merchant::new();
    let line = merchant.seal(&FIELDS).expect("sealed");
    let (first, second) = line.split_once('~').expect("two parts");
    assert_eq!(code(merchant.open(first)), Some(Code::Incomplete));
    assert_eq!(code(merchant.open(second)), Some(Code::Incomplete));
}

#[test]
fn parts_in_another_order_or_twice_are_a_conflict() {
    let merchant = Merchant::new();
    let line = merchant.seal(&FIELDS).expect("sealed");
    let (first, second) = line.split_once('~').expect("two parts");
    for forged in [[second, first].join("~"), [first, first].join("~"), [&line, second].join("~")] {
        assert_eq!(code(merchant.open(&forged)), Some(Code::Conflict));
    }
}

#[test]
fn parts_of_two_orders_are_a_conflict() {
    let merchant = Merchant::new();
    let (a, b) = (merchant.seal(&FIELDS).expect("sealed"), merchant.seal(&FIELDS).expect("sealed"));
    let mixed = [a.split('~').next(), b.split('~').nth(1)].map(|p| p.expect("a part")).join("~");
    assert_eq!(code(merchant.open(&mixed)), Some(Code::Conflict));
}

#[test]
fn a_forged_part_with_a_copied_header_is_tampered() {
    let merchant = Merchant::new();
    let line = merchant.seal(&FIELDS).expect("sealed");
    let (real, replaced) = line.split_once('~').expect("two parts");
    let forged = reseal(
        &merchant,
        replaced,
        r#"{"cc-number":"4111111111111111","_":"AAAAAAAAAAAAAAAAAAAAAA"}"#,
    );
    assert_eq!(code(merchant.open(&[real, &forged].join("~"))), Some(Code::Tampered));
}

/// A part with the same header members and other content, as anyone can make one.
fn reseal(merchant: &Merchant, part: &str, content: &str) -> String {
    let header = base64url::decode(part.split('.').next().expect("a header")).expect("base64url");
    let header = String::from_utf8(header).expect("UTF-8");
    let parsed = json::parse(&header).expect("JSON");
    let member = |json: &Json, name| json.string_member(name).expect("a string").to_owned();
    let kid = member(&parsed, "kid");
    let recipient = merchant.recipients.iter().find(|r| r.kid.encode() == kid).expect("known");
    let agreement = Agreement::with_rng(&recipient.public, &mut SysRng).expect("agreed");
    let old = member(parsed.get("epk").expect("epk"), "x");
    let header = header.replace(&old, &base64url::encode(agreement.epk().as_bytes()));
    agreement.seal_with_rng(&header, content.as_bytes(), &mut SysRng).expect("sealed")
}

#[test]
fn a_part_without_its_key_is_named_and_the_rest_opens() {
    let mut merchant = Merchant::new();
    let line = merchant.seal(&FIELDS).expect("sealed");
    merchant.keys.retain(|_, key| key.role == "fulfilment");
    let opened = merchant.open(&line).expect("opened");
    assert_eq!(opened.unopened, ["payments"]);
    assert_eq!(opened.fields.len(), 2);
    merchant.keys.clear();
    assert_eq!(code(merchant.open(&line)), Some(Code::UnknownKey));
}

#[test]
fn a_key_recorded_for_another_role_or_group_is_a_conflict() {
    let open_with = |role: &str, group: Option<&str>| {
        let mut merchant = Merchant::new();
        let line = merchant.seal(&FIELDS[..1]).expect("sealed");
        for key in merchant.keys.values_mut() {
            (key.role, key.group) = (role.into(), group.map(Into::into));
        }
        code(merchant.open(&line))
    };
    assert_eq!(open_with("fulfilment", None), None);
    assert_eq!(open_with("payments", None), Some(Code::Conflict));
    assert_eq!(open_with("fulfilment", Some("eu")), Some(Code::Conflict));
}

#[test]
fn a_field_of_another_role_is_never_merged() {
    let merchant = Merchant::new();
    let line = merchant.seal(&FIELDS[..1]).expect("sealed");
    let opened = merchant.open(&line).expect("opened");
    let seed = [7; 16];
    let jti = order::jti(&seed);
    let content =
        format!(r#"{{"cc-number":"4111111111111111","_":"{}"}}"#, base64url::encode(&seed));
    let forged = with_jti(&merchant, &line, &opened.header.jti, &jti, &content);
    assert_eq!(code(merchant.open(&forged)), Some(Code::UnknownField));
}

/// A whole order of the forger's own, with a number whose seed the forger knows.
fn with_jti(merchant: &Merchant, part: &str, old: &str, new: &str, content: &str) -> String {
    let (header, rest) = part.split_once('.').expect("a header");
    let header = String::from_utf8(base64url::decode(header).expect("base64url")).expect("UTF-8");
    let header = base64url::encode(header.replace(old, new).as_bytes());
    reseal(merchant, &[&header, rest].join("."), content)
}

#[test]
fn an_order_longer_than_one_mebibyte_is_refused() {
    let merchant = Merchant::new();
    let line = merchant.seal(&FIELDS[..1]).expect("sealed");
    let opened = merchant.open(&line).expect("opened");
    let padded = |spaces| {
        let seed = base64url::encode(&[7; 16]);
        let content = format!(r#"{{"name":"Ada","_":"{seed}"}}{}"#, " ".repeat(spaces));
        with_jti(&merchant, &line, &opened.header.jti, &order::jti(&[7; 16]), &content)
    };
    let (longest, longer) = (padded(785_000), padded(787_000));
    assert!(longest.len() < 1 << 20 && longer.len() > 1 << 20);
    assert_eq!(code(merchant.open(&longest)), None);
    assert_eq!(code(merchant.open(&longer)), Some(Code::Malformed));
}

#[test]
fn a_draft_that_the_policy_does_not_allow_is_refused_by_its_code() {
    let merchant = Merchant::new();
    let cases: [(&[(&str, &str)], Code); 6] = [
        (&[("name", "Ada"), ("nickname", "A")], Code::UnknownField),
        (&[("__proto__", "Ada")], Code::UnknownField),
        (&[("email", "ada@example.com")], Code::MissingField),
        (&[("name", "  ")], Code::MissingField),
        (&[("name", "Ada"), ("cc-number", "4242 4242 4242 4241")], Code::InvalidField),
        (&[("name", "Ada"), ("name", "Bob")], Code::InvalidField),
    ];
    for (fields, expected) in cases {
        assert_eq!(code(merchant.seal(fields)), Some(expected), "{fields:?}");
    }
}

#[test]
fn a_group_or_form_that_the_policy_does_not_have_is_refused() {
    let merchant = Merchant::new();
    let fields = owned(&FIELDS);
    for draft in [
        Draft { fields: &fields, group: Some("eu"), ..empty() },
        Draft { fields: &fields, form: Some("address"), ..empty() },
    ] {
        assert_eq!(code(merchant.seal_draft(&draft)), Some(Code::Policy));
    }
}

#[test]
fn with_groups_in_the_policy_one_of_them_has_to_be_named() {
    let groups = "env = \"live\"\ngroups = [\"eu\", \"us\"]";
    let merchant = Merchant::of(&crate::merchant::POLICY.replace("env = \"live\"", groups));
    let fields = owned(&FIELDS);
    let seal = |group| merchant.seal_draft(&Draft { fields: &fields, group, ..empty() });
    for refused in [None, Some(""), Some("asia"), Some("EU"), Some("eu ")] {
        assert_eq!(code(seal(refused)), Some(Code::Policy), "{refused:?}");
    }
    for group in ["eu", "us"] {
        let line = seal(Some(group)).expect("sealed");
        for part in waxseal::open::Order::parse(&line).expect("an order").parts {
            assert_eq!(merchant.keys[&part.kid].group.as_deref(), Some(group));
        }
        assert_eq!(merchant.open(&line).expect("opened").header.group.as_deref(), Some(group));
    }
}

#[test]
fn what_was_opened_is_named_part_by_part_for_the_record() {
    let mut merchant = Merchant::new();
    let line = merchant.seal(&FIELDS).expect("sealed");
    merchant.keys.retain(|_, key| key.role == "fulfilment");
    let parts = merchant.open(&line).expect("opened").parts;
    let texts: Vec<_> = parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(texts.join("~"), line);
    let [name, street] = [FIELDS[0].0, FIELDS[1].0].map(String::from);
    assert_eq!(parts[0].fields, Some(vec![name, street]));
    assert_eq!((parts[1].role.as_str(), &parts[1].fields), ("payments", &None));
    assert!(merchant.keys.contains_key(&parts[0].kid));
}

#[test]
fn the_reference_travels_in_the_header_and_is_bounded() {
    let merchant = Merchant::new();
    let fields = owned(&FIELDS);
    let seal = |reference| {
        merchant.seal_draft(&Draft { fields: &fields, reference: Some(reference), ..empty() })
    };
    let opened = merchant.open(&seal("A-1001").expect("sealed")).expect("opened");
    assert_eq!(opened.header.reference.as_deref(), Some("A-1001"));
    for reference in ["", "a\nb", &"x".repeat(129)] {
        assert_eq!(code(seal(reference)), Some(Code::InvalidField));
    }
}

#[test]
fn an_order_is_found_in_a_form_body_as_it_was_sent() {
    let line = Merchant::new().seal(&FIELDS).expect("sealed");
    for tilde in ["~", "%7E", "%7e"] {
        let body = format!("cart=2%2C3&sealed={}&commit=Buy", line.replace('~', tilde));
        assert_eq!(find_orders(&body), [line.as_str()]);
    }
}
