//! Reads a manifest's payload. Unknown members are ignored.
//!
//! What is read goes to its place at once: a function that fails between two texts that it owns is
//! twice as large, and a page loads it.

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
use super::LaterKey;
use super::{Manifest, RecipientKey};
use crate::field::Kind;
use crate::jose::Json;
use crate::jose::jwk::{AgreementPublicKey, Thumbprint};
use crate::policy::{Archive, Contact, Env, Field, Form, parse_days};
use crate::prelude::*;
use crate::{Code, Error};

/// The manifest of a payload whose signature was checked.
pub(super) fn manifest(payload: &Json, identity: Thumbprint) -> Result<Manifest, Error> {
    let mut manifest = Manifest {
        merchant: String::new(),
        env: Env::Live,
        origins: Vec::new(),
        iat: 0,
        exp: 0,
        version: 0,
        keys: Vec::new(),
        #[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
        later_keys: later_keys(payload)?,
        revoked: Vec::new(),
        fields: Vec::new(),
        forms: Vec::new(),
        pass: Vec::new(),
        contact: Contact::default(),
        privacy: None,
        identity,
    };
    read_members(payload, &mut manifest)?;
    read_lists(payload, &mut manifest)?;
    Ok(manifest)
}

fn read_members(payload: &Json, manifest: &mut Manifest) -> Result<(), Error> {
    manifest.merchant.push_str(payload.string_member("merchant")?);
    manifest.env = known(Env::parse(payload.string_member("env")?), "env")?;
    manifest.iat = payload.integer_member("iat")?;
    manifest.exp = payload.integer_member("exp")?;
    manifest.version = payload.integer_member("version")?;
    manifest.privacy = payload.optional_string("privacy")?.map(Into::into);
    let Some(ways) = payload.get("contact") else { return Ok(()) };
    let Contact { post, tel, email, url } = &mut manifest.contact;
    for (name, way) in [("post", post), ("tel", tel), ("email", email), ("url", url)] {
        *way = ways.optional_string(name)?.map(Into::into);
    }
    Ok(())
}

fn read_lists(payload: &Json, manifest: &mut Manifest) -> Result<(), Error> {
    texts(payload, "origins", &mut manifest.origins)?;
    texts(payload, "pass", &mut manifest.pass)?;
    for kid in items(payload, "revoked")? {
        let kid = kid.as_str().ok_or_else(|| missing("revoked"))?;
        manifest.revoked.push(Thumbprint::parse(kid)?);
    }
    for jwk in items(payload, "keys")? {
        manifest.keys.extend(key(jwk)?);
    }
    for (name, value) in members(payload, "fields")? {
        manifest.fields.push(field(name, value)?);
    }
    for (name, value) in members(payload, "forms")? {
        manifest.forms.push(Form { name: name.clone(), fields: Vec::new() });
        if let Some(form) = manifest.forms.last_mut() {
            texts(value, "fields", &mut form.fields)?;
        }
    }
    Ok(())
}

fn texts(object: &Json, name: &'static str, texts: &mut Vec<String>) -> Result<(), Error> {
    for text in items(object, name)? {
        texts.push(text.as_str().ok_or_else(|| missing(name))?.into());
    }
    Ok(())
}

/// A key that orders may be sealed to. Nothing, if it is of a type or for an algorithm that comes
/// after this version: a merchant may publish both.
fn key(jwk: &Json) -> Result<Option<RecipientKey>, Error> {
    if is_later(jwk)? {
        return Ok(None);
    }
    known((jwk.string_member("use")? == "enc").then_some(()), "use")?;
    let public = AgreementPublicKey::from_jwk(jwk)?;
    let kid = Thumbprint::parse(jwk.string_member("kid")?)?;
    let role = jwk.string_member("role")?;
    let group = jwk.optional_string("grp")?;
    let nbf = jwk.integer_member("nbf")?;
    let exp = jwk.integer_member("exp")?;
    let (role, group) = (role.into(), group.map(Into::into));
    Ok(Some(RecipientKey { public, kid, role, group, nbf, exp }))
}

fn is_later(jwk: &Json) -> Result<bool, Error> {
    Ok(jwk.string_member("kty")? != "OKP" || jwk.string_member("alg")? != "ECDH-ES")
}

/// As far as they say whose they are: the rest of them is a later version's.
#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
fn later_keys(payload: &Json) -> Result<Vec<LaterKey>, Error> {
    let mut keys = Vec::new();
    for jwk in items(payload, "keys")? {
        if is_later(jwk)? {
            keys.extend(later_key(jwk).ok());
        }
    }
    Ok(keys)
}

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
fn later_key(jwk: &Json) -> Result<LaterKey, Error> {
    let kid = Thumbprint::parse(jwk.string_member("kid")?)?;
    let (role, group) = (jwk.string_member("role")?, jwk.optional_string("grp")?);
    Ok(LaterKey { kid, role: role.into(), group: group.map(Into::into) })
}

fn field(name: &str, value: &Json) -> Result<Field, Error> {
    let kind = known(Kind::parse(value.string_member("kind")?), "kind")?;
    let role = value.string_member("role")?;
    let purpose = value.string_member("purpose")?;
    let required = flag(value, "required")?.unwrap_or(false);
    let keep_days = match value.optional_string("keep")? {
        Some(keep) => Some(known(parse_days(keep), "keep")?),
        None => None,
    };
    let archive = match value.optional_string("archive")? {
        Some(archive) => known(Archive::parse(archive), "archive")?,
        None => Archive::Drop,
    };
    let also_pass = flag(value, "also-pass")?.unwrap_or(false);
    let mask = flag(value, "mask")?.unwrap_or(kind.masked_by_default());
    let (name, role, purpose) = (name.into(), role.into(), purpose.into());
    Ok(Field { name, role, kind, purpose, required, keep_days, archive, also_pass, mask })
}

fn items<'a>(payload: &'a Json, name: &'static str) -> Result<&'a [Json], Error> {
    payload.get(name).and_then(Json::as_array).ok_or_else(|| missing(name))
}

fn members<'a>(payload: &'a Json, name: &'static str) -> Result<&'a [(String, Json)], Error> {
    payload.get(name).and_then(Json::as_object).ok_or_else(|| missing(name))
}

fn flag(value: &Json, name: &'static str) -> Result<Option<bool>, Error> {
    value.get(name).map(|flag| flag.as_bool().ok_or_else(|| missing(name))).transpose()
}

fn missing(name: &'static str) -> Error {
    Error::new(Code::Malformed, "a member is missing or of another type").about(name)
}

fn known<T>(value: Option<T>, name: &'static str) -> Result<T, Error> {
    value.ok_or_else(|| Error::new(Code::Unsupported, "a value not known here").about(name))
}
