//! What is to be sealed, checked against the manifest.

use zeroize::Zeroizing;

use crate::manifest::Manifest;
use crate::order::Shared;
use crate::policy::Field;
use crate::prelude::*;
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
        let allowed = manifest.form_fields(self.form)?;
        self.check_names(&allowed)?;
        let mut sealable = Vec::with_capacity(allowed.len());
        for field in allowed {
            let given = self.fields.iter().find(|(name, _)| *name == field.name);
            let value = checked(field, given.map_or("", |(_, value)| value))?;
            if !value.is_empty() {
                sealable.push(Sealable { name: &field.name, role: &field.role, value });
            }
        }
        if sealable.is_empty() {
            return Err(nothing_given());
        }
        Ok(sealable)
    }

    /// What the headers of all parts say alike.
    pub(super) fn header<'a>(
        &'a self,
        manifest: &Manifest,
        roles: &'a [&'a str],
        jti: &'a str,
        iat: u64,
    ) -> Shared<'a> {
        Shared {
            origin: self.origin,
            to: manifest.identity,
            jti,
            iat,
            ver: manifest.version,
            roles,
            group: self.group,
            form: self.form,
            reference: self.reference,
        }
    }

    fn check_names(&self, allowed: &[&Field]) -> Result<(), Error> {
        for (index, (name, _)) in self.fields.iter().enumerate() {
            if !allowed.iter().any(|field| field.name == *name) {
                return Err(not_here(name));
            }
            if self.fields[..index].iter().any(|(other, _)| other == name) {
                return Err(Error::new(Code::InvalidField, "a field is given twice").about(name));
            }
        }
        Ok(())
    }
}

/// A field's value in its canonical form. Empty means absent, which a required field may not be.
pub(crate) fn checked(field: &Field, value: &str) -> Result<Zeroizing<String>, Error> {
    let canonical = canonical(field, value)?;
    if canonical.is_empty() && field.required {
        return Err(Error::new(Code::MissingField, "is required").about(&field.name));
    }
    Ok(canonical)
}

/// A field's value in its canonical form. Empty means absent.
pub(crate) fn canonical(field: &Field, value: &str) -> Result<Zeroizing<String>, Error> {
    let canonical = field.kind.canonical(value).map_err(|error| error.about(&field.name))?;
    Ok(Zeroizing::new(canonical))
}

/// An order without any value is none.
pub(crate) fn nothing_given() -> Error {
    Error::new(Code::MissingField, "no field has a value")
}

/// Neither the policy nor its form has the field.
pub(crate) fn not_here(name: &str) -> Error {
    let reason = match name {
        "true" => "in JSX: data-waxseal-field=\"\"",
        _ => "the policy has no such field here",
    };
    Error::new(Code::UnknownField, reason).about(name)
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
