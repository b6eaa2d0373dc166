//! A form's inputs, held against the policy: which field each is, what its value is, and what stops
//! the form from being sealed.

mod value;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::manifest::Manifest;
use crate::policy::Field;
use crate::prelude::*;
use crate::seal::{not_here, nothing_given};
use crate::{Code, Error};

/// A text that an input holds. A page's text may have no UTF-8: half of a surrogate pair.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    /// The text, with a replacement character for what is no text.
    pub text: &'a str,
    /// Whether it is what the input holds.
    pub is_whole: bool,
}

/// An input that is marked as a field, as the page finds it.
pub struct Input<'a> {
    /// The name that it is marked with; empty, where its `autocomplete` says it.
    pub explicit: &'a str,
    /// Its `autocomplete`.
    pub autocomplete: &'a str,
    /// Its `type`.
    pub kind: &'a str,
    /// Whether it is absent, as it is from a plain submit.
    pub is_disabled: bool,
    /// The name that the page gave it.
    pub name: Option<&'a str>,
    /// What it would submit; nothing, if that cannot be sealed.
    pub values: Option<Vec<Value<'a>>>,
}

/// What stops a form from being sealed, and where. Inputs are named by their places.
pub struct Problem {
    /// Why.
    pub error: Error,
    /// The field; empty where an input names none.
    pub field: String,
    /// The inputs of that field.
    pub inputs: Vec<usize>,
    /// The input to point at.
    pub pointed: Option<usize>,
}

/// A form as the policy sees it.
pub struct Reading {
    /// The canonical value of each field that has one, in the form's order.
    pub values: Vec<(String, Zeroizing<String>)>,
    /// What stops it from being sealed.
    pub problems: Vec<Problem>,
    /// The names of the fields' own inputs: they leave only where the policy also passes them.
    pub names: Vec<String>,
    /// The entries of fields that the shop needs in clear, too.
    pub also_passed: Vec<(String, String)>,
    /// The same for the same values of one page, and for no others.
    pub mark: [u8; 32],
}

/// An input, with its place in the form and the part of the field that it is.
struct Found<'a> {
    at: usize,
    input: &'a Input<'a>,
    part: Option<String>,
}

/// The inputs of a field, in the form's order.
struct Group<'a> {
    field: String,
    inputs: Vec<Found<'a>>,
}

pub(super) fn read(
    manifest: &Manifest,
    form: Option<&str>,
    inputs: &[Input<'_>],
    mark_key: &[u8; 32],
) -> Reading {
    let groups = by_field(manifest, inputs);
    let mut reading = Reading {
        values: Vec::new(),
        problems: Vec::new(),
        names: inputs.iter().filter_map(|input| input.name.map(Into::into)).collect(),
        also_passed: Vec::new(),
        mark: [0; 32],
    };
    match manifest.form_fields(form) {
        Ok(wanted) => read_groups(&mut reading, manifest, with_absent(groups, &wanted), &wanted),
        Err(error) => {
            let unnamed = groups.iter().find(|group| group.field.is_empty());
            reading.problems.push(problem(error, "", unnamed));
        }
    }
    reading.mark = mark(&reading.values, mark_key);
    reading
}

/// A hash of all values. Without the key, which never leaves the module, nobody who has it can try
/// which number it may be of.
fn mark(values: &[(String, Zeroizing<String>)], key: &[u8; 32]) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(key);
    for (name, value) in values {
        for text in [name.as_str(), value] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
    }
    hash.finalize().into()
}

fn read_groups(
    reading: &mut Reading,
    manifest: &Manifest,
    groups: Vec<Group<'_>>,
    wanted: &[&Field],
) {
    for group in &groups {
        match value::of(group, wanted) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => reading.values.push((group.field.clone(), value)),
            Err(error) => {
                reading.problems.push(problem(error, &group.field, Some(group)));
            }
        }
        if manifest.field(&group.field).is_some_and(|field| field.also_pass) {
            let entries = also_passed(group, reading);
            reading.also_passed.extend(entries);
        }
    }
    if reading.values.is_empty() && reading.problems.is_empty() {
        let first = groups.iter().find(|group| !group.inputs.is_empty());
        let field = first.map_or("", |group| group.field.as_str());
        reading.problems.push(problem(nothing_given(), field, first));
    }
}

/// Which inputs are which field. Those that name none are gathered under the empty name.
fn by_field<'a>(manifest: &Manifest, inputs: &'a [Input<'a>]) -> Vec<Group<'a>> {
    let in_policy = |name: &str| manifest.field(name).is_some();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (at, input) in inputs.iter().enumerate() {
        let place = crate::field::autofill::place(input.explicit, input.autocomplete, &in_policy);
        let found = Found { at, input, part: place.part };
        match groups.iter_mut().find(|group| group.field == place.field) {
            Some(group) => group.inputs.push(found),
            None => groups.push(Group { field: place.field, inputs: vec![found] }),
        }
    }
    groups
}

/// The fields of the form that have no input come last.
fn with_absent<'a>(mut groups: Vec<Group<'a>>, wanted: &[&Field]) -> Vec<Group<'a>> {
    for field in wanted {
        if !groups.iter().any(|group| group.field == field.name) {
            groups.push(Group { field: field.name.clone(), inputs: Vec::new() });
        }
    }
    groups
}

fn problem(error: Error, field: &str, group: Option<&Group<'_>>) -> Problem {
    let inputs = group.map_or(&[][..], |group| &group.inputs);
    let is_empty = |found: &&Found<'_>| {
        let values = found.input.values.as_deref().unwrap_or_default();
        values.iter().all(|value| value.text.is_empty())
    };
    let mut present = inputs.iter().filter(|found| !found.input.is_disabled);
    let pointed = present.clone().find(is_empty).or_else(|| present.next());
    Problem {
        error,
        field: field.into(),
        inputs: inputs.iter().map(|found| found.at).collect(),
        pointed: pointed.or_else(|| inputs.first()).map(|found| found.at),
    }
}

/// Under the names of the field's own inputs; if they have none, under the field's.
fn also_passed(group: &Group<'_>, reading: &Reading) -> Vec<(String, String)> {
    let present = group.inputs.iter().filter(|found| !found.input.is_disabled);
    let named: Vec<_> = present.flat_map(|found| entries(found.input)).collect();
    if !named.is_empty() || group.inputs.is_empty() {
        return named;
    }
    let value = reading.values.iter().find(|(field, _)| *field == group.field);
    value.map(|(field, value)| (field.clone(), String::clone(value))).into_iter().collect()
}

fn entries<'a>(input: &'a Input<'a>) -> impl Iterator<Item = (String, String)> + 'a {
    let values = input.values.as_deref().filter(|_| input.name.is_some()).unwrap_or_default();
    let name = input.name.unwrap_or_default();
    values.iter().map(move |value| (name.into(), value.text.into()))
}
