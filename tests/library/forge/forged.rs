//! `orders.json`: orders of the right form that no page sealed, or that are put together wrongly.

use waxseal::jose::base64url;

use super::merchant::{GIFTS, PAYMENTS};
use super::part::{Part, epk, part};
use super::refused::{ada, refused};
use super::value::Value;
use super::{orders, resealed};

pub(super) fn forged() -> Vec<Value> {
    [authentication(), contents(), parts(), self::resealed()].concat()
}

/// Everything that must look the same to a forger.
fn authentication() -> Vec<Value> {
    let whole = ada("authentication").compact();
    let flipped = |index: usize| {
        let mut fields: Vec<String> = whole.split('.').map(Into::into).collect();
        let mut bytes = base64url::decode(&fields[index]).expect("base64url");
        bytes[0] ^= 1;
        fields[index] = base64url::encode(&bytes);
        fields.join(".")
    };
    let header = |from: &str, to: &str| {
        let (header, rest) = whole.split_once('.').expect("a header");
        let header = base64url::decode(header).expect("base64url");
        let header = String::from_utf8(header).expect("UTF-8").replacen(from, to, 1);
        [&base64url::encode(header.as_bytes()), rest].join(".")
    };
    let low_order = |name, x: [u8; 32]| {
        let mut part = ada(name).with("epk", epk(&x));
        part.shared = Some([0; 32]);
        part.compact()
    };
    let mut one = [0; 32];
    one[0] = 1;
    let content = |name, text| ada(name).holding(text).compact();
    let cases = [
        ("one bit of the ciphertext", flipped(3)),
        ("one bit of the IV", flipped(2)),
        ("one bit of the tag", flipped(4)),
        ("another origin in the header", header("shop.example", "shop2.example")),
        ("another iat in the header", header("\"iat\":1800000000", "\"iat\":1800000001")),
        ("white space added to the header", header("{", "{ ")),
        ("an epk of low order: 0", low_order("zero", [0; 32])),
        ("an epk of low order: 1", low_order("one", one)),
        (
            "a seed that does not fit the jti",
            content("seed", r#"{"name":"Ada","_":"AAAAAAAAAAAAAAAAAAAAAA"}"#),
        ),
        ("no seed", content("no seed", r#"{"name":"Ada"}"#)),
        ("a seed that is not a string", content("number", r#"{"name":"Ada","_":1}"#)),
        ("a seed of 15 bytes", content("short", r#"{"name":"Ada","_":"c2l4dGVlbiBieXRlcyBv"}"#)),
    ];
    cases.iter().map(|(what, line)| refused("tampered", what, line)).collect()
}

/// Plaintexts that are authentic, and not what a page seals.
fn contents() -> Vec<Value> {
    let holding = |what: &'static str, members: &str| {
        let text = ["{", members, r#""_":"c2l4dGVlbiBieXRlcyBvaw"}"#].concat();
        ada(what).holding(&text).compact()
    };
    let case = |code, what: &'static str, members| refused(code, what, &holding(what, members));
    let mut not_text = ada("not UTF-8");
    not_text.content[1] = 0xff;
    vec![
        case("unknown-field", "a field that the manifest does not have", r#""nickname":"Ada","#),
        case(
            "unknown-field",
            "a field of another role",
            r#""name":"Ada","cc-number":"4242424242424242","#,
        ),
        case("unknown-field", "a field named like what every object has", r#""__proto__":"Ada","#),
        case("malformed", "a field twice", r#""name":"Ada","name":"Eve","#),
        case("malformed", "a value that is a number", r#""name":7,"#),
        case("malformed", "a value that is null", r#""name":null,"#),
        case("malformed", "a value that is an object", r#""name":{"first":"Ada"},"#),
        refused(
            "malformed",
            "a plaintext that is an array",
            &ada("an array").holding(r#"["Ada"]"#).compact(),
        ),
        refused(
            "malformed",
            "a plaintext that is not JSON",
            &ada("not JSON").holding("name=Ada").compact(),
        ),
        refused("malformed", "a plaintext with zeros as padding", &zeros().compact()),
        refused("malformed", "a plaintext that is not UTF-8", &not_text.compact()),
    ]
}

fn zeros() -> Part {
    let mut part = ada("zeros");
    part.content.iter_mut().filter(|byte| **byte == b' ').for_each(|byte| *byte = 0);
    part.content[255] = 0;
    part
}

/// Whole parts that do not belong together, or not here.
fn parts() -> Vec<Value> {
    let (order, another) = (orders::of_two_roles(), orders::another_of_two_roles());
    let (first, second) = order.split_once('~').expect("two parts");
    let (_, foreign) = another.split_once('~').expect("two parts");
    let join = |parts: &[&str]| parts.join("~");
    let both = Value::strings(["fulfilment", "payments"]);
    let elsewhere =
        ada("to").with("to", Value::string("c2l4dGVlbiBieXRlcyBva3NpeHRlZW4gYnl0ZXMgb2s"));
    let as_payments = ada("role")
        .with("role", Value::string("payments"))
        .with("parts", Value::strings(["payments"]));
    let in_group = ada("group").with("grp", Value::string("eu"));
    let not_named = ada("not named").with("parts", Value::strings(["gifts", "payments"]));
    let stranger = part("stranger", &GIFTS, &[("gift-message", "Happy birthday")]);
    let alone = ada("alone").with("parts", both);
    vec![
        refused("incomplete", "the second part dropped", first),
        refused("incomplete", "the first part dropped", second),
        refused("incomplete", "a header that names a part that never was", &alone.compact()),
        refused("conflict", "the parts swapped", &join(&[second, first])),
        refused("conflict", "a part twice", &join(&[first, first])),
        refused("conflict", "a part once more at the end", &join(&[&order, second])),
        refused("conflict", "a real part of another order", &join(&[first, foreign])),
        refused("conflict", "a part whose role the header does not name", &not_named.compact()),
        refused(
            "conflict",
            "a header that names another role than the key's",
            &as_payments.compact(),
        ),
        refused(
            "conflict",
            "a header that names a group, and the key has none",
            &in_group.compact(),
        ),
        refused("conflict", "an order to another merchant's identity", &elsewhere.compact()),
        refused("unknown-key", "an order to a key that is not here", &stranger.compact()),
        refused(
            "tampered",
            "a forged part beside a real one, its header copied",
            &join(&[first, &beside(second)]),
        ),
        refused("tampered", "a part with the key of another role", &misaddressed()),
        refused(
            "unsupported",
            "a part that names another algorithm than its key's",
            &super::orders::with_a_later_part(None),
        ),
    ]
}

/// What the desk sealed again, or claims to have.
fn resealed() -> Vec<Value> {
    let (order, another) = (orders::of_two_roles(), orders::another_of_two_roles());
    let rewrapped = resealed::rewrap("rewrapped", &order);
    let (first, _) = rewrapped.split_once('~').expect("two parts");
    let (_, foreign) = another.split_once('~').expect("two parts");
    let mut fields: Vec<&str> = first.split('.').collect();
    let header = base64url::decode(fields[0]).expect("base64url");
    let header = String::from_utf8(header).expect("UTF-8");
    let marked =
        base64url::encode(header.replacen("\"rew\"", "\"red\":true,\"rew\"", 1).as_bytes());
    fields[0] = &marked;
    let marked = fields.join(".");
    let mut vectors = vec![
        refused("incomplete", "one part of two, rewrapped", first),
        refused(
            "conflict",
            "a rewrapped part beside one of another order",
            &[first, foreign].join("~"),
        ),
        refused(
            "tampered",
            "a rewrapped part marked as an archive copy",
            &rewrapped.replacen(first, &marked, 1),
        ),
        refused(
            "tampered",
            "a forged part beside a rewrapped one, its header copied",
            &[first, &beside(rewrapped.split('~').nth(1).expect("two parts"))].join("~"),
        ),
    ];
    let malformed = resealed::malformed();
    vectors.extend(malformed.iter().map(|(what, line)| refused("malformed", what, line)));
    vectors
}

/// A part of the forger's own, under the header members of a real one.
fn beside(real: &str) -> String {
    let header = base64url::decode(real.split('.').next().unwrap_or_default()).expect("a header");
    let header = Value::parse(core::str::from_utf8(&header).expect("UTF-8"));
    let mut forged = part("forged", &PAYMENTS, &[("cc-number", "4111111111111111")]);
    let Value::Object(members) = header else { unreachable!("a header is an object") };
    for (name, value) in members.iter().filter(|(name, _)| name != "epk") {
        forged = forged.with(name, value.clone());
    }
    forged.compact()
}

/// Sealed to the fulfilment's key, and labelled with the payments' kid and role.
fn misaddressed() -> String {
    let payments = Value::string("payments");
    ada("misaddressed")
        .with("kid", Value::String(PAYMENTS.kid()))
        .with("role", payments)
        .with("parts", Value::strings(["payments"]))
        .compact()
}
