//! A form's inputs, held against the policy: which field each is, what its value is, and what stops
//! the form from being sealed.

mod value;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::field::autofill::{self, Place};
use crate::manifest::Manifest;
use crate::policy::Field;
use crate::prelude::*;
use crate::seal::{not_here, nothing_given};
use crate::{Code, Error};

/// A text that an input holds. A page's text may have no UTF-8: half of a surrogate pair.
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

impl<'a> Input<'a> {
    fn values(&self) -> &[Value<'a>] {
        self.values.as_deref().unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.values().iter().all(|value| value.text.is_empty())
    }
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
#[derive(Default)]
pub struct Reading {
    /// The canonical value of each field that has one, in the form's order.
    pub values: Vec<(String, Zeroizing<String>)>,
    /// What stops it from being sealed.
    pub problems: Vec<Problem>,
    /// The names of the fields' own inputs: they leave only where the policy also passes them.
    pub names: Vec<String>,
    /// The entries of fields that the shop needs in clear, too.
    pub also_passed: Vec<(String, String)>,
}

impl Reading {
    /// The same for the same values, and for no others.
    #[must_use]
    pub fn mark(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for (name, value) in &self.values {
            for text in [name.as_str(), value] {
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text);
            }
        }
        hash.finalize().into()
    }
}

/// An input, with its place in the form and the part of the field that it is.
struct Found<'a> {
    at: usize,
    input: &'a Input<'a>,
    part: Option<&'static str>,
}

/// The inputs of a field, in the form's order.
struct Group<'a> {
    field: String,
    inputs: Vec<Found<'a>>,
}

impl<'a> Group<'a> {
    /// Those that a submit would have.
    fn present(&self) -> impl Iterator<Item = &Found<'a>> {
        self.inputs.iter().filter(|found| !found.input.is_disabled)
    }
}

pub(super) fn read(manifest: &Manifest, form: Option<&str>, inputs: &[Input<'_>]) -> Reading {
    let mut groups = by_field(manifest, inputs);
    let mut reading = Reading::default();
    for input in inputs {
        if let Some(name) = input.name {
            reading.names.push(name.into());
        }
    }
    match manifest.form_fields(form) {
        Ok(wanted) => {
            add_absent(&mut groups, &wanted);
            read_groups(&mut reading, manifest, &groups, &wanted);
        }
        Err(error) => {
            let unnamed = groups.iter().find(|group| group.field.is_empty());
            reading.problems.push(problem(error, "", unnamed));
        }
    }
    reading
}

fn read_groups(
    reading: &mut Reading,
    manifest: &Manifest,
    groups: &[Group<'_>],
    wanted: &[&Field],
) {
    for group in groups {
        match value::of(group, wanted) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => reading.values.push((group.field.clone(), value)),
            Err(error) => reading.problems.push(problem(error, &group.field, Some(group))),
        }
        if manifest.field(&group.field).is_some_and(|field| field.also_pass) {
            pass_also(reading, group);
        }
    }
    if reading.values.is_empty() && reading.problems.is_empty() {
        let first = groups.iter().find(|group| !group.inputs.is_empty());
        let field = first.map_or("", |group| &group.field);
        reading.problems.push(problem(nothing_given(), field, first));
    }
}

/// Which field an input is.
pub(super) fn place(manifest: &Manifest, explicit: &str, autocomplete: &str) -> Place {
    autofill::place(explicit, autocomplete, |name| manifest.field(name).is_some())
}

/// Which inputs are which field. Those that name none are gathered under the empty name.
fn by_field<'a>(manifest: &Manifest, inputs: &'a [Input<'a>]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (at, input) in inputs.iter().enumerate() {
        let Place { field, part } = place(manifest, input.explicit, input.autocomplete);
        let found = Found { at, input, part };
        match groups.iter_mut().find(|group| group.field == field) {
            Some(group) => group.inputs.push(found),
            None => groups.push(Group { field, inputs: vec![found] }),
        }
    }
    groups
}

/// The fields of the form that have no input come last.
fn add_absent(groups: &mut Vec<Group<'_>>, wanted: &[&Field]) {
    for field in wanted {
        if !groups.iter().any(|group| group.field == field.name) {
            groups.push(Group { field: field.name.clone(), inputs: Vec::new() });
        }
    }
}

/// It points at an empty input rather than at another, and at a disabled one only if all are.
fn problem(error: Error, field: &str, group: Option<&Group<'_>>) -> Problem {
    let mut problem = Problem { error, field: field.into(), inputs: Vec::new(), pointed: None };
    if let Some(group) = group {
        let mut present = group.present();
        let empty = group.present().find(|found| found.input.is_empty());
        let pointed = empty.or_else(|| present.next()).or(group.inputs.first());
        problem.pointed = pointed.map(|found| found.at);
        for found in &group.inputs {
            problem.inputs.push(found.at);
        }
    }
    problem
}

/// Under the names of the field's own inputs; if they have none, under the field's.
fn pass_also(reading: &mut Reading, group: &Group<'_>) {
    let before = reading.also_passed.len();
    for Found { input, .. } in group.present() {
        let Some(name) = input.name else { continue };
        for value in input.values() {
            reading.also_passed.push((name.into(), value.text.into()));
        }
    }
    if reading.also_passed.len() > before || group.inputs.is_empty() {
        return;
    }
    if let Some((field, value)) = reading.values.iter().find(|(field, _)| *field == group.field) {
        reading.also_passed.push((field.clone(), String::clone(value)));
    }
}
