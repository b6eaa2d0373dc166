//! Our own vectors, `tests/vectors/*.json`: the library does with each what it says, and they are
//! what `forge` makes, as is the list of kinds in TypeScript. To write them again, after a change of
//! a format or of the kinds:
//!
//! ```sh
//! WRITE_VECTORS=1 cargo test --test library vectors
//! ```

use std::fs;

use crate::forge::merchant::{AT_THE_DESK, verified};
use crate::forge::value::Value;
use getrandom::SysRng;
use waxseal::Code;
use waxseal::jose::jwk::{AgreementKey, SigningKey, Thumbprint};
use waxseal::jose::keywrap::{WrappingKey, open_with_passphrase};
use waxseal::jose::{Json, json};
use waxseal::manifest::Manifest;
use waxseal::open::{Desk, Keyring, OrderHeader, RoleKey, find_orders};
use waxseal::reseal::{Redaction, archived, redact_with_rng, rewrap_with_rng};

#[test]
fn the_vectors_are_the_ones_that_are_made() {
    let write = std::env::var_os("WRITE_VECTORS").is_some();
    for (path, text) in crate::forge::files() {
        if write {
            fs::write(path, &text).expect("written");
        }
        assert!(fs::read_to_string(path).expect("a file") == text, "{path} is of another time");
    }
}

fn read(name: &str) -> Value {
    let path = ["tests/vectors/", name, ".json"].concat();
    Value::parse(&fs::read_to_string(path).expect("a file"))
}

/// The member of this name, as the library reads it.
fn json(vector: &Value, name: &str) -> Json {
    json::parse(&vector.get(name).expect("a member").write()).expect("JSON")
}

/// Exactly the code that the vector names.
fn refused<T>(vector: &Value, result: Result<T, waxseal::Error>) {
    let code = result.err().map(|error| error.code().as_str());
    assert_eq!(code, Some(vector.text("code")), "{}", vector.text("what"));
}

/// A desk of what `orders.json` holds.
struct Reader {
    keys: Keyring,
    manifests: Vec<Manifest>,
    identity: Thumbprint,
}

impl Reader {
    fn new(vectors: &Value) -> Self {
        let identity = SigningKey::from_jwk(&json(vectors, "identity"));
        Self {
            keys: vectors.list("keys").iter().map(role_key).collect(),
            manifests: vectors.list("manifests").iter().map(|jws| verified(jws.as_str())).collect(),
            identity: identity.expect("a key").public().thumbprint(),
        }
    }

    fn desk(&self) -> Desk<'_> {
        let (keys, manifests) = (&self.keys, &self.manifests);
        Desk { keys, manifests, identities: core::slice::from_ref(&self.identity) }
    }
}

fn role_key(vector: &Value) -> (Thumbprint, RoleKey) {
    let secret = AgreementKey::from_jwk(&json(vector, "jwk")).expect("a key");
    let kid = secret.public().thumbprint();
    assert_eq!(kid.encode(), vector.text("kid"));
    let group = vector.get("grp").map(|_| vector.text("grp").into());
    (kid, RoleKey { secret, role: vector.text("role").into(), group })
}

#[test]
fn the_orders_that_open_do() {
    let vectors = read("orders");
    let reader = Reader::new(&vectors);
    assert_eq!(reader.keys.len(), AT_THE_DESK.len());
    for vector in vectors.list("opens") {
        let what = vector.text("what");
        let opened = reader.desk().open(vector.text("line")).expect(what);
        let field =
            |field: &waxseal::open::OpenedField| (field.name.clone(), Value::string(&field.value));
        let fields = Value::Object(opened.fields.iter().map(field).collect());
        assert_eq!(Some(&fields), vector.get("fields"), "{what}");
        assert_eq!(Some(&shared(&opened.header)), vector.get("header"), "{what}");
        let unopened = Value::strings(opened.unopened.iter().map(String::as_str));
        assert_eq!(Some(&unopened), vector.get("unopened"), "{what}");
        let checks = Value::strings(opened.checks.iter().map(|check| check.as_str()));
        assert_eq!(Some(&checks), vector.get("checks"), "{what}");
    }
}

/// The header as it is written.
fn shared(header: &OrderHeader) -> Value {
    let always = [
        ("origin", Value::string(&header.origin)),
        ("to", Value::String(header.to.encode())),
        ("jti", Value::string(&header.jti)),
        ("iat", Value::Integer(header.iat)),
        ("ver", Value::Integer(header.ver)),
        ("parts", Value::strings(header.roles.iter().map(String::as_str))),
    ];
    let optional = [("grp", &header.group), ("form", &header.form), ("ref", &header.reference)];
    let optional = optional.into_iter();
    let optional = optional.filter_map(|(name, v)| Some((name, Value::string(v.as_deref()?))));
    Value::object(always.into_iter().chain(optional))
}

#[test]
fn the_orders_that_must_be_refused_are() {
    let vectors = read("orders");
    let reader = Reader::new(&vectors);
    for vector in vectors.list("refused") {
        refused(vector, reader.desk().open(vector.text("line")));
    }
    assert!(vectors.list("refused").len() >= vectors.list("opens").len());
}

#[test]
fn what_is_refused_when_opened_is_not_sealed_again_either() {
    let vectors = read("orders");
    let reader = Reader::new(&vectors);
    let redaction = Redaction { now: u64::MAX, received: None };
    for vector in vectors.list("refused") {
        let (desk, line, rng) = (reader.desk(), vector.text("line"), &mut SysRng);
        refused(vector, rewrap_with_rng(&desk, line, 0, rng));
        refused(vector, redact_with_rng(&desk, line, &redaction, rng));
        refused(vector, archived(&desk, line, &redaction));
    }
}

#[test]
fn each_order_is_found_in_the_text_around_it() {
    let vectors = read("orders");
    for vector in vectors.list("opens") {
        let line = vector.text("line");
        let log = format!("2027-01-15 POST /orders 200 {{\"sealed\":\"{line}\",\"cart\":[7]}}");
        assert_eq!(find_orders(&log), [line], "{}", vector.text("what"));
    }
}

fn verify(vector: &Value) -> Result<Manifest, waxseal::Error> {
    let manifest = Manifest::verify(vector.text("jws"), vector.text("pins"))?;
    manifest.check(vector.text("origin"), vector.number("minVersion"), vector.number("now"))?;
    Ok(manifest)
}

#[test]
fn the_manifests_that_a_page_takes_are_verified() {
    let vectors = read("manifests");
    for vector in vectors.list("accepted") {
        let what = vector.text("what");
        let manifest = verify(vector).expect(what);
        assert_eq!(manifest.merchant, "Acme Books");
    }
}

#[test]
fn the_manifests_that_must_be_refused_are() {
    let vectors = read("manifests");
    for vector in vectors.list("refused") {
        refused(vector, verify(vector));
    }
    assert!(vectors.list("refused").len() >= vectors.list("accepted").len());
}

#[test]
fn the_key_files_open_one_under_the_other() {
    let vectors = read("keys-at-rest");
    let vault_key = vault_key(&vectors);
    let file = vectors.get("role").expect("a role's file");
    let (header, content) = vault_key.open(file.text("jwe")).expect("opened");
    let content = core::str::from_utf8(&content).expect("UTF-8");
    assert_eq!(Value::parse(content), *file.get("content").expect("a key"));
    let key = AgreementKey::from_jwk(&json(file, "content")).expect("a key");
    assert_eq!(header.string_member("kid"), Ok(key.public().thumbprint().encode().as_str()));
}

fn vault_key(vectors: &Value) -> WrappingKey {
    let file = vectors.get("vault").expect("a vault's file");
    let content = open_with_passphrase(file.text("jwe"), vectors.text("passphrase"));
    let content = content.expect("opened");
    let jwk = Value::parse(core::str::from_utf8(&content).expect("UTF-8"));
    assert_eq!(Some(&jwk), file.get("content"));
    WrappingKey::from_jwk(&json(file, "content")).expect("a key")
}

#[test]
fn the_key_files_that_must_be_refused_are() {
    let vectors = read("keys-at-rest");
    let vault_key = vault_key(&vectors);
    for vector in vectors.list("refused") {
        let jwe = vector.text("jwe");
        match vector.text("under") {
            "passphrase" => refused(vector, open_with_passphrase(jwe, vector.text("passphrase"))),
            _ => refused(vector, vault_key.open(jwe)),
        }
    }
}

#[test]
fn the_whole_objects_of_the_rfcs_are_unsupported() {
    let orders = read("orders");
    let (reader, pin) = (Reader::new(&orders), orders.text("pin"));
    for vector in read("rfc").list("unsupported") {
        let object = vector.text("text");
        let error = match vector.text("as") {
            "order" => reader.desk().open(object).err(),
            "manifest" => Manifest::verify(object, pin).err(),
            _ => open_with_passphrase(object, "Thus from my lips").err(),
        };
        let code = error.map(|error| error.code());
        assert_eq!(code, Some(Code::Unsupported), "{}", vector.text("source"));
    }
}
