//! `manifests.json`: manifests that a page accepts, and that it refuses.

use waxseal::jose::jwk::SigningKey;
use waxseal::jose::{base64url, jws};

use super::manifest_parts as parts;
use super::merchant::{self, FULFILMENT, LATER, NOW, ORIGIN, RETURNS};
use super::random::Seeded;
use super::value::Value;
use super::{last_bits_set, lay_out, vector};

const DAY: u64 = 86_400;

/// What the page knows, and the manifest that it is served.
#[derive(Clone)]
struct Case {
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
    let lists = [authenticity(), times_and_places(), keys(), shapes()].concat();
    let refused = lists.iter().map(|(code, case)| case.to_json(Some(code))).collect();
    let about = "Manifests, what a page knows, and whether it takes them. \
                 Written by tests/vectors.rs, which says how.";
    lay_out(&[
        ("about", Value::string(about)),
        ("accepted", Value::Array(accepted)),
        ("refused", Value::Array(refused)),
    ])
}

fn case(what: &'static str, jws: String) -> Case {
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

fn keys() -> Vec<(&'static str, Case)> {
    let edit =
        |edit: fn(&mut Value)| parts::payload(move |payload| edit(parts::first_key(payload)));
    let mut low = [0; 32];
    low[0] = 1;
    let low_order = parts::payload(move |payload| parts::replace_x(payload, &low));
    let mut top_bit = [9; 32];
    top_bit[31] = 0x80;
    let not_canonical = parts::payload(move |payload| parts::replace_x(payload, &top_bit));
    let policy = |what, jws| ("policy", case(what, jws));
    vec![
        policy(
            "a kid that is another key's thumbprint",
            edit(|key| parts::set(key, "kid", Value::String(RETURNS.kid()))),
        ),
        policy(
            "one key twice",
            parts::payload(|p| {
                let again = parts::first_key(p).clone();
                parts::list(p, "keys").push(again);
            }),
        ),
        policy(
            "a key that is also revoked",
            parts::payload(|p| parts::list(p, "revoked").push(Value::String(FULFILMENT.kid()))),
        ),
        policy("a key of low order", low_order),
        ("malformed", case("a key with its top bit set", not_canonical)),
        policy(
            "no key for a role that a field needs",
            parts::payload(|p| {
                parts::list(p, "keys").remove(0);
            }),
        ),
        policy(
            "a key that ends before the manifest begins",
            edit(|key| parts::set(key, "exp", Value::Integer(NOW - 2 * DAY))),
        ),
        policy(
            "a key that begins long after the manifest",
            edit(|key| parts::set(key, "nbf", Value::Integer(NOW + 2 * DAY))),
        ),
        policy(
            "no key for a role in one of its groups",
            parts::payload(|p| parts::set(parts::first_key(p), "grp", Value::string("eu"))),
        ),
        (
            "unsupported",
            case(
                "a key for another algorithm",
                edit(|key| parts::set(key, "alg", Value::string("ECDH-ES+A256KW"))),
            ),
        ),
        (
            "unsupported",
            case("a key for signatures", edit(|key| parts::set(key, "use", Value::string("sig")))),
        ),
        (
            "unsupported",
            case(
                "a key of another curve",
                edit(|key| parts::set(key, "crv", Value::string("Ed25519"))),
            ),
        ),
        ("malformed", case("a key without kid", edit(|key| parts::unset(key, "kid")))),
    ]
}

fn shapes() -> Vec<(&'static str, Case)> {
    let whole = merchant::small();
    let fields: Vec<&str> = whole.split('.').collect();
    let set =
        |name: &'static str, value: Value| parts::payload(move |p| parts::set(p, name, value));
    let text = |write: fn(&str) -> String| parts::with_payload(&write(&parts::payload_text()));
    let header = |write: fn(&str) -> String| parts::header(write);
    let malformed = |what, jws| ("malformed", case(what, jws));
    let unsupported = |what, jws| ("unsupported", case(what, jws));
    let rsa = header(|h| h.replace("OKP", "RSA"));
    vec![
        malformed("an empty text", String::new()),
        malformed("JSON that is not signed", parts::payload_text()),
        malformed("two parts", fields[..2].join(".")),
        malformed("four parts", [whole.as_str(), "AA"].join(".")),
        malformed("a padded signature", [whole.as_str(), "=="].concat()),
        malformed(
            "a signature whose unused last bits are not zero",
            [fields[0], fields[1], &last_bits_set(fields[2])].join("."),
        ),
        malformed("a signature of 63 bytes", [fields[0], fields[1], &fields[2][..84]].join(".")),
        malformed(
            "a payload that has a member twice",
            text(|t| t.replacen('{', "{\"version\":1,", 1)),
        ),
        malformed(
            "a key that has a member twice",
            text(|t| {
                t.replacen(
                    "\"role\":\"fulfilment\"",
                    "\"role\":\"payments\",\"role\":\"fulfilment\"",
                    1,
                )
            }),
        ),
        malformed(
            "a header that has a member twice",
            header(|h| h.replacen('{', "{\"typ\":\"x\",", 1)),
        ),
        malformed("a payload that is an array", text(|t| ["[", t, "]"].concat())),
        malformed("a payload that is not JSON", text(|t| t.replace('"', "'"))),
        malformed("a header without jwk", header(|h| h.replace("\"jwk\"", "\"key\""))),
        unsupported("a header with a jwk of another type", rsa),
        unsupported(
            "the header member crit",
            header(|h| h.replacen('{', "{\"crit\":[\"exp\"],\"exp\":1,", 1)),
        ),
        unsupported("the header member b64", header(|h| h.replacen('{', "{\"b64\":false,", 1))),
        unsupported("another typ", header(|h| h.replace("manifest.v1", "manifest.v2"))),
        malformed("a header without typ", header(|h| h.replace("\"typ\"", "\"type\""))),
        unsupported("another env", set("env", Value::string("staging"))),
        malformed("a version that is text", set("version", Value::string("1"))),
        malformed(
            "an exp below zero",
            text(|t| t.replace("\"exp\":1807776000,\"version\"", "\"exp\":-1,\"version\"")),
        ),
        malformed("no origins", parts::payload(|p| parts::unset(p, "origins"))),
        malformed(
            "origins that are not text",
            set("origins", Value::Array(vec![Value::Integer(1)])),
        ),
        unsupported(
            "a kind of field that is not known",
            text(|t| t.replacen("\"kind\":\"name\"", "\"kind\":\"face\"", 1)),
        ),
        malformed(
            "a field without a purpose",
            text(|t| t.replacen("\"purpose\"", "\"reason\"", 1)),
        ),
    ]
}
