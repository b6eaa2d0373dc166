//! `keys-at-rest.json`: key files that open, and that are refused.

use waxseal::jose::base64url;
use waxseal::jose::json::Writer;
use waxseal::jose::keywrap::{ITERATIONS, WrappingKey, seal_with_passphrase};

use super::merchant::FULFILMENT;
use super::random::Seeded;
use super::value::Value;
use super::{lay_out, vector};

const PASSPHRASE: &str = "correct horse battery staple é 👩🏽‍🚀";
const CTY: &str = "jwk+json";

pub(crate) fn vectors() -> String {
    let vault_key = WrappingKey::generate(&mut Seeded::new("vault key")).expect("randomness");
    let vault = vault_key.to_jwk();
    let mut rng = Seeded::new("vault file");
    let file = seal_with_passphrase(vault.as_bytes(), CTY, PASSPHRASE, ITERATIONS, &mut rng)
        .expect("sealed");
    let role = role_file(&vault_key);
    let about = "Key files under a passphrase, and under the vault key that the first one holds. \
                 Written by tests/library/vectors.rs, which says how.";
    lay_out(&[
        ("about", Value::string(about)),
        ("passphrase", Value::string(PASSPHRASE)),
        (
            "vault",
            vector("the vault key", [("content", parsed(&vault)), ("jwe", Value::string(&file))]),
        ),
        (
            "role",
            vector(
                "a role's key",
                [("content", parsed(&FULFILMENT.secret().to_jwk())), ("jwe", Value::string(&role))],
            ),
        ),
        (
            "refused",
            Value::Array([refused_under_passphrase(&file), refused_under_key(&role)].concat()),
        ),
    ])
}

fn parsed(jwk: &str) -> Value {
    Value::parse(jwk)
}

fn role_file(vault_key: &WrappingKey) -> String {
    let members = |header: &mut Writer| {
        header.string("cty", CTY).string("kid", &FULFILMENT.kid()).string("role", "fulfilment");
    };
    let secret = FULFILMENT.secret().to_jwk();
    let mut rng = Seeded::new("role file");
    vault_key.seal(members, secret.as_bytes(), &mut rng).expect("sealed")
}

fn refused(under: &str, code: &str, what: &str, jwe: &str, passphrase: &str) -> Value {
    let members = [
        ("under", Value::string(under)),
        ("code", Value::string(code)),
        ("passphrase", Value::string(passphrase)),
        ("jwe", Value::string(jwe)),
    ];
    vector(what, members)
}

fn refused_under_passphrase(file: &str) -> Vec<Value> {
    let header = |from: &str, to: &str| with_header(file, from, to);
    let case = |code, what, jwe: String| refused("passphrase", code, what, &jwe, PASSPHRASE);
    vec![
        refused("passphrase", "passphrase", "another passphrase", file, "correct horse battery"),
        case("passphrase", "one bit of the wrapped key", flipped(file, 1)),
        case("tampered", "one bit of the content", flipped(file, 3)),
        case("tampered", "another cty in the header", header("jwk+json", "jwk-json")),
        case("unsupported", "too few iterations", header("600000", "99999")),
        case(
            "unsupported",
            "so many iterations that they are an attack",
            header("600000", "5000001"),
        ),
        case("malformed", "iterations as text", header("600000", "\"600000\"")),
        case("malformed", "iterations with a fraction", header("600000", "600000.5")),
        case("malformed", "no iterations", header("p2c", "p2d")),
        case("malformed", "no salt", header("p2s", "p2t")),
        case(
            "unsupported",
            "PBES2-HS256+A128KW",
            header("PBES2-HS512+A256KW", "PBES2-HS256+A128KW"),
        ),
        case("unsupported", "the header member zip", header("{", "{\"zip\":\"DEF\",")),
        case("malformed", "an empty file", String::new()),
    ]
}

fn refused_under_key(file: &str) -> Vec<Value> {
    let header = |from: &str, to: &str| with_header(file, from, to);
    let case = |code, what, jwe: String| refused("vault key", code, what, &jwe, "");
    vec![
        case("tampered", "one bit of a role's wrapped key", flipped(file, 1)),
        case("tampered", "one bit of a role's content", flipped(file, 3)),
        case("tampered", "another role in the header", header("fulfilment", "payments")),
        case("unsupported", "a role's key under dir", header("A256KW", "dir")),
        case(
            "malformed",
            "a header that has a member twice",
            header("{", "{\"role\":\"payments\","),
        ),
    ]
}

fn with_header(file: &str, from: &str, to: &str) -> String {
    let (header, rest) = file.split_once('.').expect("a header");
    let header = String::from_utf8(base64url::decode(header).expect("base64url")).expect("UTF-8");
    assert!(header.contains(from));
    [&base64url::encode(header.replacen(from, to, 1).as_bytes()), rest].join(".")
}

fn flipped(file: &str, index: usize) -> String {
    let mut fields: Vec<String> = file.split('.').map(Into::into).collect();
    let mut bytes = base64url::decode(&fields[index]).expect("base64url");
    bytes[0] ^= 1;
    fields[index] = base64url::encode(&bytes);
    fields.join(".")
}
