//! Reads a manifest's payload. Unknown members are ignored.

use super::{Manifest, RecipientKey};
use crate::field::Kind;
use crate::jose::Json;
use crate::jose::jwk::{AgreementPublicKey, Thumbprint};
use crate::policy::{Archive, Contact, Env, Field, Form, parse_days};
use crate::{Code, Error};

/// The manifest of a payload whose signature was checked.
pub(super) fn manifest(payload: &Json, identity: Thumbprint) -> Result<Manifest, Error> {
    Ok(Manifest {
        merchant: payload.string_member("merchant")?.into(),
        env: known(Env::parse(payload.string_member("env")?), "env")?,
        origins: payload.strings_member("origins")?,
        iat: payload.integer_member("iat")?,
        exp: payload.integer_member("exp")?,
        version: payload.integer_member("version")?,
        keys: items(payload, "keys")?.iter().map(key).collect::<Result<_, _>>()?,
        revoked: thumbprints(payload, "revoked")?,
        fields: members(payload, "fields")?.iter().map(field).collect::<Result<_, _>>()?,
        forms: members(payload, "forms")?.iter().map(form).collect::<Result<_, _>>()?,
        pass: payload.strings_member("pass")?,
        contact: contact(payload.get("contact"))?,
        privacy: payload.optional_string("privacy")?.map(Into::into),
        identity,
    })
}

fn key(jwk: &Json) -> Result<RecipientKey, Error> {
    known((jwk.string_member("alg")? == "ECDH-ES").then_some(()), "alg")?;
    known((jwk.string_member("use")? == "enc").then_some(()), "use")?;
    Ok(RecipientKey {
        public: AgreementPublicKey::from_jwk(jwk)?,
        kid: Thumbprint::parse(jwk.string_member("kid")?)?,
        role: jwk.string_member("role")?.into(),
        group: jwk.optional_string("grp")?.map(Into::into),
        nbf: jwk.integer_member("nbf")?,
        exp: jwk.integer_member("exp")?,
    })
}

fn field((name, value): &(String, Json)) -> Result<Field, Error> {
    let kind = known(Kind::parse(value.string_member("kind")?), "kind")?;
    let archive = value.optional_string("archive")?.map(Archive::parse);
    Ok(Field {
        name: name.clone(),
        role: value.string_member("role")?.into(),
        kind,
        purpose: value.string_member("purpose")?.into(),
        required: flag(value, "required")?.unwrap_or(false),
        keep_days: match value.optional_string("keep")? {
            Some(keep) => Some(known(parse_days(keep), "keep")?),
            None => None,
        },
        archive: archive.map_or(Ok(Archive::Drop), |archive| known(archive, "archive"))?,
        also_pass: flag(value, "also-pass")?.unwrap_or(false),
        mask: flag(value, "mask")?.unwrap_or(kind.masked_by_default()),
    })
}

fn form((name, value): &(String, Json)) -> Result<Form, Error> {
    Ok(Form { name: name.clone(), fields: value.strings_member("fields")? })
}

fn contact(value: Option<&Json>) -> Result<Contact, Error> {
    let Some(value) = value else { return Ok(Contact::default()) };
    let way = |name| value.optional_string(name).map(|way| way.map(Into::into));
    Ok(Contact { post: way("post")?, tel: way("tel")?, email: way("email")?, url: way("url")? })
}

fn thumbprints(payload: &Json, name: &'static str) -> Result<Vec<Thumbprint>, Error> {
    payload.strings_member(name)?.iter().map(|kid| Thumbprint::parse(kid)).collect()
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
