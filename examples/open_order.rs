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

use waxseal::jose::jwk::{AgreementKey, Thumbprint};
use waxseal::jose::{Json, json};
use waxseal::manifest::Manifest;
use waxseal::open::{Desk, Keyring, Opened, OrderHeader, RoleKey};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which file has the keys?")?;
    let file = json::parse(&std::fs::read_to_string(path)?)?;
    let pin = file.string_member("pin")?;
    let identities = [Thumbprint::parse_uri(pin)?];
    let keys = items(&file, "keys").iter().map(role_key).collect::<Result<Keyring, _>>()?;
    let manifests = file.strings_member("manifests")?;
    let verify = |jws: &String| Ok(Manifest::verify(jws, pin, json::parse)?.0);
    let manifests = manifests.iter().map(verify).collect::<Result<Vec<_>, waxseal::Error>>()?;
    let desk = Desk { keys: &keys, manifests: &manifests, identities: &identities };
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let result = desk.open(&line?).map_or_else(|error| failure(&error), |order| found(&order));
        writeln!(output, "{}", json::write(&result))?;
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

fn failure(error: &waxseal::Error) -> Json {
    object([("code", Json::string(error.code().as_str())), ("error", Json::string(error.reason()))])
}

fn found(order: &Opened) -> Json {
    let fields = order.fields.iter().map(|field| (&*field.name, Json::string(&field.value)));
    object([
        ("fields", object(fields)),
        ("header", header(&order.header)),
        ("unopened", Json::strings(order.unopened.iter().map(String::as_str))),
        ("checks", Json::strings(order.checks.iter().map(|check| check.as_str()))),
    ])
}

fn header(header: &OrderHeader) -> Json {
    let always = [
        ("origin", Json::string(&header.origin)),
        ("to", Json::String(header.to.encode())),
        ("jti", Json::string(&header.jti)),
        ("iat", Json::Integer(header.iat)),
        ("ver", Json::Integer(header.ver)),
        ("parts", Json::strings(header.roles.iter().map(String::as_str))),
    ];
    let optional = [("grp", &header.group), ("form", &header.form), ("ref", &header.reference)];
    let optional =
        optional.iter().filter_map(|(name, v)| Some((*name, Json::string(v.as_deref()?))));
    object(always.into_iter().chain(optional))
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, Json)>) -> Json {
    Json::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
}
