//! What is to be sealed, checked against the manifest.

use zeroize::Zeroizing;

use crate::manifest::Manifest;
use crate::order::OrderHeader;
use crate::policy::{Field, Form};
use crate::{Code, Error};

/// The longest order reference, in bytes.
const MAX_REFERENCE_BYTES: usize = 128;

/// What a page wants to seal.
pub struct Draft<'a> {
    /// Names and values, as they were typed.
    pub fields: &'a [(String, Zeroizing<String>)],
    /// The policy's form, required if the policy has any.
    pub form: Option<&'a str>,
    /// The customer group, required if the merchant keeps any.
    pub group: Option<&'a str>,
    /// The merchant's own order reference, at most 128 bytes without control characters.
    pub reference: Option<&'a str>,
    /// The origin of the page.
    pub origin: &'a str,
}

/// A field in its canonical form, with the role that may read it.
pub(super) struct Sealable<'a> {
    pub(super) name: &'a str,
    pub(super) role: &'a str,
    pub(super) value: Zeroizing<String>,
}

impl Draft<'_> {
    /// The fields that have a value, in the manifest's order and in their canonical form.
    pub(super) fn canonical<'m>(&self, manifest: &'m Manifest) -> Result<Vec<Sealable<'m>>, Error> {
        check_reference(self.reference)?;
        check_group(manifest, self.group)?;
        let allowed = form_fields(manifest, self.form)?;
        self.check_names(&allowed)?;
        let mut sealable = Vec::with_capacity(allowed.len());
        for field in allowed {
            let value = self.value(field)?;
            if value.is_empty() && field.required {
                return Err(
                    Error::new(Code::MissingField, "a value is required").about(&field.name)
                );
            }
            if !value.is_empty() {
                sealable.push(Sealable { name: &field.name, role: &field.role, value });
            }
        }
        if sealable.is_empty() {
            return Err(Error::new(Code::MissingField, "no field has a value"));
        }
        Ok(sealable)
    }

    /// What the headers of all parts say alike.
    pub(super) fn header(
        &self,
        manifest: &Manifest,
        roles: &[&str],
        jti: String,
        iat: u64,
    ) -> OrderHeader {
        OrderHeader {
            origin: self.origin.into(),
            to: manifest.identity,
            jti,
            iat,
            ver: manifest.version,
            roles: roles.iter().copied().map(Into::into).collect(),
            group: self.group.map(Into::into),
            form: self.form.map(Into::into),
            reference: self.reference.map(Into::into),
        }
    }

    fn value(&self, field: &Field) -> Result<Zeroizing<String>, Error> {
        match self.fields.iter().find(|(name, _)| *name == field.name) {
            None => Ok(Zeroizing::default()),
            Some((name, value)) => {
                field.kind.canonical(value).map(Zeroizing::new).map_err(|e| e.about(name))
            }
        }
    }

    fn check_names(&self, allowed: &[&Field]) -> Result<(), Error> {
        for (index, (name, _)) in self.fields.iter().enumerate() {
            if !allowed.iter().any(|field| field.name == *name) {
                let reason = "the manifest has no such field for this form";
                return Err(Error::new(Code::UnknownField, reason).about(name));
            }
            if self.fields[..index].iter().any(|(other, _)| other == name) {
                return Err(Error::new(Code::InvalidField, "a field is given twice").about(name));
            }
        }
        Ok(())
    }
}

/// The fields of a form; all fields, if the policy has no forms.
pub(super) fn form_fields<'m>(
    manifest: &'m Manifest,
    form: Option<&str>,
) -> Result<Vec<&'m Field>, Error> {
    let Some(form) = find_form(manifest, form)? else {
        return Ok(manifest.fields.iter().collect());
    };
    Ok(manifest.fields.iter().filter(|field| form.fields.contains(&field.name)).collect())
}

fn find_form<'m>(manifest: &'m Manifest, name: Option<&str>) -> Result<Option<&'m Form>, Error> {
    match (name, manifest.forms.is_empty()) {
        (None, true) => Ok(None),
        (None, false) => Err(Error::new(Code::Policy, "the policy has forms: say which one")),
        (Some(name), _) => match manifest.forms.iter().find(|form| form.name == name) {
            Some(form) => Ok(Some(form)),
            None => Err(Error::new(Code::Policy, "the policy has no such form").about(name)),
        },
    }
}

fn check_group(manifest: &Manifest, group: Option<&str>) -> Result<(), Error> {
    let mut groups = manifest.groups().peekable();
    match (group, groups.peek().is_none()) {
        (None, true) => Ok(()),
        (None, false) => Err(Error::new(Code::Policy, "the policy has groups: say which one")),
        (Some(group), _) if groups.any(|known| known == group) => Ok(()),
        (Some(group), _) => {
            Err(Error::new(Code::Policy, "the policy has no such group").about(group))
        }
    }
}

fn check_reference(reference: Option<&str>) -> Result<(), Error> {
    let valid = reference.is_none_or(|text| {
        !text.is_empty() && text.len() <= MAX_REFERENCE_BYTES && !text.contains(char::is_control)
    });
    if valid {
        return Ok(());
    }
    let reason = "a reference has 1 to 128 bytes and no control characters";
    Err(Error::new(Code::InvalidField, reason).about("ref"))
}
