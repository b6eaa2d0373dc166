//! `manifests.json`: manifests that a page accepts, and that it refuses.

use waxseal::jose::jwk::SigningKey;
use waxseal::jose::{base64url, jws};

use super::manifest_content as content;
use super::manifest_parts as parts;
use super::merchant::{self, FULFILMENT, LATER, NOW, ORIGIN};
use super::random::Seeded;
use super::value::Value;
use super::{lay_out, vector};

pub(super) const DAY: u64 = 86_400;

/// What the page knows, and the manifest that it is served.
#[derive(Clone)]
pub(super) struct Case {
    what: &'static str,
    jws: String,
    pins: String,
    origin: &'static str,
    min_version: u64,
    now: u64,
}

impl Case {
    fn to_json(&self, code: Option<&str>) -> Value {
        let members = [
            ("pins", Value::string(&self.pins)),
            ("origin", Value::string(self.origin)),
            ("minVersion", Value::Integer(self.min_version)),
            ("now", Value::Integer(self.now)),
            ("jws", Value::string(&self.jws)),
        ];
        match code {
            None => vector(self.what, members),
            Some(code) => {
                let Value::Object(mut vector) = vector(self.what, members) else { unreachable!() };
                vector.insert(1, ("code".into(), Value::string(code)));
                Value::Object(vector)
            }
        }
    }
}

pub(crate) fn vectors() -> String {
    let accepted = accepted().iter().map(|case| case.to_json(None)).collect();
    let lists = [authenticity(), times_and_places(), content::keys(), content::shapes()].concat();
    let refused = lists.iter().map(|(code, case)| case.to_json(Some(code))).collect();
    let about = "Manifests, what a page knows, and whether it takes them. \
                 Written by tests/library/vectors.rs, which says how.";
    lay_out(&[
        ("about", Value::string(about)),
        ("accepted", Value::Array(accepted)),
        ("refused", Value::Array(refused)),
    ])
}

pub(super) fn case(what: &'static str, jws: String) -> Case {
    Case { what, jws, pins: merchant::pin(), origin: ORIGIN, min_version: 0, now: NOW }
}

fn small(what: &'static str) -> Case {
    case(what, merchant::small())
}

fn test(what: &'static str, origin: &'static str) -> Case {
    const POLICY: &str = r#"
merchant = "Acme Books"
env = "test"
origins = ["https://*.preview.example"]
[roles.fulfilment]
[fields]
name = { role = "fulfilment", purpose = "Address the parcel" }
"#;
    Case { origin, ..case(what, merchant::publish(POLICY, &[FULFILMENT], &[], NOW)) }
}

fn accepted() -> Vec<Case> {
    let pins = |pins: &[&str]| pins.join(" ");
    let other = other_identity().public().thumbprint().to_uri();
    let exp = NOW + 90 * DAY;
    vec![
        small("a manifest"),
        Case { now: LATER, ..case("groups, forms and a revoked key", merchant::second()) },
        Case { origin: "https://www.shop.example", ..small("the second of its origins") },
        Case { pins: pins(&[&other, &merchant::pin()]), ..small("one of two pins") },
        Case { now: exp + DAY, ..small("past its end, within what a clock may be wrong") },
        Case { now: NOW - DAY, ..small("ahead, within what a clock may be wrong") },
        Case { min_version: NOW, ..small("just the version that is asked for") },
        case("a line break at its end", [&merchant::small(), "\n"].concat()),
        test("a test manifest on a host that its wildcard names", "https://a.preview.example"),
        test("a test manifest on this machine", "http://localhost:8080"),
        test("a test manifest on this machine, without a port", "http://localhost"),
        case("keys of a later kind beside it", parts::payload(with_later_keys)),
        case("members that no page knows", parts::payload(|p| parts::set(p, "later", Value::Null))),
        case(
            "a header in another order",
            parts::header(|header| {
                let Value::Object(mut members) = Value::parse(header) else { unreachable!() };
                members.reverse();
                Value::Object(members).write().replace("\":", "\" : ")
            }),
        ),
    ]
}

/// As a merchant may publish who has keys for this version and for a later one.
fn with_later_keys(payload: &mut Value) {
    let later = [
        r#"{"kty":"AKP","alg":"ML-KEM-768","pub":"","role":"fulfilment"}"#,
        r#"{"kty":"OKP","alg":"HPKE-7","crv":"X448","role":"payments"}"#,
    ];
    let keys = parts::list(payload, "keys");
    keys.splice(0..0, later.map(Value::parse));
}

/// Another identity, that nobody pins.
fn other_identity() -> SigningKey {
    SigningKey::generate(&mut Seeded::new("another identity")).expect("randomness")
}

fn authenticity() -> Vec<(&'static str, Case)> {
    let whole = merchant::small();
    let (input, signature) = whole.rsplit_once('.').expect("a signature");
    let text = parts::payload_text();
    let other = jws::sign(waxseal::manifest::TYP, &text, &other_identity());
    let alg = |alg: &'static str| {
        parts::header(move |h| {
            h.replace("\"Ed25519\",\"typ\"", &["\"", alg, "\",\"typ\""].concat())
        })
    };
    let none = alg("none");
    let (none_input, _) = none.rsplit_once('.').expect("a signature");
    let changed = base64url::encode(text.replace("Acme", "Evil").as_bytes());
    let changed = [input.split('.').next().unwrap_or_default(), &changed, signature].join(".");
    let stolen = parts::signed(&parts::header_text(), &text, &other_identity());
    let resigned = [input, &parts::malleable(signature)].join(".");
    vec![
        ("untrusted", case("alg none, without a signature", [none_input, ""].join("."))),
        ("untrusted", case("no signature", [input, ""].join("."))),
        ("unsupported", case("alg none, with a signature", none)),
        ("unsupported", case("alg EdDSA, the name that RFC 9864 replaced", alg("EdDSA"))),
        ("unsupported", case("alg HS256", alg("HS256"))),
        ("untrusted", case("a changed payload", changed)),
        (
            "untrusted",
            case(
                "the signature of another manifest",
                [input, merchant::second().rsplit('.').next().unwrap_or_default()].join("."),
            ),
        ),
        ("untrusted", case("signed by another identity", other)),
        ("untrusted", case("signed by another identity in the name of the pinned one", stolen)),
        ("untrusted", case("a signature whose S is not below the order of the group", resigned)),
        (
            "untrusted",
            Case { pins: other_identity().public().thumbprint().to_uri(), ..small("another pin") },
        ),
        ("untrusted", Case { pins: String::new(), ..small("no pin") }),
        (
            "malformed",
            Case {
                pins: merchant::identity().public().thumbprint().encode(),
                ..small("a pin that is not a URI")
            },
        ),
    ]
}

fn times_and_places() -> Vec<(&'static str, Case)> {
    let exp = NOW + 90 * DAY;
    let at = |what, origin| ("wrong-origin", Case { origin, ..small(what) });
    let test = |what, origin| ("wrong-origin", test(what, origin));
    vec![
        ("expired", Case { now: exp + DAY + 1, ..small("past its end") }),
        ("not-yet-valid", Case { now: NOW - DAY - 1, ..small("from further ahead") }),
        (
            "rolled-back",
            Case { min_version: NOW + 1, ..small("an older one than the page asks for") },
        ),
        at("another origin", "https://shop.example.evil.example"),
        at("another scheme", "http://shop.example"),
        at("another port", "https://shop.example:8443"),
        at("another host of the domain", "https://blog.shop.example"),
        at("this machine, with a live manifest", "http://localhost:8080"),
        at("an origin in capitals, which no browser sends", "https://SHOP.example"),
        at("no origin, as a sandboxed page has", "null"),
        test("a host beside the wildcard's", "https://preview.example"),
        test("a host after the wildcard's", "https://a.preview.example.evil.example"),
        test("a path that ends like the wildcard", "https://evil.example/.preview.example"),
        test("a host that begins like this machine", "http://localhost.evil.example"),
    ]
}
