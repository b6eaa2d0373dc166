//! What holds for every input.

use crate::merchant::{Merchant, NOW, empty, owned, values};
use getrandom::SysRng;
use proptest::prelude::*;
use rand_core::{TryCryptoRng, TryRng};
use waxseal::Code;
use waxseal::field::Kind;
use waxseal::jose::json::{self, Json, Writer};
use waxseal::jose::{base64url, jws};
use waxseal::manifest::{Manifest, TYP};
use waxseal::open::{Order, find_orders};
use waxseal::seal::{Draft, PreparedKeys, seal_with_rng};

const ORDER: [(&str, &str); 3] =
    [("name", "Ada"), ("street-address", "12 St James"), ("cc-number", "4242424242424242")];

fn two_parts(merchant: &Merchant) -> String {
    merchant.seal(&ORDER).expect("sealed")
}

/// Any object of texts, numbers, truth values and lists of texts.
fn any_object() -> impl Strategy<Value = Vec<(String, Json)>> {
    let texts = prop::collection::vec(any::<String>().prop_map(Json::String), 0..6);
    let value = prop_oneof![
        any::<bool>().prop_map(Json::Bool),
        (0..=Json::MAX_INTEGER).prop_map(Json::Integer),
        any::<String>().prop_map(Json::String),
        texts.prop_map(Json::Array),
    ];
    prop::collection::btree_map(any::<String>(), value, 0..8)
        .prop_map(|members| members.into_iter().collect())
}

/// The object as the one serializer writes it.
fn written(members: &[(String, Json)]) -> String {
    let mut writer = Writer::default();
    for (name, value) in members {
        match value {
            Json::Bool(value) => writer.bool(name, *value),
            Json::Integer(number) => writer.integer(name, *number),
            Json::String(text) => writer.string(name, text),
            value => writer.strings(name, &texts(value)),
        };
    }
    writer.finish()
}

fn texts(list: &Json) -> Vec<&str> {
    list.as_array().unwrap_or_default().iter().filter_map(Json::as_str).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_fields_seal_and_open_to_their_canonical_values(
        name in "\\PC{1,40}",
        street in "(\\PC|[\n\t\r]){0,300}",
        reference in "\\PC{1,30}",
    ) {
        let (name, street) = (Kind::Name.canonical(&name), Kind::Text.canonical(&street));
        prop_assume!(name.as_ref().is_ok_and(|name| !name.is_empty()));
        let (name, street) = (name.expect("a name"), street.expect("a text"));
        let fields = owned(&[("name", &name), ("street-address", &street)]);
        let merchant = Merchant::new();
        let draft = Draft { fields: &fields, reference: Some(&reference), ..empty() };
        let opened = merchant.open(&merchant.seal_draft(&draft).expect("sealed")).expect("opened");
        let mut expected = vec![("name", &*name), ("street-address", &*street)];
        expected.retain(|(_, value)| !value.is_empty());
        prop_assert_eq!(values(&opened), expected);
        prop_assert_eq!(opened.header.reference, Some(reference));
    }

    #[test]
    fn every_order_is_found_in_the_text_around_it(
        texts in prop::collection::vec("[^A-Za-z0-9~._-]|[^A-Za-z0-9~._-]\\PC{0,40}[^A-Za-z0-9~._-]", 4),
        lead in "|sealed=|\"|order:|x-",
    ) {
        let merchant = Merchant::new();
        let orders = [two_parts(&merchant), two_parts(&merchant), two_parts(&merchant)];
        let mut text = texts[0].clone();
        for (order, after) in orders.iter().zip(&texts[1..]) {
            text.extend([&lead, order.as_str(), after]);
        }
        let found = find_orders(&text);
        for order in &orders {
            prop_assert!(found.iter().any(|word| word == order), "{text}");
        }
    }

    #[test]
    fn a_json_object_is_read_as_it_was_written(members in any_object()) {
        let inner = written(&members);
        let mut outer = Writer::default();
        outer.object("object", &inner).objects("list", &[inner.clone(), inner]);
        let read = json::parse(&outer.finish()).expect("JSON");
        prop_assert_eq!(read.get("object"), Some(&Json::Object(members)));
        let list = read.get("list").and_then(Json::as_array).expect("a list");
        prop_assert!(list.len() == 2 && list.iter().all(|item| Some(item) == read.get("object")));
    }

    #[test]
    fn base64url_has_one_text_for_the_same_bytes(text in "[A-Za-z0-9_-]{0,40}") {
        if let Ok(bytes) = base64url::decode(&text) {
            prop_assert_eq!(base64url::encode(&bytes), text);
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,200}", dots in "[eyJ0-9A-Za-z_.~-]{0,200}") {
        let merchant = Merchant::new();
        for text in [&text, &dots] {
            prop_assert!(Order::parse(text).is_err());
            prop_assert!(merchant.open(text).is_err());
            prop_assert!(Manifest::verify(text, &merchant.pin()).is_err());
            prop_assert!(Manifest::verify("a.b.c", text).is_err());
            drop(find_orders(text));
        }
    }

    #[test]
    fn no_signed_payload_makes_a_reader_panic(members in any_object()) {
        let merchant = Merchant::new();
        let jws = jws::sign(TYP, &written(&members), &merchant.identity);
        prop_assert!(Manifest::verify(&jws, &merchant.pin()).is_err());
    }

    #[test]
    fn a_changed_piece_of_an_order_is_refused(
        at in any::<prop::sample::Index>(),
        length in 0..40_usize,
        piece in "[A-Za-z0-9_.~-]{0,40}",
    ) {
        let merchant = Merchant::new();
        let line = two_parts(&merchant);
        let start = at.index(line.len());
        let end = line.len().min(start + length);
        let changed = [&line[..start], &piece, &line[end..]].concat();
        prop_assume!(changed != line);
        prop_assert!(merchant.open(&changed).is_err());
    }
}

#[test]
fn every_one_bit_change_of_an_order_is_refused() {
    let merchant = Merchant::new();
    let line = merchant.seal(&ORDER[..1]).expect("sealed");
    for (index, bit) in (0..line.len()).flat_map(|index| (0..8).map(move |bit| (index, bit))) {
        let mut changed = line.clone().into_bytes();
        changed[index] ^= 1 << bit;
        // With its top bit set a character is not UTF-8 any more, and never comes this far.
        let Ok(changed) = String::from_utf8(changed) else { continue };
        assert!(merchant.open(&changed).is_err(), "bit {bit} of character {index}");
    }
}

#[test]
fn prepared_keys_are_used_once() {
    let merchant = Merchant::new();
    let fields = owned(&ORDER);
    let draft = Draft { fields: &fields, ..empty() };
    let mut seen = std::collections::HashSet::new();
    let mut ready = PreparedKeys::default();
    for round in 0..20 {
        if round % 2 == 0 {
            let manifest = merchant.manifest();
            ready.prepare_with_rng(manifest, None, None, NOW, &mut SysRng).expect("prepared");
        }
        let line = seal_with_rng(merchant.manifest(), &draft, &mut ready, NOW, &mut SysRng);
        for part in line.expect("sealed").split('~') {
            assert!(seen.insert(ephemeral_key(part)), "an ephemeral key twice");
            assert!(seen.insert(part.split('.').nth(2).expect("an IV").into()), "an IV twice");
        }
    }
    assert_eq!(seen.len(), 20 * 2 * 2);
}

#[test]
fn a_prepared_key_is_spent_by_a_seal_that_fails_after_taking_it() {
    let merchant = Merchant::new();
    let manifest = merchant.manifest();
    let fields = owned(&[("name", "Ada")]);
    let draft = Draft { fields: &fields, ..empty() };
    let prepared = || {
        let mut ready = PreparedKeys::default();
        let one_for_each_role = &mut Scarce(2);
        ready.prepare_with_rng(manifest, None, None, NOW, one_for_each_role).expect("prepared");
        ready
    };
    let seal = |ready: &mut PreparedKeys| {
        let line = seal_with_rng(manifest, &draft, ready, NOW, &mut SysRng).expect("sealed");
        ephemeral_key(&line)
    };
    let the_prepared_one = seal(&mut prepared());
    assert_eq!(seal(&mut prepared()), the_prepared_one);
    let mut ready = prepared();
    let seed_and_no_iv = &mut Scarce(1);
    let failed = seal_with_rng(manifest, &draft, &mut ready, NOW, seed_and_no_iv);
    assert_eq!(failed.expect_err("no IV").code(), Code::Io);
    assert_ne!(seal(&mut ready), the_prepared_one);
}

/// Randomness that is the same each time, and runs out after so many draws.
struct Scarce(usize);

impl TryRng for Scarce {
    type Error = std::fmt::Error;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        unreachable!("only bytes are drawn")
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        unreachable!("only bytes are drawn")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.0 = self.0.checked_sub(1).ok_or(std::fmt::Error)?;
        bytes.fill(7);
        Ok(())
    }
}

impl TryCryptoRng for Scarce {}

fn ephemeral_key(part: &str) -> String {
    let header = base64url::decode(part.split('.').next().expect("a header")).expect("base64url");
    let header = json::parse(core::str::from_utf8(&header).expect("UTF-8")).expect("JSON");
    header.get("epk").and_then(|epk| epk.get("x")).and_then(Json::as_str).expect("a key").into()
}
