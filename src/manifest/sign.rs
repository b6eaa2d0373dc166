//! Writes and signs a manifest, at the desk.

use super::{Manifest, RecipientKey, TYP};
use crate::jose::json::Writer;
use crate::jose::jwk::{SigningKey, Thumbprint};
use crate::jose::{base64url, jws};
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
    let jws = jws::sign(TYP, &payload(signing, now), identity);
    let pin = identity.public().thumbprint().to_uri();
    Manifest::verify(&jws, &pin)?;
    Ok(jws)
}

fn payload(signing: &Signing<'_>, now: u64) -> String {
    let policy = signing.policy;
    let revoked: Vec<String> = signing.revoked.iter().map(Thumbprint::encode).collect();
    let mut payload = Writer::default();
    payload
        .string("merchant", &policy.merchant)
        .string("env", policy.env.as_str())
        .strings("origins", &policy.origins)
        .integer("iat", now)
        .integer("exp", now + u64::from(signing.days) * 24 * 60 * 60)
        .integer("version", now.max(signing.last_version + 1))
        .objects("keys", &signing.keys.iter().map(key).collect::<Vec<_>>())
        .strings("revoked", &revoked)
        .object("fields", &named(policy.fields.iter().map(|f| (f.name.as_str(), field(f)))))
        .object("forms", &named(policy.forms.iter().map(|f| (f.name.as_str(), form(f)))))
        .strings("pass", &policy.pass)
        .object("contact", &contact(&policy.contact));
    if let Some(privacy) = &policy.privacy {
        payload.string("privacy", privacy);
    }
    payload.finish()
}

/// A public JWK (RFC 7517 §4) with the role and the period it is used in.
fn key(key: &RecipientKey) -> String {
    let mut jwk = Writer::default();
    jwk.string("kty", "OKP")
        .string("crv", "X25519")
        .string("x", &base64url::encode(key.public.as_bytes()))
        .string("kid", &key.kid.encode())
        .string("alg", "ECDH-ES")
        .string("use", "enc")
        .string("role", &key.role);
    if let Some(group) = &key.group {
        jwk.string("grp", group);
    }
    jwk.integer("nbf", key.nbf).integer("exp", key.exp);
    jwk.finish()
}

fn field(field: &Field) -> String {
    let mut members = Writer::default();
    members
        .string("role", &field.role)
        .string("kind", field.kind.as_str())
        .string("purpose", &field.purpose);
    if field.required {
        members.bool("required", true);
    }
    if let Some(days) = field.keep_days {
        members.string("keep", &format!("{days}d")).string("archive", field.archive.as_str());
    }
    if field.also_pass {
        members.bool("also-pass", true);
    }
    if field.mask != field.kind.masked_by_default() {
        members.bool("mask", field.mask);
    }
    members.finish()
}

fn form(form: &Form) -> String {
    let mut members = Writer::default();
    members.strings("fields", &form.fields);
    members.finish()
}

fn contact(contact: &Contact) -> String {
    let ways = [
        ("post", &contact.post),
        ("tel", &contact.tel),
        ("email", &contact.email),
        ("url", &contact.url),
    ];
    let mut members = Writer::default();
    for (name, way) in ways {
        if let Some(way) = way {
            members.string(name, way);
        }
    }
    members.finish()
}

fn named<'a>(objects: impl Iterator<Item = (&'a str, String)>) -> String {
    let mut members = Writer::default();
    for (name, object) in objects {
        members.object(name, &object);
    }
    members.finish()
}
