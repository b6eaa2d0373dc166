//! Archive copies of stored orders.

use crate::merchant::{Merchant, NOW, owned, values};
use getrandom::SysRng;
use proptest::prelude::*;
use waxseal::field::Kind;
use waxseal::open::Order;
use waxseal::policy::Policy;
use waxseal::reseal::{Archived, Change, Redacted, Redaction, archived, redact_with_rng};
use waxseal::{Code, Error};

const DAY: u64 = 86_400;

const POLICY: &str = r#"
merchant = "Acme Books"
env = "live"
origins = ["https://shop.example"]
[roles.fulfilment]
[roles.payments]
[fields]
name = { role = "fulfilment", purpose = "Address the parcel", keep = "90d", archive = "mask" }
street-address = { role = "fulfilment", purpose = "Address the parcel", keep = "90d" }
email = { role = "fulfilment", purpose = "Confirm the order", keep = "90d", archive = "keep" }
cc-number = { role = "payments", purpose = "Take the payment", keep = "7d", archive = "mask" }
cc-exp = { role = "payments", purpose = "Take the payment", keep = "7d" }
cc-csc = { role = "payments", purpose = "Take the payment", keep = "0d", allow-csc = true }
tel = { role = "payments", purpose = "Ask" }
"#;

const FIELDS: [(&str, &str); 3] =
    [("name", "Ada Lovelace"), ("street-address", "12 St James"), ("email", "ada@shop.example")];
const CARD: [(&str, &str); 2] = [("cc-number", "4242424242424242"), ("cc-exp", "01/27")];

fn redact(merchant: &Merchant, line: &str, days: u64) -> Result<Redacted, Error> {
    redact_at(merchant, line, &Redaction { now: NOW + days * DAY, received: None })
}

fn redact_at(merchant: &Merchant, line: &str, when: &Redaction) -> Result<Redacted, Error> {
    merchant.at_the_desk(|desk| redact_with_rng(desk, line, when, &mut SysRng))
}

fn read(merchant: &Merchant, line: &str, days: u64) -> Archived {
    let when = Redaction { now: NOW + days * DAY, received: None };
    merchant.at_the_desk(|desk| archived(desk, line, &when)).expect("opened")
}

fn stored(merchant: &Merchant, line: &str, days: u64) -> String {
    redact(merchant, line, days).expect("redacted").order.line
}

fn assert_holds(merchant: &Merchant, line: &str, expected: &[(&str, &str)]) {
    assert_eq!(values(&merchant.open(line).expect("opened")), expected);
}

/// A merchant, and an order of both roles.
fn shop() -> (Merchant, String) {
    let merchant = Merchant::of(POLICY);
    let line = merchant.seal(&[&FIELDS[..], &CARD].concat()).expect("sealed");
    (merchant, line)
}

fn publish(merchant: &mut Merchant, policy: &str) {
    merchant.publish(&Policy::parse(policy).expect("a policy"), &[]);
}

#[test]
fn what_is_past_its_time_is_dropped_masked_or_kept_as_its_policy_says() {
    let (merchant, line) = shop();
    let [name, street, email] = FIELDS;
    let masked = ("cc-number", "**** 4242");
    assert_holds(&merchant, &stored(&merchant, &line, 6), &[name, street, email, CARD[0], CARD[1]]);
    assert_holds(&merchant, &stored(&merchant, &line, 7), &[name, street, email, masked]);
    let old = stored(&merchant, &line, 90);
    assert_holds(&merchant, &old, &[("name", "A**** L****"), email, masked]);
}

#[test]
fn a_part_in_which_nothing_is_due_stays_byte_for_byte_and_the_other_is_marked() {
    let (merchant, line) = shop();
    assert_eq!(stored(&merchant, &line, 6), line);
    let redacted = redact(&merchant, &line, 7).expect("redacted");
    let changes: Vec<_> = redacted.order.parts.iter().map(|part| &part.change).collect();
    let change =
        Change::Redacted { dropped: vec!["cc-exp".into()], masked: vec!["cc-number".into()] };
    assert_eq!(changes, [&Change::Unchanged, &change]);
    let parts = Order::parse(&redacted.order.line).expect("an order").parts;
    assert_eq!(parts[0].text, line.split('~').next().expect("a part"));
    let of = |part: usize| (parts[part].red, parts[part].rew, parts[part].was.len());
    assert_eq!([of(0), of(1)], [(false, None, 0), (true, Some(NOW + 7 * DAY), 0)]);
}

#[test]
fn an_archive_copy_is_sealed_to_the_current_key_and_names_the_one_before() {
    let (mut merchant, line) = shop();
    let old = merchant.manifest().recipient("payments", None, NOW).expect("a key").kid;
    merchant.add_key("payments", None);
    publish(&mut merchant, POLICY);
    let copy = stored(&merchant, &line, 7);
    let part = Order::parse(&copy).expect("an order").parts.remove(1);
    let current = merchant.manifest().recipient("payments", None, NOW).expect("a key").kid;
    assert_eq!((part.kid, part.was), (current, vec![old]));
}

#[test]
fn a_role_without_a_key_is_redacted_under_its_old_one() {
    let (mut merchant, line) = shop();
    merchant.recipients.retain(|recipient| recipient.role == "fulfilment");
    let payments = POLICY.find("cc-number").expect("there");
    let policy = POLICY[..payments].replace("[roles.payments]", "");
    publish(&mut merchant, &policy);
    let copy = stored(&merchant, &line, 7);
    let [old, new] = [&line, &copy].map(|line| Order::parse(line).expect("an order").parts[1].kid);
    assert_eq!(old, new);
    assert_holds(&merchant, &copy, &[FIELDS[0], FIELDS[1], FIELDS[2], ("cc-number", "**** 4242")]);
}

#[test]
fn the_stricter_of_the_orders_own_policy_and_the_newest_counts() {
    let (mut merchant, line) = shop();
    let of = |keep: &str, archive: &str| {
        let card = r#"keep = "7d", archive = "mask""#;
        POLICY.replace(card, &format!(r#"keep = "{keep}", archive = "{archive}""#))
    };
    let card = |merchant: &Merchant, days| {
        let opened = merchant.open(&stored(merchant, &line, days)).expect("opened");
        let card = opened.fields.into_iter().find(|field| field.name == "cc-number");
        card.map(|field| field.value.to_string())
    };
    let (whole, mask) = (Some(CARD[0].1.to_owned()), Some("**** 4242".to_owned()));
    publish(&mut merchant, &of("2d", "keep"));
    assert_eq!([6, 7].map(|day| card(&merchant, day)), [whole.clone(), mask.clone()]);
    publish(&mut merchant, &of("2d", "mask"));
    assert_eq!([1, 2].map(|day| card(&merchant, day)), [whole.clone(), mask.clone()]);
    publish(&mut merchant, &of("30d", "drop"));
    assert_eq!([6, 7, 29, 30].map(|day| card(&merchant, day)), [whole, mask.clone(), mask, None]);
}

/// Without a period `archive` says nothing, and its default is to drop.
#[test]
fn a_period_that_comes_with_a_later_policy_brings_its_own_outcome() {
    let (mut merchant, _) = shop();
    let line = merchant.seal(&[FIELDS[0], ("tel", "+442079460000")]).expect("sealed");
    assert_eq!(stored(&merchant, &line, 89), line);
    let masked = r#"tel = { keep = "7d", archive = "mask", "#;
    publish(&mut merchant, &POLICY.replace("tel = { ", masked));
    let copy = stored(&merchant, &line, 7);
    assert_holds(&merchant, &copy, &[FIELDS[0], ("tel", "**** 00")]);
}

#[test]
fn a_security_code_goes_at_any_age() {
    let (mut merchant, _) = shop();
    let line = merchant.seal(&[FIELDS[0], CARD[0], ("cc-csc", "123")]).expect("sealed");
    let at = |now| Redaction { now, received: None };
    for now in [0, NOW, NOW + 3 * DAY] {
        let copy = redact_at(&merchant, &line, &at(now)).expect("redacted").order.line;
        assert_holds(&merchant, &copy, &[FIELDS[0], CARD[0]]);
    }
    publish(&mut merchant, &POLICY[..POLICY.find("cc-csc").expect("there")]);
    let copy = stored(&merchant, &line, 0);
    assert_holds(&merchant, &copy, &[FIELDS[0], CARD[0]]);
    assert!(read(&merchant, &line, 0).order.fields.iter().all(|field| field.name != "cc-csc"));
}

#[test]
fn an_orders_age_counts_from_the_earlier_of_its_own_time_and_its_arrival() {
    let (merchant, line) = shop();
    let changed = |now, received| {
        let redacted = redact_at(&merchant, &line, &Redaction { now, received });
        redacted.expect("redacted").order.is_changed()
    };
    assert!(!changed(NOW + DAY, None));
    assert!(changed(NOW + DAY, Some(NOW - 6 * DAY)));
    assert!(changed(NOW + 7 * DAY, Some(NOW + 6 * DAY)));
    assert!(!changed(0, Some(NOW)));
}

#[test]
fn a_masked_card_number_is_not_reported_as_mistyped() {
    let (merchant, line) = shop();
    let opened = merchant.open(&stored(&merchant, &line, 7)).expect("opened");
    assert_eq!(opened.checks, []);
    let masked: Vec<_> = opened.fields.iter().filter(|field| field.is_masked).collect();
    assert_eq!(masked.len(), 1);
    assert_eq!((masked[0].name.as_str(), masked[0].masked().as_str()), ("cc-number", "**** 4242"));
}

#[test]
fn what_a_shopper_typed_is_no_mask_however_it_looks() {
    let merchant = Merchant::of(POLICY);
    let line = merchant.seal(&[("name", "A**** L****")]).expect("sealed");
    assert!(!merchant.open(&line).expect("opened").fields[0].is_masked);
}

#[test]
fn what_is_not_written_like_a_mask_is_none() {
    for kind in Kind::ALL {
        assert!(kind.is_mask("****"));
        for value in ["", "4242424242424241", "*", "**** x", "hello", "***** 4242"] {
            assert!(!kind.is_mask(value), "{value} as {}", kind.as_str());
        }
    }
}

#[test]
fn an_order_is_past_everything_when_no_field_of_it_is_kept_and_no_part_is_unopened() {
    let (mut merchant, line) = shop();
    let both = [FIELDS[0], CARD[0]];
    let masks = merchant.seal(&both).expect("sealed");
    let past = |merchant: &Merchant, line: &str, days| {
        let redacted = redact(merchant, line, days).expect("redacted");
        assert_eq!(read(merchant, line, days).is_past, redacted.is_past);
        redacted.is_past
    };
    assert!(!past(&merchant, &line, 36_000), "the email address is kept");
    assert!(!past(&merchant, &masks, 89) && past(&merchant, &masks, 90));
    let copy = stored(&merchant, &masks, 90);
    assert!(past(&merchant, &copy, 90), "an archive copy of it still is");
    let card = merchant.seal(&[FIELDS[1], CARD[1]]).expect("sealed");
    let empty = stored(&merchant, &card, 90);
    assert!(past(&merchant, &empty, 90), "nothing is left");
    assert_holds(&merchant, &empty, &[]);
    merchant.keys.retain(|_, key| key.role == "payments");
    assert!(!past(&merchant, &masks, 90));
}

#[test]
fn a_part_without_its_key_stays_and_an_order_without_any_is_refused() {
    let (mut merchant, line) = shop();
    merchant.keys.retain(|_, key| key.role == "payments");
    let redacted = redact(&merchant, &line, 90).expect("redacted");
    assert_eq!(redacted.order.parts[0].change, Change::NoKey);
    assert_eq!(redacted.order.parts[0].text, redacted.order.parts[0].old_text);
    assert_eq!(read(&merchant, &line, 90).order.unopened, ["fulfilment"]);
    merchant.keys.clear();
    let refused = redact(&merchant, &line, 90).err().map(|error| error.code());
    assert_eq!(refused, Some(Code::UnknownKey));
}

#[test]
fn to_be_read_it_has_masks_where_the_desk_or_an_archive_has_one() {
    let (merchant, line) = shop();
    let archived = read(&merchant, &line, 0).order;
    let expected =
        [("name", "A**** L****"), FIELDS[1], FIELDS[2], ("cc-number", "**** 4242"), CARD[1]];
    assert_eq!(values(&archived), expected);
    assert_eq!(archived.fields.iter().filter(|field| field.is_masked).count(), 2);
    assert_eq!(values(&read(&merchant, &line, 90).order), [expected[0], expected[2], expected[3]]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_mask_is_known_as_one_and_redacting_twice_changes_nothing(
        name in "\\PC{1,40}|[A-Z]|[A-Z] [a-z]{1,9}",
        local in "[a-z]{1,8}",
        digits in "[0-9]{4,15}",
    ) {
        let name = Kind::Name.canonical(&name);
        prop_assume!(name.as_ref().is_ok_and(|name| !name.is_empty()));
        let (name, email) = (name.expect("a name"), format!("{local}@shop.example"));
        for (kind, value) in
            [(Kind::Name, &name), (Kind::Email, &email), (Kind::Tel, &digits), (Kind::Text, &name)]
        {
            prop_assert!(kind.is_mask(&kind.mask(value)), "{}", kind.mask(value));
        }
        let policy = POLICY.replace("keep = \"90d\", archive = \"keep\"", "keep = \"90d\", archive = \"mask\"");
        let merchant = Merchant::of(&policy);
        let fields = owned(&[("name", &name), ("email", &email), CARD[0]]);
        let draft = waxseal::seal::Draft { fields: &fields, ..crate::merchant::empty() };
        let line = merchant.seal_draft(&draft).expect("sealed");
        let once = stored(&merchant, &line, 90);
        prop_assert_ne!(&once, &line);
        prop_assert_eq!(&stored(&merchant, &once, 91), &once);
        let opened = merchant.open(&once).expect("opened");
        prop_assert!(opened.fields.iter().all(|field| field.is_masked));
        prop_assert_eq!(opened.header, merchant.open(&line).expect("opened").header);
    }
}
