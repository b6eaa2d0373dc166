//! The module for a merchant's own tests. It opens: no page loads it.

use std::collections::HashMap;

use getrandom::SysRng;
use wasm_bindgen::prelude::*;

use super::answer::{Answer, thrown};
use super::seconds;
use crate::field::{Kind, autofill};
use crate::jose::Json;
use crate::jose::json::{Writer, parse};
use crate::jose::jwk::{AgreementKey, SigningKey, Thumbprint};
use crate::manifest::{Manifest, RecipientKey, Signing, sign};
use crate::open::{Desk, Keyring, Opened, OrderHeader, RoleKey};
use crate::policy::Policy;
use crate::{Code, Error};

/// How long a key of a test vault is used, in seconds.
const KEY_PERIOD: u64 = 400 * 24 * 60 * 60;

/// Makes an identity and keys for a policy, and signs its manifest: all of it as JSON.
#[wasm_bindgen]
pub fn publish(policy: &str, days: f64, now: f64) -> Answer<String> {
    vault(policy, days, now).map_err(|error| thrown(&error))
}

/// Opens an order with what `vault` says the desk has, as JSON.
#[wasm_bindgen]
pub fn open(line: &str, vault: &str) -> Answer<String> {
    opened(line, vault).map_err(|error| thrown(&error))
}

/// The field that an input is and, in a second line, the part of it. `fields` are the policy's, a
/// line each; without them every field is in it.
#[wasm_bindgen]
pub fn place(explicit: &str, autocomplete: &str, fields: Option<String>) -> String {
    let in_policy =
        |name: &str| fields.as_ref().is_none_or(|fields| fields.lines().any(|own| own == name));
    let place = autofill::place(explicit, autocomplete, &in_policy);
    [place.field, place.part.unwrap_or_default()].join("\n")
}

/// The kind of a field whose policy names none.
#[wasm_bindgen(js_name = kindOf)]
pub fn kind_of(field: &str) -> String {
    Kind::of_field(field).as_str().into()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
fn vault(policy: &str, days: f64, now: f64) -> Result<String, Error> {
    let policy = Policy::parse(policy)?;
    let (days, now) = (days as u32, seconds(now));
    let identity = SigningKey::generate(&mut SysRng)?;
    let secrets = secrets(&policy)?;
    let keys: Vec<RecipientKey> = secrets.iter().map(|key| recipient(key, now)).collect();
    let signing = Signing { policy: &policy, keys: &keys, revoked: &[], last_version: 0, days };
    let manifest = sign(&signing, &identity, now)?;
    let mut vault = Writer::default();
    vault
        .string("manifest", &manifest)
        .string("pin", &identity.public().thumbprint().to_uri())
        .objects("keys", &secrets.iter().map(key).collect::<Vec<_>>());
    Ok(vault.finish())
}

/// A key for each role, in each group.
fn secrets(policy: &Policy) -> Result<Vec<RoleKey>, Error> {
    let groups: Vec<Option<String>> = match policy.groups.as_slice() {
        [] => vec![None],
        groups => groups.iter().cloned().map(Some).collect(),
    };
    let mut roles = policy.roles.clone();
    roles.sort_unstable();
    let mut secrets = Vec::new();
    for role in &roles {
        for group in &groups {
            let secret = AgreementKey::generate(&mut SysRng)?;
            secrets.push(RoleKey { secret, role: role.clone(), group: group.clone() });
        }
    }
    Ok(secrets)
}

fn recipient(key: &RoleKey, now: u64) -> RecipientKey {
    let public = key.secret.public();
    let kid = public.thumbprint();
    let (role, group) = (key.role.clone(), key.group.clone());
    RecipientKey { public, kid, role, group, nbf: now, exp: now + KEY_PERIOD }
}

fn key(key: &RoleKey) -> String {
    let mut members = Writer::default();
    members.string("kid", &key.secret.public().thumbprint().encode()).string("role", &key.role);
    if let Some(group) = &key.group {
        members.string("grp", group);
    }
    members.object("jwk", &key.secret.to_jwk());
    members.finish()
}

fn opened(line: &str, vault: &str) -> Result<String, Error> {
    let vault = parse(vault)?;
    let identities = identities(vault.string_member("pin")?)?;
    let manifests = vault.strings_member("manifests")?;
    let verify = |jws: &String| Manifest::verify(jws, vault.string_member("pin")?);
    let manifests = manifests.iter().map(verify).collect::<Result<Vec<_>, _>>()?;
    let keys = keyring(&vault)?;
    let desk = Desk { keys: &keys, manifests: &manifests, identities: &identities };
    desk.open(line).map(|opened| report(&opened))
}

fn identities(pins: &str) -> Result<Vec<Thumbprint>, Error> {
    pins.split_ascii_whitespace().map(Thumbprint::parse_uri).collect()
}

fn keyring(vault: &Json) -> Result<Keyring, Error> {
    let missing = || Error::new(Code::Malformed, "a key is missing").about("keys");
    let mut keyring = HashMap::new();
    for key in vault.get("keys").and_then(Json::as_array).ok_or_else(missing)? {
        let secret = AgreementKey::from_jwk(key.get("jwk").ok_or_else(missing)?)?;
        let role = key.string_member("role")?.to_owned();
        let group = key.optional_string("grp")?.map(str::to_owned);
        keyring.insert(secret.public().thumbprint(), RoleKey { secret, role, group });
    }
    Ok(keyring)
}

fn report(opened: &Opened) -> String {
    let mut fields = Writer::default();
    for field in &opened.fields {
        fields.string(&field.name, &field.value);
    }
    let parts = opened.parts.iter().map(|part| {
        let mut members = Writer::default();
        members.string("role", &part.role).string("kid", &part.kid.encode());
        if let Some(fields) = &part.fields {
            members.strings("fields", fields);
        }
        members.finish()
    });
    let mut report = Writer::default();
    report
        .object("fields", &fields.finish())
        .object("header", &header(&opened.header))
        .objects("parts", &parts.collect::<Vec<_>>());
    report.finish()
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
