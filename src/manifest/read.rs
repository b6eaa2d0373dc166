//! Reads a manifest's payload. Unknown members are ignored.

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
use super::LaterKey;
use super::{Manifest, RecipientKey};
use crate::field::Kind;
use crate::jose::Json;
use crate::jose::json::Parse;
use crate::jose::jwk::{AgreementPublicKey, Thumbprint};
use crate::policy::{Archive, Contact, Env, Field, Form, parse_days};
use crate::prelude::*;
use crate::{Code, Error};

/// The manifest of a payload whose signature was checked.
pub(super) fn manifest(
    parse: Parse,
    text: String,
    identity: Thumbprint,
) -> Result<Manifest, Error> {
    let payload = &parse(&text)?;
    let mut reader = Reader(None);
    let manifest = Manifest {
        merchant: reader.text(payload, "merchant"),
        env: reader.env(payload),
        iat: reader.integer(payload, "iat"),
        exp: reader.integer(payload, "exp"),
        version: reader.integer(payload, "version"),
        privacy: reader.optional(payload, "privacy"),
        contact: reader.contact(payload),
        origins: reader.texts(payload, "origins"),
        pass: reader.texts(payload, "pass"),
        revoked: reader.revoked(payload),
        keys: reader.keys(payload),
        #[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
        later_keys: reader.later_keys(payload),
        fields: reader.fields(payload),
        forms: reader.forms(payload),
        payload: text,
        identity,
    };
    match reader.0 {
        None => Ok(manifest),
        Some(mistake) => Err(mistake),
    }
}

/// Reads on after a mistake, with nothing in its place, and keeps the first: to leave at each one, and
/// drop what was read by then, would be twice as much code, and a page loads it.
struct Reader(Option<Error>);

impl Reader {
    fn env(&mut self, payload: &Json) -> Env {
        let env = Env::parse(self.word(payload, "env"));
        self.known(env, "env").unwrap_or(Env::Live)
    }

    fn contact(&mut self, payload: &Json) -> Contact {
        let Some(ways) = payload.get("contact") else { return Contact::default() };
        Contact {
            post: self.optional(ways, "post"),
            tel: self.optional(ways, "tel"),
            email: self.optional(ways, "email"),
            url: self.optional(ways, "url"),
        }
    }

    fn revoked(&mut self, payload: &Json) -> Vec<Thumbprint> {
        let mut revoked = Vec::new();
        for kid in self.texts(payload, "revoked") {
            if let Some(kid) = self.taken(Thumbprint::parse(&kid)) {
                revoked.push(kid);
            }
        }
        revoked
    }

    fn keys(&mut self, payload: &Json) -> Vec<RecipientKey> {
        let mut keys = Vec::new();
        for jwk in self.items(payload, "keys") {
            if let Some(key) = self.key(jwk) {
                keys.push(key);
            }
        }
        keys
    }

    /// A key that orders may be sealed to. Nothing, if it is of a type or for an algorithm that comes
    /// after this version: a merchant may publish both.
    fn key(&mut self, jwk: &Json) -> Option<RecipientKey> {
        if self.is_later(jwk) {
            return None;
        }
        let is_for_encryption = self.word(jwk, "use") == "enc";
        self.known(is_for_encryption.then_some(()), "use");
        let public = self.taken(AgreementPublicKey::from_jwk(jwk));
        let kid = self.kid(jwk);
        let role = self.text(jwk, "role");
        let group = self.optional(jwk, "grp");
        let nbf = self.integer(jwk, "nbf");
        let exp = self.integer(jwk, "exp");
        Some(RecipientKey { public: public?, kid: kid?, role, group, nbf, exp })
    }

    fn kid(&mut self, jwk: &Json) -> Option<Thumbprint> {
        let kid = self.word(jwk, "kid");
        self.taken(Thumbprint::parse(kid))
    }

    fn is_later(&mut self, jwk: &Json) -> bool {
        self.word(jwk, "kty") != "OKP" || self.word(jwk, "alg") != "ECDH-ES"
    }

    /// As far as they say whose they are: the rest of them is a later version's.
    #[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
    fn later_keys(&mut self, payload: &Json) -> Vec<LaterKey> {
        let mut keys = Vec::new();
        for jwk in self.items(payload, "keys") {
            if self.is_later(jwk) {
                keys.extend(later_key(jwk).ok());
            }
        }
        keys
    }

    fn fields(&mut self, payload: &Json) -> Vec<Field> {
        let mut fields = Vec::new();
        for (name, value) in self.members(payload, "fields") {
            if let Some(field) = self.field(name, value) {
                fields.push(field);
            }
        }
        fields
    }

    fn field(&mut self, name: &str, value: &Json) -> Option<Field> {
        let kind = Kind::parse(self.word(value, "kind"));
        let kind = self.known(kind, "kind")?;
        Some(Field {
            name: name.into(),
            kind,
            role: self.text(value, "role"),
            purpose: self.text(value, "purpose"),
            required: self.flag(value, "required", false),
            keep_days: self.keep_days(value),
            archive: self.archive(value),
            also_pass: self.flag(value, "also-pass", false),
            mask: self.flag(value, "mask", kind.masked_by_default()),
        })
    }

    fn keep_days(&mut self, value: &Json) -> Option<u32> {
        let keep = self.taken(value.optional_string("keep"))??;
        self.known(parse_days(keep), "keep")
    }

    fn archive(&mut self, value: &Json) -> Archive {
        match self.taken(value.optional_string("archive")).flatten() {
            Some(word) => self.known(Archive::parse(word), "archive").unwrap_or(Archive::Drop),
            None => Archive::Drop,
        }
    }

    fn forms(&mut self, payload: &Json) -> Vec<Form> {
        let mut forms = Vec::new();
        for (name, value) in self.members(payload, "forms") {
            forms.push(Form { name: name.clone(), fields: self.texts(value, "fields") });
        }
        forms
    }

    fn text(&mut self, object: &Json, name: &'static str) -> String {
        self.word(object, name).into()
    }

    fn word<'a>(&mut self, object: &'a Json, name: &'static str) -> &'a str {
        self.taken(object.string_member(name)).unwrap_or_default()
    }

    fn optional(&mut self, object: &Json, name: &'static str) -> Option<String> {
        self.taken(object.optional_string(name)).flatten().map(Into::into)
    }

    fn integer(&mut self, object: &Json, name: &'static str) -> u64 {
        self.taken(object.integer_member(name)).unwrap_or_default()
    }

    fn flag(&mut self, object: &Json, name: &'static str, default: bool) -> bool {
        match object.get(name) {
            Some(flag) => self.there(flag.as_bool(), name).unwrap_or(default),
            None => default,
        }
    }

    fn texts(&mut self, object: &Json, name: &'static str) -> Vec<String> {
        let mut texts = Vec::new();
        for text in self.items(object, name) {
            texts.push(self.there(text.as_str(), name).unwrap_or_default().into());
        }
        texts
    }

    fn items<'a>(&mut self, object: &'a Json, name: &'static str) -> &'a [Json] {
        self.there(object.get(name).and_then(Json::as_array), name).unwrap_or_default()
    }

    fn members<'a>(&mut self, object: &'a Json, name: &'static str) -> &'a [(String, Json)] {
        self.there(object.get(name).and_then(Json::as_object), name).unwrap_or_default()
    }

    fn there<T>(&mut self, value: Option<T>, name: &'static str) -> Option<T> {
        if value.is_none() {
            let reason = "a member is missing or of another type";
            self.note(Error::new(Code::Malformed, reason).about(name));
        }
        value
    }

    fn known<T>(&mut self, value: Option<T>, name: &'static str) -> Option<T> {
        if value.is_none() {
            self.note(Error::new(Code::Unsupported, "a value not known here").about(name));
        }
        value
    }

    /// What was read, or the mistake remembered.
    fn taken<T>(&mut self, read: Result<T, Error>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(mistake) => {
                self.note(mistake);
                None
            }
        }
    }

    fn note(&mut self, mistake: Error) {
        self.0.get_or_insert(mistake);
    }
}

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
fn later_key(jwk: &Json) -> Result<LaterKey, Error> {
    let kid = Thumbprint::parse(jwk.string_member("kid")?)?;
    let (role, group) = (jwk.string_member("role")?, jwk.optional_string("grp")?);
    Ok(LaterKey { kid, role: role.into(), group: group.map(Into::into) })
}
