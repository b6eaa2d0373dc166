//! Orders with a part by an algorithm that comes after this version.

use getrandom::SysRng;
use waxseal::Code;
use waxseal::inspect::{Claim, Expected, inspect};
use waxseal::jose::jws::{self, Jws};
use waxseal::jose::{base64url, json};
use waxseal::manifest::{Manifest, TYP};
use waxseal::open::{Check, Order};
use waxseal::policy::Policy;
use waxseal::reseal::{Change, Redaction, redact_with_rng, rewrap_with_rng};

use crate::merchant::{Merchant, NOW, POLICY, values};

const FIELDS: [(&str, &str); 2] = [("name", "Ada Lovelace"), ("cc-number", "4242424242424242")];
/// The thumbprint of a key that this version cannot seal to.
const LATER_KID: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A part as a later version may seal it: only its header is of this one's making.
fn later(part: &str) -> String {
    changed(part, |header| header.replacen("\"ECDH-ES\"", "\"HPKE-7\"", 1))
}

/// The same, to a key of its own kind.
fn to_later_key(part: &str) -> String {
    let text = header_text(part);
    let kid = json::parse(&text).expect("JSON").string_member("kid").expect("a kid").to_owned();
    changed(&later(part), |header| header.replace(&kid, LATER_KID))
}

fn header_text(part: &str) -> String {
    let header = base64url::decode(part.split('.').next().expect("a header")).expect("base64url");
    String::from_utf8(header).expect("UTF-8")
}

fn changed(part: &str, change: impl Fn(&str) -> String) -> String {
    let (_, rest) = part.split_once('.').expect("a header");
    [&base64url::encode(change(&header_text(part)).as_bytes()), ".", rest].concat()
}

/// An order of two roles, whose second part was changed.
fn with_second(merchant: &Merchant, change: impl Fn(&str) -> String) -> String {
    let line = merchant.seal(&FIELDS).expect("sealed");
    let (first, second) = line.split_once('~').expect("two parts");
    [first, &change(second)].join("~")
}

fn code<T>(result: Result<T, waxseal::Error>) -> Option<Code> {
    result.err().map(|error| error.code())
}

#[test]
fn a_part_by_a_later_algorithm_is_unsupported_and_the_others_open() {
    let merchant = Merchant::new();
    let opened = merchant.open(&with_second(&merchant, to_later_key)).expect("opened");
    assert_eq!(values(&opened), FIELDS[..1]);
    assert_eq!(opened.unopened, ["payments"]);
    assert_eq!(opened.checks, [Check::Unsupported]);
    let closed: Vec<_> = opened.parts.iter().map(|part| part.is_unsupported).collect();
    assert_eq!(closed, [false, true]);
    assert_eq!(opened.parts[1].fields, None);
}

#[test]
fn no_part_says_another_algorithm_than_its_key_has() {
    let mut merchant = Merchant::new();
    let line = with_second(&merchant, later);
    assert_eq!(code(merchant.open(&line)), Some(Code::Unsupported));
    // Whether the key is at hand or not: the manifest has it.
    merchant.keys.retain(|_, key| key.role != "payments");
    assert_eq!(code(merchant.open(&line)), Some(Code::Unsupported));
}

#[test]
fn an_order_of_which_nothing_opens_is_unsupported_if_a_newer_version_may_open_it() {
    let mut merchant = Merchant::new();
    let whole = merchant.seal(&FIELDS).expect("sealed");
    let all = whole.split('~').map(later).collect::<Vec<_>>().join("~");
    assert_eq!(code(merchant.open(&all)), Some(Code::Unsupported));
    let line = with_second(&merchant, to_later_key);
    merchant.keys.retain(|_, key| key.role == "payments");
    assert_eq!(code(merchant.open(&line)), Some(Code::Unsupported));
    // Whoever reads for neither role has nothing to gain from a newer version.
    merchant.keys.clear();
    assert_eq!(code(merchant.open(&line)), Some(Code::UnknownKey));
}

#[test]
fn what_holds_of_every_part_holds_of_a_later_one() {
    let merchant = Merchant::new();
    let refused = |change: &dyn Fn(&str) -> String| {
        code(merchant.open(&with_second(&merchant, |part| change(&to_later_key(part)))))
    };
    let header = |from: &'static str, to: &'static str| {
        move |part: &str| changed(part, |header| header.replacen(from, to, 1))
    };
    assert_eq!(refused(&header("{", "{\"crit\":[],")), Some(Code::Unsupported));
    assert_eq!(refused(&header("shop.example", "evil.example")), Some(Code::Conflict));
    assert_eq!(refused(&header("\"role\":\"payments\"", "\"role\":\"x\"")), Some(Code::Conflict));
    assert_eq!(refused(&header("\"HPKE-7\"", "7")), Some(Code::Malformed));
    assert_eq!(refused(&header("\"kid\"", "\"other\"")), Some(Code::Malformed));
    assert_eq!(refused(&|part| [part, "="].concat()), Some(Code::Malformed));
    assert_eq!(refused(&|part| part.replacen('.', "", 1)), Some(Code::Malformed));
    // Not an order at all, by whatever algorithm.
    assert_eq!(refused(&header("waxseal.order", "other.jwe")), Some(Code::Unsupported));
}

#[test]
fn it_stays_as_it_is_when_its_order_is_sealed_again() {
    let mut merchant = Merchant::new();
    let line = with_second(&merchant, to_later_key);
    merchant.recipients.clear();
    for role in ["fulfilment", "payments"] {
        merchant.add_key(role, None);
    }
    merchant.publish(&Policy::parse(POLICY).expect("a policy"), &[]);
    let (again, redacted) = merchant.at_the_desk(|desk| {
        let redaction = Redaction { now: NOW + 8 * 86_400, received: None };
        let again = rewrap_with_rng(desk, &line, NOW, &mut SysRng).expect("sealed again");
        (again, redact_with_rng(desk, &line, &redaction, &mut SysRng).expect("redacted"))
    });
    assert_eq!(again.parts[0].change, Change::Rewrapped);
    assert!(!redacted.is_past);
    for part in [&again.parts[1], &redacted.order.parts[1]] {
        assert_eq!((&part.change, &part.text), (&Change::Unsupported, &part.old_text));
    }
    assert_eq!(merchant.open(&again.line).expect("opened").unopened, ["payments"]);
}

#[test]
fn what_can_be_seen_of_it_is_its_reader_its_key_its_length_and_its_algorithm() {
    let line = with_second(&Merchant::new(), to_later_key);
    let order = Order::parse(&line).expect("an order");
    let [known, later] = order.parts.as_slice() else { panic!("two parts") };
    assert_eq!((known.unknown_alg(), later.unknown_alg()), (None, Some("HPKE-7")));
    assert_eq!((later.role.as_str(), later.kid.encode().as_str()), ("payments", LATER_KID));
    assert_eq!(later.len(), 256);
}

/// The merchant's manifest, unsigned, with a later key of this role.
fn with_later_key(merchant: &Merchant, role: &str) -> Manifest {
    let kid = LATER_KID;
    let key = format!(r#"{{"kty":"AKP","alg":"HPKE-7","pub":"","kid":"{kid}","role":"{role}"}},"#);
    let payload = Jws::parse(&merchant.jws).and_then(|jws| jws.payload()).expect("a payload");
    let payload = payload.replacen("\"keys\":[", &["\"keys\":[", &key].concat(), 1);
    Manifest::unverified(&jws::sign(TYP, &payload, &merchant.identity)).expect("a manifest")
}

fn seen(merchant: &Merchant, line: &str, manifest: Manifest) -> Option<Code> {
    let expected = Expected {
        manifests: &[manifest],
        identities: &[merchant.identity.public().thumbprint()],
        reference: Claim::Any,
        group: None,
        form: None,
        now: NOW,
        max_age: 60.0,
    };
    code(inspect(line, &expected))
}

#[test]
fn a_server_lets_it_through_to_a_later_key_of_the_manifest_alone() {
    let merchant = Merchant::new();
    let line = with_second(&merchant, to_later_key);
    assert_eq!(seen(&merchant, &line, with_later_key(&merchant, "payments")), None);
    let another = with_later_key(&merchant, "fulfilment");
    assert_eq!(seen(&merchant, &line, another), Some(Code::Conflict));
    let without = Manifest::unverified(&merchant.jws).expect("a manifest");
    assert_eq!(seen(&merchant, &line, without), Some(Code::UnknownKey));
    // The manifest says which key is for which algorithm, the order does not.
    let line = with_second(&merchant, later);
    let manifest = with_later_key(&merchant, "payments");
    assert_eq!(seen(&merchant, &line, manifest), Some(Code::Unsupported));
}

#[test]
fn a_server_lets_no_part_through_that_holds_nothing() {
    let merchant = Merchant::new();
    let empty = |part: &str| {
        let part = to_later_key(part);
        let mut fields: Vec<&str> = part.split('.').collect();
        fields[3] = "";
        fields.join(".")
    };
    let line = with_second(&merchant, empty);
    let manifest = with_later_key(&merchant, "payments");
    assert_eq!(seen(&merchant, &line, manifest), Some(Code::Malformed));
}
