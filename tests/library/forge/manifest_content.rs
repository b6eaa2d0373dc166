//! `manifests.json`: manifests that are refused for what is written in them.

use super::last_bits_set;
use super::manifest_parts as parts;
use super::manifests::{Case, DAY, case};
use super::merchant::{self, FULFILMENT, NOW, RETURNS};
use super::value::Value;

pub(super) fn keys() -> Vec<(&'static str, Case)> {
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
            "policy",
            case(
                "no key but one of another type",
                edit(|key| parts::set(key, "kty", Value::string("AKP"))),
            ),
        ),
        (
            "policy",
            case(
                "no key but one for another algorithm",
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

pub(super) fn shapes() -> Vec<(&'static str, Case)> {
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
