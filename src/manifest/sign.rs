//! Writes and signs a manifest, at the desk.

use super::{Manifest, RecipientKey, TYP};
use crate::jose::jwk::{SigningKey, Thumbprint};
use crate::jose::{Json, json, jws};
use crate::policy::{Contact, Field, Form, Policy};
use crate::{Code, Error};

/// The days that a manifest may be valid for.
pub const DAYS: core::ops::RangeInclusive<u32> = 1..=397;

/// What a publication is made of.
pub struct Signing<'a> {
    /// The merchant's policy.
    pub policy: &'a Policy,
    /// The keys to seal to from now on.
    pub keys: &'a [RecipientKey],
    /// The keys not to seal to any more.
    pub revoked: &'a [Thumbprint],
    /// The version of the manifest before this one, or 0.
    pub last_version: u64,
    /// How many days it is valid for, within [`DAYS`].
    pub days: u32,
}

/// Compiles and signs a manifest. Its version is the larger of `last_version + 1` and `now`.
///
/// # Errors
/// `policy` if the days are out of range or the result would be refused by [`Manifest::verify`].
pub fn sign(signing: &Signing<'_>, identity: &SigningKey, now: u64) -> Result<String, Error> {
    if !DAYS.contains(&signing.days) {
        return Err(Error::new(Code::Policy, "a manifest is valid for 1 to 397 days"));
    }
    let jws = jws::sign(TYP, &json::write_object(&payload(signing, now)), identity);
    let pin = identity.verifying_key().thumbprint().to_uri();
    Manifest::verify(&jws, &pin, json::parse)?;
    Ok(jws)
}

fn payload(signing: &Signing<'_>, now: u64) -> Vec<(&'static str, Json)> {
    let policy = signing.policy;
    let mut members = vec![
        ("merchant", Json::string(&policy.merchant)),
        ("env", Json::string(policy.env.as_str())),
        ("origins", Json::strings(policy.origins.iter().map(String::as_str))),
        ("iat", Json::Integer(now)),
        ("exp", Json::Integer(now + u64::from(signing.days) * 24 * 60 * 60)),
        ("version", Json::Integer(now.max(signing.last_version + 1))),
        ("keys", Json::Array(signing.keys.iter().map(key).collect())),
        (
            "revoked",
            Json::Array(signing.revoked.iter().map(|kid| Json::String(kid.encode())).collect()),
        ),
        ("fields", object(policy.fields.iter().map(|f| (f.name.as_str(), field(f))))),
        ("forms", object(policy.forms.iter().map(|f| (f.name.as_str(), form(f))))),
        ("pass", Json::strings(policy.pass.iter().map(String::as_str))),
        ("contact", contact(&policy.contact)),
    ];
    members.extend(policy.privacy.iter().map(|url| ("privacy", Json::string(url))));
    members
}

/// A public JWK (RFC 7517 §4) with the role and the period it is used in.
fn key(key: &RecipientKey) -> Json {
    let Json::Object(mut members) = key.public.to_jwk() else { unreachable!("a JWK is an object") };
    let mut add = |name: &str, value| members.push((name.into(), value));
    add("kid", Json::String(key.kid.encode()));
    add("alg", Json::string("ECDH-ES"));
    add("use", Json::string("enc"));
    add("role", Json::string(&key.role));
    if let Some(group) = &key.group {
        add("grp", Json::string(group));
    }
    add("nbf", Json::Integer(key.nbf));
    add("exp", Json::Integer(key.exp));
    Json::Object(members)
}

fn field(field: &Field) -> Json {
    let mut members = vec![
        ("role", Json::string(&field.role)),
        ("kind", Json::string(field.kind.as_str())),
        ("purpose", Json::string(&field.purpose)),
    ];
    if field.required {
        members.push(("required", Json::Bool(true)));
    }
    if let Some(days) = field.keep_days {
        members.push(("keep", Json::String([&days.to_string(), "d"].concat())));
        members.push(("archive", Json::string(field.archive.as_str())));
    }
    if field.also_pass {
        members.push(("also-pass", Json::Bool(true)));
    }
    if field.mask != field.kind.masked_by_default() {
        members.push(("mask", Json::Bool(field.mask)));
    }
    object(members)
}

fn form(form: &Form) -> Json {
    object([("fields", Json::strings(form.fields.iter().map(String::as_str)))])
}

fn contact(contact: &Contact) -> Json {
    let ways = [
        ("post", &contact.post),
        ("tel", &contact.tel),
        ("email", &contact.email),
        ("url", &contact.url),
    ];
    object(ways.into_iter().filter_map(|(name, way)| Some((name, Json::string(way.as_deref()?)))))
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, Json)>) -> Json {
    Json::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
}
