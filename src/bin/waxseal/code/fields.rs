//! Which fields say who a customer is.

use waxseal::manifest::Manifest;
use waxseal::open::Opened;
use waxseal::{Code, Error};

use crate::failure::{Failure, Outcome};

/// What is taken when nothing is said, the first of which the policy has all.
const DEFAULTS: [&[&str]; 2] = [&["email"], &["name", "postal-code"]];

/// The fields that make a code, and who may read them.
pub(crate) struct Fields {
    /// In the order of their names.
    fields: Vec<Field>,
}

struct Field {
    name: String,
    /// The roles that some manifest gives the field to.
    roles: Vec<String>,
}

impl Fields {
    /// What the flag says, or what the newest manifest has.
    pub(crate) fn of(wished: &[String], manifests: &[Manifest]) -> Outcome<Self> {
        let mut names = if wished.is_empty() { default(manifests)? } else { wished.to_vec() };
        names.sort();
        names.dedup();
        let fields = names.into_iter().map(|name| Field { roles: roles(&name, manifests), name });
        let fields: Vec<Field> = fields.collect();
        match fields.iter().find(|field| field.roles.is_empty()) {
            Some(field) => Err(Failure::usage(format!("no manifest has a field `{}`", field.name))),
            None => Ok(Self { fields }),
        }
    }

    /// Whether this role may read one of them.
    pub(super) fn are_read_by(&self, role: &str) -> bool {
        self.fields.iter().any(|field| field.is_read_by(role))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.fields.iter().map(|field| &field.name)
    }

    /// Why an order does not show this field.
    pub(super) fn missing(&self, name: &str, opened: &Opened) -> Error {
        let field = self.fields.iter().find(|field| field.name == name);
        let closed = |role: &String| field.is_some_and(|field| field.is_read_by(role));
        let error = match opened.unopened.iter().any(closed) {
            true => Error::new(Code::UnknownKey, "no key here opens the part that may have it"),
            false => Error::new(Code::MissingField, "not in this order"),
        };
        error.about(name)
    }
}

impl Field {
    fn is_read_by(&self, role: &str) -> bool {
        self.roles.iter().any(|other| other == role)
    }
}

fn default(manifests: &[Manifest]) -> Outcome<Vec<String>> {
    let has = |name: &&str| manifests.last().is_some_and(|newest| newest.field(name).is_some());
    let names = DEFAULTS.iter().find(|names| names.iter().all(has));
    let Some(names) = names else {
        let question = "the policy has no email, nor name and postal-code: say --fields NAME,…";
        return Err(Failure::usage(question));
    };
    Ok(names.iter().map(|name| (*name).to_owned()).collect())
}

fn roles(name: &str, manifests: &[Manifest]) -> Vec<String> {
    let fields = manifests.iter().filter_map(|manifest| manifest.field(name));
    let mut roles: Vec<String> = fields.map(|field| field.role.clone()).collect();
    roles.sort();
    roles.dedup();
    roles
}
