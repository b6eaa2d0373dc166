//! Stored orders, sealed again.

use crate::merchant::{Merchant, NOW, POLICY, empty, owned, values};
use getrandom::SysRng;
use proptest::prelude::*;
use waxseal::field::Kind;
use waxseal::jose::jwe::{Agreement, Jwe};
use waxseal::jose::jwk::Thumbprint;
use waxseal::jose::{Json, base64url};
use waxseal::open::{Opened, Order};
use waxseal::policy::Policy;
use waxseal::reseal::{Change, Resealed, rewrap_with_rng};
use waxseal::seal::Draft;
use waxseal::{Code, Error};

const FIELDS: [(&str, &str); 3] = [
    ("name", "Ada Lovelace"),
    ("street-address", "12 St James"),
    ("cc-number", "4242424242424242"),
];
const LATER: u64 = NOW + 3_600;

/// Keys anew for these roles and a manifest that has only those; the old ones still open.
fn rotate(merchant: &mut Merchant, roles: &[&str]) {
    merchant.recipients.retain(|recipient| !roles.contains(&recipient.role.as_str()));
    roles.iter().for_each(|role| merchant.add_key(role, None));
    merchant.publish(&Policy::parse(POLICY).expect("a policy"), &[]);
}

fn rewrap(merchant: &Merchant, line: &str) -> Result<Resealed, Error> {
    merchant.at_the_desk(|desk| rewrap_with_rng(desk, line, LATER, &mut SysRng))
}

fn code<T>(result: Result<T, Error>) -> Option<Code> {
    result.err().map(|error| error.code())
}

fn same(a: &Opened, b: &Opened) -> bool {
    a.header == b.header && values(a) == values(b) && a.checks == b.checks
}

/// The key that a page would seal to.
fn current(merchant: &Merchant, role: &str) -> Thumbprint {
    merchant.manifest().recipient(role, None, NOW).expect("a key").kid
}

/// A sealed order, and the same merchant after a rotation.
fn rotated() -> (Merchant, String) {
    let mut merchant = Merchant::new();
    let fields = owned(&FIELDS);
    let draft = Draft { fields: &fields, reference: Some("A-1001"), ..empty() };
    let line = merchant.seal_draft(&draft).expect("sealed");
    rotate(&mut merchant, &["fulfilment", "payments"]);
    (merchant, line)
}

#[test]
fn a_rewrapped_order_opens_to_the_same_without_the_old_keys() {
    let (mut merchant, line) = rotated();
    let before = merchant.open(&line).expect("opened");
    let rewrapped = rewrap(&merchant, &line).expect("rewrapped");
    let now = ["fulfilment", "payments"].map(|role| current(&merchant, role));
    merchant.keys.retain(|kid, _| now.contains(kid));
    assert_eq!(code(merchant.open(&line)), Some(Code::UnknownKey));
    let after = merchant.open(&rewrapped.line).expect("opened");
    assert!(same(&before, &after) && after.unopened.is_empty());
    assert_eq!(rewrapped.header, before.header);
}

#[test]
fn a_rewrapped_part_names_when_it_was_and_the_keys_before_it() {
    let (mut merchant, line) = rotated();
    let once = rewrap(&merchant, &line).expect("rewrapped");
    rotate(&mut merchant, &["fulfilment"]);
    let twice = rewrap(&merchant, &once.line).expect("rewrapped");
    let kids = |line: &str| Order::parse(line).expect("an order").parts.remove(0).kid;
    let order = Order::parse(&twice.line).expect("an order");
    assert_eq!(order.parts[0].was, [kids(&line), kids(&once.line)]);
    assert_eq!((order.parts[0].rew, order.parts[0].red), (Some(LATER), false));
    assert_eq!(order.parts[0].kid, current(&merchant, "fulfilment"));
    assert!(merchant.open(&twice.line).is_ok());
}

#[test]
fn a_part_that_is_sealed_to_the_current_key_stays_byte_for_byte() {
    let mut merchant = Merchant::new();
    let line = merchant.seal(&FIELDS).expect("sealed");
    let unchanged = rewrap(&merchant, &line).expect("looked at");
    assert!(unchanged.line == line && !unchanged.is_changed());
    rotate(&mut merchant, &["payments"]);
    let resealed = rewrap(&merchant, &line).expect("rewrapped");
    let changes: Vec<_> = resealed.parts.iter().map(|part| &part.change).collect();
    assert_eq!(changes, [&Change::Unchanged, &Change::Rewrapped]);
    assert_eq!(resealed.line.split('~').next(), line.split('~').next());
    assert!(resealed.is_changed());
}

#[test]
fn what_became_of_a_part_is_told_with_both_keys_and_texts() {
    let (merchant, line) = rotated();
    let resealed = rewrap(&merchant, &line).expect("rewrapped");
    let old = Order::parse(&line).expect("an order");
    let new = Order::parse(&resealed.line).expect("an order");
    for ((told, old), new) in resealed.parts.iter().zip(&old.parts).zip(&new.parts) {
        assert_eq!((&told.role, told.old_kid, told.kid), (&old.role, old.kid, new.kid));
        assert_eq!((told.old_text.as_str(), told.text.as_str()), (old.text, new.text));
    }
}

#[test]
fn a_part_without_its_key_stays_and_an_order_without_any_is_refused() {
    let (mut merchant, line) = rotated();
    merchant.keys.retain(|_, key| key.role == "payments");
    let resealed = rewrap(&merchant, &line).expect("rewrapped");
    let changes: Vec<_> = resealed.parts.iter().map(|part| &part.change).collect();
    assert_eq!(changes, [&Change::NoKey, &Change::Rewrapped]);
    assert_eq!(resealed.line.split('~').next(), line.split('~').next());
    merchant.keys.clear();
    assert_eq!(code(rewrap(&merchant, &line)), Some(Code::UnknownKey));
}

/// Another library may write its JSON in another way.
#[test]
fn the_plaintext_stays_the_same_to_the_last_byte() {
    let (merchant, line) = rotated();
    let seed = base64url::encode(&[7; 16]);
    let jti = waxseal::order::jti(&[7; 16]);
    let content = [r#"{ "_" : ""#, &seed, r#"","name":"Ad\u0061" }"#, &"\t".repeat(40)].concat();
    let part = by_hand(&merchant, line.split('~').next().expect("a part"), &jti, &content);
    let resealed = rewrap(&merchant, &part).expect("rewrapped");
    let kid = current(&merchant, "fulfilment");
    let jwe = Jwe::parse(&resealed.line).expect("a JWE");
    let plaintext = jwe.decrypt(&merchant.keys[&kid].secret).expect("opened");
    assert_eq!(&*plaintext, content.as_bytes());
}

/// An order of one part like this one, with other content.
fn by_hand(merchant: &Merchant, part: &str, jti: &str, content: &str) -> String {
    let old = &Order::parse(part).expect("an order").parts[0].kid;
    let jwe = Jwe::parse(part).expect("a JWE");
    let text = |name| jwe.header().get(name).and_then(Json::as_str).expect("text").to_owned();
    let agreement = Agreement::with_rng(&merchant.keys[old].secret.public(), &mut SysRng);
    let agreement = agreement.expect("agreed");
    let epk = jwe.header().get("epk").and_then(|epk| epk.get("x")).and_then(Json::as_str);
    let header = base64url::decode(part.split('.').next().expect("a header")).expect("base64url");
    let header = String::from_utf8(header).expect("UTF-8");
    let header = header
        .replace(epk.expect("x"), &base64url::encode(agreement.epk().as_bytes()))
        .replace(&text("jti"), jti)
        .replace(r#"["fulfilment","payments"]"#, r#"["fulfilment"]"#);
    agreement.seal_with_rng(&header, content.as_bytes(), &mut SysRng).expect("sealed")
}

#[test]
fn an_order_whose_role_has_no_key_any_more_is_not_rewrapped() {
    let (mut merchant, line) = rotated();
    let policy = POLICY.replace("[roles.payments]", "").replace("\"payments\"", "\"fulfilment\"");
    merchant.publish(&Policy::parse(&policy).expect("a policy"), &[]);
    assert!(rewrap(&merchant, &line).is_ok());
    merchant.recipients.retain(|recipient| recipient.role == "fulfilment");
    merchant.publish(&Policy::parse(&policy).expect("a policy"), &[]);
    assert_eq!(code(rewrap(&merchant, &line)), Some(Code::Policy));
}

#[test]
fn parts_rewrapped_apart_still_are_one_order_and_others_are_not() {
    let (merchant, line) = rotated();
    let another = merchant.seal(&FIELDS).expect("sealed");
    let rewrapped = rewrap(&merchant, &line).expect("rewrapped").line;
    let (old, new) = (line.split_once('~').expect("two"), rewrapped.split_once('~').expect("two"));
    let foreign = another.split_once('~').expect("two").1;
    for mixed in [[old.0, new.1], [new.0, old.1]] {
        assert!(merchant.open(&mixed.join("~")).is_ok());
        assert!(rewrap(&merchant, &mixed.join("~")).is_ok());
    }
    for (mixed, expected) in [
        ([new.0, foreign].join("~"), Code::Conflict),
        ([new.1, new.0].join("~"), Code::Conflict),
        (new.0.to_owned(), Code::Incomplete),
    ] {
        assert_eq!(code(merchant.open(&mixed)), Some(expected));
        assert_eq!(code(rewrap(&merchant, &mixed)), Some(expected));
    }
}

#[test]
fn an_order_of_a_group_stays_in_it() {
    const GROUPS: &str = "origins = [\"https://shop.example\"]\ngroups = [\"eu\", \"us\"]";
    let policy = POLICY.replace("origins = [\"https://shop.example\"]", GROUPS);
    let mut merchant = Merchant::of(&policy);
    let fields = owned(&FIELDS);
    let line = merchant.seal_draft(&Draft { fields: &fields, group: Some("eu"), ..empty() });
    let line = line.expect("sealed");
    for (role, group) in [("fulfilment", "us"), ("fulfilment", "eu"), ("fulfilment", "us")] {
        merchant.add_key(role, Some(group.into()));
    }
    merchant.publish(&Policy::parse(&policy).expect("a policy"), &[]);
    let kid = merchant.manifest().recipient("fulfilment", Some("eu"), NOW).expect("a key").kid;
    let resealed = rewrap(&merchant, &line).expect("rewrapped");
    assert_eq!(resealed.parts[0].kid, kid);
    assert_eq!(resealed.header.group.as_deref(), Some("eu"));
    merchant.keys.get_mut(&kid).expect("there").group = Some("us".into());
    assert_eq!(code(rewrap(&merchant, &resealed.line)), Some(Code::Conflict));
}

#[test]
fn a_rewrapped_order_that_would_be_too_long_for_a_reader_is_refused() {
    let (merchant, line) = rotated();
    let seed = base64url::encode(&[7; 16]);
    let jti = waxseal::order::jti(&[7; 16]);
    let of_length = |spaces| {
        let content = format!(r#"{{"_":"{seed}","name":"Ada"}}{}"#, " ".repeat(spaces));
        by_hand(&merchant, line.split('~').next().expect("a part"), &jti, &content)
    };
    let left = waxseal::order::MAX_BYTES - of_length(0).len();
    let longest = of_length(left / 4 * 3 - 9);
    assert!(merchant.open(&longest).is_ok());
    assert_eq!(code(rewrap(&merchant, &longest)), Some(Code::Malformed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_stays_what_it_was_however_often_it_is_rewrapped(
        name in "\\PC{1,40}",
        street in "(\\PC|[\n\t\r]){1,300}",
        reference in prop::option::of("\\PC{1,30}"),
        rotations in prop::collection::vec(prop::sample::subsequence(vec!["fulfilment", "payments"], 0..=2), 1..4),
    ) {
        let accepted = |kind: Kind, value| kind.canonical(value).is_ok_and(|value| !value.is_empty());
        prop_assume!(accepted(Kind::Name, &name) && accepted(Kind::Text, &street));
        let mut merchant = Merchant::new();
        let fields = owned(&[("name", &name), ("street-address", &street), FIELDS[2]]);
        let draft = Draft { fields: &fields, reference: reference.as_deref(), ..empty() };
        let mut line = merchant.seal_draft(&draft).expect("sealed");
        let before = merchant.open(&line).expect("opened");
        for roles in &rotations {
            rotate(&mut merchant, roles);
            line = rewrap(&merchant, &line).expect("rewrapped").line;
            prop_assert_eq!(&rewrap(&merchant, &line).expect("looked at").line, &line);
        }
        prop_assert!(same(&before, &merchant.open(&line).expect("opened")));
        let order = Order::parse(&line).expect("an order");
        for part in &order.parts {
            let times = rotations.iter().filter(|roles| roles.contains(&part.role.as_str())).count();
            prop_assert_eq!(part.was.len(), times);
            prop_assert_eq!(part.kid, current(&merchant, &part.role));
        }
    }
}
