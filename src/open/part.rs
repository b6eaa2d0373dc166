//! A part and its key become fields, if it is what was sealed.

use zeroize::Zeroizing;

use super::{OpenedField, OrderHeader, Part, RoleKey};
use crate::error::tampered;
use crate::jose::jwe::Jwe;
use crate::jose::{Json, base64url, json};
use crate::manifest::Manifest;
use crate::{Code, Error};

/// What a part holds.
pub(crate) struct Content {
    /// All of it, as it was sealed.
    pub(crate) plaintext: Zeroizing<Vec<u8>>,
    /// The fields, in the order in which they were sealed.
    pub(crate) fields: Vec<OpenedField>,
    /// The secret that all parts of the order share, in base64url.
    pub(crate) seed: Zeroizing<String>,
}

impl Part<'_> {
    pub(super) fn open(
        &self,
        jwe: &Jwe<'_>,
        key: &RoleKey,
        header: &OrderHeader,
        manifest: &Manifest,
    ) -> Result<Content, Error> {
        if self.role != key.role || header.group != key.group {
            let reason = "a part names another role or group than its key";
            return Err(Error::new(Code::Conflict, reason));
        }
        let plaintext = jwe.decrypt(&key.secret)?;
        let content = parse_content(&plaintext)?;
        let seed = check_seed(&content, &header.jti)?;
        let members = content.as_object().unwrap_or_default();
        let fields = members.iter().filter(|(name, _)| name != "_");
        let fields = fields.map(|(name, value)| self.field(name, value, manifest));
        let fields = fields.collect::<Result<_, _>>()?;
        Ok(Content { plaintext, fields, seed })
    }

    fn field(&self, name: &str, value: &Json, manifest: &Manifest) -> Result<OpenedField, Error> {
        let Some(field) = manifest.field(name).filter(|field| field.role == self.role) else {
            let reason = "a part holds a field that is not its role's";
            return Err(Error::new(Code::UnknownField, reason));
        };
        let value = value.as_str().ok_or_else(|| {
            Error::new(Code::Malformed, "a value that is not a string").about(&field.name)
        })?;
        Ok(OpenedField {
            name: field.name.clone(),
            kind: field.kind,
            mask: field.mask,
            is_masked: self.red && field.kind.is_mask(value),
            value: Zeroizing::new(value.into()),
        })
    }
}

fn parse_content(plaintext: &[u8]) -> Result<Zeroizing<Json>, Error> {
    let malformed = || Error::new(Code::Malformed, "a part whose content is not a JSON object");
    let text = core::str::from_utf8(plaintext).map_err(|_| malformed())?;
    let content = Zeroizing::new(json::parse(text)?);
    if content.as_object().is_none() {
        return Err(malformed());
    }
    Ok(content)
}

/// Holds the secret that all parts of an order share against its public `jti`, so that nobody who
/// saw the headers can put a part of their own beside a real one.
fn check_seed(content: &Json, jti: &str) -> Result<Zeroizing<String>, Error> {
    let text = content.get("_").and_then(Json::as_str).ok_or_else(tampered)?;
    let seed: [u8; 16] = base64url::decode_array(text).map_err(|_| tampered())?;
    if crate::order::jti(&seed) != jti {
        return Err(tampered());
    }
    Ok(Zeroizing::new(text.into()))
}
