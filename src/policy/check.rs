//! Whether a policy that has the right shape makes sense.

mod field;
mod words;

use ::toml::Spanned;

use super::toml::{self, Document, Source};
use super::{Contact, Env, Field, Form, Policy, origin, passes, presets};
use crate::field::Kind;
use crate::{Code, Error};
use words::{
    EMPTY, distinct, line_of_text, name_refusal, names, pattern_refusal, preset_refusal, word,
};

/// What no entry may be called that leaves in clear, even where the policy has no such field: the
/// page may have such an input.
const CARD: [&str; 2] = ["cc-number", "cc-csc"];

impl Policy {
    /// Reads and checks a policy.
    ///
    /// # Errors
    /// `policy-syntax` if this is not TOML, or a key is unknown, missing, repeated or of the wrong
    /// type: the error names the line and the key. `policy` if what it says is not allowed or
    /// contradicts itself: the error names the line where there is one, and the field, the role
    /// or whatever it is about.
    pub fn parse(toml: &str) -> Result<Self, Error> {
        let (source, document) = toml::read(toml)?;
        policy(source, &document)
    }
}

fn policy(source: Source<'_>, document: &Document) -> Result<Policy, Error> {
    let env = word(source, &document.env, "env", Env::parse, "env is \"live\" or \"test\"")?;
    let check = Check { source, document, env };
    let roles = check.roles()?;
    let fields = check.fields(&roles)?;
    check.every_role_reads(&fields)?;
    Ok(Policy {
        merchant: line_of_text(source, &document.merchant, "merchant")?,
        env,
        origins: check.origins()?,
        privacy: check.page(document.privacy.as_ref(), "privacy")?,
        groups: distinct(source, &document.groups, name_refusal)?,
        pass: check.pass(&fields)?,
        require_reason: document.require_reason,
        contact: check.contact()?,
        roles,
        forms: check.forms(&fields)?,
        fields,
    })
}

struct Check<'a> {
    source: Source<'a>,
    document: &'a Document,
    env: Env,
}

impl Check<'_> {
    fn origins(&self) -> Result<Vec<String>, Error> {
        let origins = &self.document.origins;
        if origins.get_ref().is_empty() {
            return Err(self.source.refuse(origins, "origins", "a policy has at least one origin"));
        }
        distinct(self.source, origins.get_ref(), |origin| origin::refusal(origin, self.env))
    }

    fn roles(&self) -> Result<Vec<String>, Error> {
        names(self.source, &self.document.roles)
    }

    fn fields(&self, roles: &[String]) -> Result<Vec<Field>, Error> {
        names(self.source, &self.document.fields)?;
        let tables = &self.document.fields.0;
        if tables.is_empty() {
            return Err(Error::new(Code::Policy, "a policy has at least one field"));
        }
        tables.iter().map(|(name, table)| field::field(self.source, name, table, roles)).collect()
    }

    fn every_role_reads(&self, fields: &[Field]) -> Result<(), Error> {
        let idle = |role: &str| !fields.iter().any(|field| field.role == role);
        match self.document.roles.0.iter().find(|(role, _)| idle(role.get_ref())) {
            Some((role, _)) => {
                Err(self.source.refuse(role, role.get_ref(), "no field has this role"))
            }
            None => Ok(()),
        }
    }

    /// The patterns of the policy and of its presets, each once.
    fn pass(&self, fields: &[Field]) -> Result<Vec<String>, Error> {
        let Document { pass: own, pass_presets, .. } = self.document;
        let mut pass = distinct(self.source, own, pattern_refusal)?;
        distinct(self.source, pass_presets, preset_refusal)?;
        let own = own.iter().map(|pattern| (pattern, pattern.get_ref().as_str()));
        let preset = pass_presets.iter().flat_map(|preset| {
            let patterns = presets::patterns(preset.get_ref()).unwrap_or_default();
            patterns.iter().map(move |pattern| (preset, *pattern))
        });
        for (at, pattern) in own.chain(preset) {
            self.keeps_sealed(at, pattern, fields)?;
            if !pass.iter().any(|known| known == pattern) {
                pass.push(pattern.into());
            }
        }
        Ok(pass)
    }

    fn keeps_sealed(
        &self,
        at: &Spanned<String>,
        pattern: &str,
        fields: &[Field],
    ) -> Result<(), Error> {
        const REASON: &str = "pass lets this field leave in clear, and it is not also-pass";
        let pattern = [pattern.to_owned()];
        if let Some(card) = CARD.iter().find(|entry| passes(&pattern, entry)) {
            let reason = "pass lets a card number or security code leave in clear";
            return Err(self.source.refuse(at, card, reason));
        }
        match fields.iter().find(|field| !field.also_pass && passes(&pattern, &field.name)) {
            Some(field) => Err(self.source.refuse(at, &field.name, REASON)),
            None => Ok(()),
        }
    }

    fn forms(&self, fields: &[Field]) -> Result<Vec<Form>, Error> {
        names(self.source, &self.document.forms)?;
        let mut forms = Vec::new();
        for (name, table) in &self.document.forms.0 {
            if table.fields.is_empty() {
                return Err(self.source.refuse(name, name.get_ref(), "this form has no field"));
            }
            let undeclared = |name: &str| {
                let declared = fields.iter().any(|field| field.name == name);
                (!declared).then_some("a form names a field that is not there")
            };
            let fields = distinct(self.source, &table.fields, undeclared)?;
            forms.push(Form { name: name.get_ref().clone(), fields });
        }
        self.every_field_shown(&forms)?;
        Ok(forms)
    }

    fn every_field_shown(&self, forms: &[Form]) -> Result<(), Error> {
        let hidden = |name: &String| !forms.iter().any(|form| form.fields.contains(name));
        match self.document.fields.0.iter().find(|(name, _)| hidden(name.get_ref())) {
            Some((name, _)) if !forms.is_empty() => {
                Err(self.source.refuse(name, name.get_ref(), "this field is in no form"))
            }
            _ => Ok(()),
        }
    }

    fn contact(&self) -> Result<Contact, Error> {
        let contact = &self.document.contact;
        Ok(Contact {
            post: self.written(contact.post.as_ref(), "post", Kind::Text)?,
            tel: self.written(contact.tel.as_ref(), "tel", Kind::Tel)?,
            email: self.written(contact.email.as_ref(), "email", Kind::Email)?,
            url: self.page(contact.url.as_ref(), "url")?,
        })
    }

    /// A value of this kind, as the merchant writes it: a telephone number keeps its spaces.
    fn written(
        &self,
        given: Option<&Spanned<String>>,
        key: &str,
        kind: Kind,
    ) -> Result<Option<String>, Error> {
        let Some(given) = given else { return Ok(None) };
        match kind.canonical(given.get_ref()) {
            Ok(canonical) if canonical.is_empty() => Err(self.source.refuse(given, key, EMPTY)),
            Ok(_) => Ok(Some(given.get_ref().trim().into())),
            Err(error) => Err(self.source.refuse(given, key, error.reason())),
        }
    }

    fn page(&self, given: Option<&Spanned<String>>, key: &str) -> Result<Option<String>, Error> {
        match given {
            Some(url) if !origin::is_page(url.get_ref(), self.env) => {
                Err(self.source.refuse(url, key, "this is the https address of a page"))
            }
            url => Ok(url.map(|url| url.get_ref().clone())),
        }
    }
}
