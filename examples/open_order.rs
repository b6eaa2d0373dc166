//! Opens orders with the library alone, as a program of your own would: no vault, no command.
//!
//! ```sh
//! cargo run --example open_order tests/vectors/orders.json < orders.txt
//! ```
//!
//! The file holds `pin` (a thumbprint URI), `keys` (`[{"role": …, "grp": …, "jwk": …}]`, private
//! JWKs) and `manifests` (each one published, the oldest first). For each line of standard input
//! one line of JSON is written: `fields`, `header`, `unopened` and `checks`, or a `code`.

use std::error::Error;
use std::io::{self, BufRead, Write};

use waxseal::jose::json::{self, Json, Writer};
use waxseal::jose::jwk::{AgreementKey, Thumbprint};
use waxseal::manifest::Manifest;
use waxseal::open::{Desk, Keyring, Opened, OrderHeader, RoleKey};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which file has the keys?")?;
    let file = json::parse(&std::fs::read_to_string(path)?)?;
    let pin = file.string_member("pin")?;
    let identities = [Thumbprint::parse_uri(pin)?];
    let keys = items(&file, "keys").iter().map(role_key).collect::<Result<Keyring, _>>()?;
    let manifests = file.strings_member("manifests")?;
    let verify = |jws: &String| Manifest::verify(jws, pin);
    let manifests = manifests.iter().map(verify).collect::<Result<Vec<_>, waxseal::Error>>()?;
    let desk = Desk { keys: &keys, manifests: &manifests, identities: &identities };
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let result = desk.open(&line?).map_or_else(|error| failure(&error), |order| found(&order));
        writeln!(output, "{result}")?;
    }
    Ok(())
}

fn items<'a>(file: &'a Json, name: &str) -> &'a [Json] {
    file.get(name).and_then(Json::as_array).unwrap_or_default()
}

fn role_key(entry: &Json) -> Result<(Thumbprint, RoleKey), waxseal::Error> {
    let secret = AgreementKey::from_jwk(entry.get("jwk").unwrap_or(&Json::Null))?;
    let role = entry.string_member("role")?.into();
    let group = entry.optional_string("grp")?.map(Into::into);
    Ok((secret.public().thumbprint(), RoleKey { secret, role, group }))
}

fn failure(error: &waxseal::Error) -> String {
    let mut record = Writer::default();
    record.string("code", error.code().as_str()).string("error", error.reason());
    record.finish()
}

fn found(order: &Opened) -> String {
    let mut fields = Writer::default();
    for field in &order.fields {
        fields.string(&field.name, &field.value);
    }
    let checks: Vec<&str> = order.checks.iter().map(|check| check.as_str()).collect();
    let mut record = Writer::default();
    record
        .object("fields", &fields.finish())
        .object("header", &header(&order.header))
        .strings("unopened", &order.unopened)
        .strings("checks", &checks);
    record.finish()
}

fn header(header: &OrderHeader) -> String {
    let mut members = Writer::default();
    members
        .string("origin", &header.origin)
        .string("to", &header.to.encode())
        .string("jti", &header.jti)
        .integer("iat", header.iat)
        .integer("ver", header.ver)
        .strings("parts", &header.roles);
    let optional = [("grp", &header.group), ("form", &header.form), ("ref", &header.reference)];
    for (name, value) in optional {
        if let Some(value) = value {
            members.string(name, value);
        }
    }
    members.finish()
}
