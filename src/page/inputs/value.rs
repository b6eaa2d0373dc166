//! The value of a field, from the one input or the several that it has.

use super::{Code, Error, Field, Found, Group, not_here};
use crate::field::autofill;
use crate::prelude::*;
use crate::seal;
use zeroize::Zeroizing;

/// The canonical value of a field of the form; empty, if it has none and need not.
pub(super) fn of(group: &Group<'_>, wanted: &[&Field]) -> Result<Zeroizing<String>, Error> {
    let Some(field) = wanted.iter().find(|field| field.name == group.field) else {
        return Err(match group.field.as_str() {
            "" => Error::new(Code::Policy, "an input names no field"),
            name => not_here(name),
        });
    };
    let present = group.inputs.iter().filter(|found| !found.input.is_disabled);
    let raw = raw(&group.field, &present.collect::<Vec<_>>())?;
    seal::checked(field, &raw)
}

fn raw(field: &str, inputs: &[&Found<'_>]) -> Result<Zeroizing<String>, Error> {
    let refused = |code, reason| Err(Error::new(code, reason).about(field));
    let mut parts: Vec<(&str, Zeroizing<String>)> = Vec::new();
    let mut values = Vec::new();
    for found in inputs {
        let Some(own) = found.input.values.as_deref() else {
            return refused(Code::Unsupported, "cannot be sealed");
        };
        if own.iter().any(|value| !value.is_whole) {
            return refused(Code::InvalidField, "is not well-formed text");
        }
        match found.part.as_deref().filter(|part| !parts.iter().any(|(name, _)| name == part)) {
            Some(part) => parts.push((part, list(own.iter().map(|value| value.text)))),
            None => values.extend(own.iter().map(|value| value.text)),
        }
    }
    let others = inputs.len() - parts.len();
    if others > 0 && (!parts.is_empty() || !is_one_group(inputs)) {
        return refused(Code::Policy, "has several inputs");
    }
    if parts.is_empty() {
        return Ok(list(values.into_iter()));
    }
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, value)| (*name, &***value)).collect();
    match autofill::join(field, &parts) {
        Some(whole) => Ok(whole),
        None => refused(Code::InvalidField, "is incomplete"),
    }
}

/// One input, the radios of a group, or the checkboxes of a list.
fn is_one_group(inputs: &[&Found<'_>]) -> bool {
    let [first, others @ ..] = inputs else { return true };
    let is_same = |other: &&Found<'_>| other.input.kind == first.input.kind;
    let is_choice = matches!(first.input.kind, "radio" | "checkbox");
    others.is_empty() || is_choice && others.iter().all(is_same)
}

/// Several values of one input, such as those of a list.
fn list<'a>(values: impl Iterator<Item = &'a str> + Clone) -> Zeroizing<String> {
    let length = values.clone().map(|value| value.len() + 2).sum();
    let mut list = Zeroizing::new(String::with_capacity(length));
    for (index, value) in values.enumerate() {
        list.push_str(if index > 0 { ", " } else { "" });
        list.push_str(value);
    }
    list
}
