//! Our own vectors, `tests/vectors/*.json`: the library does with each what it says, and they are
//! what `tests/forge` makes. To write them again, after a change of a format:
//!
//! ```sh
//! WRITE_VECTORS=1 cargo test --test vectors
//! ```

mod forge;

use std::fs;

use forge::merchant::{AT_THE_DESK, verified};
use waxseal::Code;
use waxseal::jose::jwk::{AgreementKey, SigningKey, Thumbprint};
use waxseal::jose::keywrap::{WrappingKey, open_with_passphrase};
use waxseal::jose::{Json, json};
use waxseal::manifest::Manifest;
use waxseal::open::{Desk, Keyring, OrderHeader, RoleKey, find_orders};

#[test]
fn the_vectors_are_the_ones_that_are_made() {
    let write = std::env::var_os("WRITE_VECTORS").is_some();
    for (path, text) in forge::files() {
        if write {
            fs::write(path, &text).expect("written");
        }
        assert!(fs::read_to_string(path).expect("a file") == text, "{path} is of another time");
    }
}

fn read(name: &str) -> Json {
    let path = ["tests/vectors/", name, ".json"].concat();
    json::parse(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

fn list<'a>(vectors: &'a Json, name: &str) -> &'a [Json] {
    let list = vectors.get(name).and_then(Json::as_array).expect("a list");
    assert!(!list.is_empty());
    list
}

fn text<'a>(vector: &'a Json, name: &'static str) -> &'a str {
    vector.string_member(name).expect("a string")
}

/// Exactly the code that the vector names.
fn refused<T>(vector: &Json, result: Result<T, waxseal::Error>) {
    let code = result.err().map(|error| error.code().as_str());
    assert_eq!(code, Some(text(vector, "code")), "{}", text(vector, "what"));
}

/// A desk of what `orders.json` holds.
struct Reader {
    keys: Keyring,
    manifests: Vec<Manifest>,
    identity: Thumbprint,
}

impl Reader {
    fn new(vectors: &Json) -> Self {
        let identity = SigningKey::from_jwk(vectors.get("identity").expect("a key"));
        Self {
            keys: list(vectors, "keys").iter().map(role_key).collect(),
            manifests: list(vectors, "manifests")
                .iter()
                .map(|jws| verified(jws.as_str().expect("a JWS")))
                .collect(),
            identity: identity.expect("a key").verifying_key().thumbprint(),
        }
    }

    fn desk(&self) -> Desk<'_> {
        let (keys, manifests) = (&self.keys, &self.manifests);
        Desk { keys, manifests, identities: core::slice::from_ref(&self.identity) }
    }
}

fn role_key(vector: &Json) -> (Thumbprint, RoleKey) {
    let secret = AgreementKey::from_jwk(vector.get("jwk").expect("a key")).expect("a key");
    let kid = secret.public().thumbprint();
    assert_eq!(kid.encode(), text(vector, "kid"));
    let group = vector.optional_string("grp").expect("a string").map(Into::into);
    (kid, RoleKey { secret, role: text(vector, "role").into(), group })
}

#[test]
fn the_orders_that_open_do() {
    let vectors = read("orders");
    let reader = Reader::new(&vectors);
    assert_eq!(reader.keys.len(), AT_THE_DESK.len());
    for vector in list(&vectors, "opens") {
        let what = text(vector, "what");
        let opened = reader.desk().open(text(vector, "line")).expect(what);
        let field =
            |field: &waxseal::open::OpenedField| (field.name.clone(), Json::string(&field.value));
        let fields = Json::Object(opened.fields.iter().map(field).collect());
        assert_eq!(Some(&fields), vector.get("fields"), "{what}");
        assert_eq!(Some(&shared(&opened.header)), vector.get("header"), "{what}");
        assert_eq!(Ok(opened.unopened), vector.strings_member("unopened"), "{what}");
        let checks: Vec<_> = opened.checks.iter().map(|check| check.as_str().to_owned()).collect();
        assert_eq!(Ok(checks), vector.strings_member("checks"), "{what}");
    }
}

/// The header as it is written.
fn shared(header: &OrderHeader) -> Json {
    let mut members = vec![
        ("origin", Json::string(&header.origin)),
        ("to", Json::String(header.to.encode())),
        ("jti", Json::string(&header.jti)),
        ("iat", Json::Integer(header.iat)),
        ("ver", Json::Integer(header.ver)),
        ("parts", Json::strings(header.roles.iter().map(String::as_str))),
    ];
    let optional = [("grp", &header.group), ("form", &header.form), ("ref", &header.reference)];
    let optional = optional.into_iter();
    members.extend(optional.filter_map(|(name, v)| Some((name, Json::string(v.as_deref()?)))));
    Json::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

#[test]
fn the_orders_that_must_be_refused_are() {
    let vectors = read("orders");
    let reader = Reader::new(&vectors);
    for vector in list(&vectors, "refused") {
        refused(vector, reader.desk().open(text(vector, "line")));
    }
    assert!(list(&vectors, "refused").len() >= list(&vectors, "opens").len());
}

#[test]
fn each_order_is_found_in_the_text_around_it() {
    let vectors = read("orders");
    for vector in list(&vectors, "opens") {
        let line = text(vector, "line");
        let log = format!("2027-01-15 POST /orders 200 {{\"sealed\":\"{line}\",\"cart\":[7]}}");
        assert_eq!(find_orders(&log).collect::<Vec<_>>(), [line], "{}", text(vector, "what"));
    }
}

fn verify(vector: &Json) -> Result<Manifest, waxseal::Error> {
    let (manifest, _) = Manifest::verify(text(vector, "jws"), text(vector, "pins"), json::parse)?;
    let number = |name| vector.integer_member(name).expect("a number");
    manifest.check(text(vector, "origin"), number("minVersion"), number("now"))?;
    Ok(manifest)
}

#[test]
fn the_manifests_that_a_page_takes_are_verified() {
    let vectors = read("manifests");
    for vector in list(&vectors, "accepted") {
        let what = text(vector, "what");
        let manifest = verify(vector).expect(what);
        assert_eq!(manifest.merchant, "Acme Books");
    }
}

#[test]
fn the_manifests_that_must_be_refused_are() {
    let vectors = read("manifests");
    for vector in list(&vectors, "refused") {
        refused(vector, verify(vector));
    }
    assert!(list(&vectors, "refused").len() >= list(&vectors, "accepted").len());
}

#[test]
fn the_key_files_open_one_under_the_other() {
    let vectors = read("keys-at-rest");
    let vault_key = vault_key(&vectors);
    let file = vectors.get("role").expect("a role's file");
    let (header, content) = vault_key.open(text(file, "jwe")).expect("opened");
    let content = core::str::from_utf8(&content).expect("UTF-8");
    assert_eq!(json::parse(content).ok().as_ref(), file.get("content"));
    let key = AgreementKey::from_jwk(file.get("content").expect("a key")).expect("a key");
    assert_eq!(header.string_member("kid"), Ok(key.public().thumbprint().encode().as_str()));
}

fn vault_key(vectors: &Json) -> WrappingKey {
    let file = vectors.get("vault").expect("a vault's file");
    let content = open_with_passphrase(text(file, "jwe"), text(vectors, "passphrase"));
    let content = content.expect("opened");
    let jwk = json::parse(core::str::from_utf8(&content).expect("UTF-8")).expect("JSON");
    assert_eq!(Some(&jwk), file.get("content"));
    WrappingKey::from_jwk(&jwk).expect("a key")
}

#[test]
fn the_key_files_that_must_be_refused_are() {
    let vectors = read("keys-at-rest");
    let vault_key = vault_key(&vectors);
    for vector in list(&vectors, "refused") {
        let jwe = text(vector, "jwe");
        match text(vector, "under") {
            "passphrase" => refused(vector, open_with_passphrase(jwe, text(vector, "passphrase"))),
            _ => refused(vector, vault_key.open(jwe)),
        }
    }
}

#[test]
fn the_whole_objects_of_the_rfcs_are_unsupported() {
    let orders = read("orders");
    let (reader, pin) = (Reader::new(&orders), text(&orders, "pin"));
    for vector in list(&read("rfc"), "unsupported") {
        let object = text(vector, "text");
        let error = match text(vector, "as") {
            "order" => reader.desk().open(object).err(),
            "manifest" => Manifest::verify(object, pin, json::parse).err(),
            _ => open_with_passphrase(object, "Thus from my lips").err(),
        };
        let code = error.map(|error| error.code());
        assert_eq!(code, Some(Code::Unsupported), "{}", text(vector, "source"));
    }
}
