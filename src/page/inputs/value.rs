//! The value of a field, from the one input or the several that it has.

use super::{Code, Error, Field, Found, Group, Input, not_here};
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
    let raw = raw(group).map_err(|error| error.about(&field.name))?;
    seal::checked(field, &raw)
}

fn raw(group: &Group<'_>) -> Result<Zeroizing<String>, Error> {
    let mut parts: Vec<(&str, Zeroizing<String>)> = Vec::new();
    let mut values = Vec::new();
    let mut others = Vec::new();
    for Found { input, part, .. } in group.present() {
        let own = texts(input)?;
        match part.filter(|part| !parts.iter().any(|(name, _)| name == part)) {
            Some(part) => parts.push((part, list(&own))),
            None => {
                others.push(*input);
                values.extend_from_slice(&own);
            }
        }
    }
    if !others.is_empty() && (!parts.is_empty() || !is_one_group(&others)) {
        return Err(Error::new(Code::Policy, "has several inputs"));
    }
    if parts.is_empty() {
        return Ok(list(&values));
    }
    autofill::join(&group.field, &parts)
        .ok_or_else(|| Error::new(Code::InvalidField, "is incomplete"))
}

fn texts<'a>(input: &Input<'a>) -> Result<Vec<&'a str>, Error> {
    if input.values.is_none() {
        return Err(Error::new(Code::Unsupported, "cannot be sealed"));
    }
    let mut texts = Vec::new();
    for value in input.values() {
        if !value.is_whole {
            return Err(Error::new(Code::InvalidField, "is not well-formed text"));
        }
        texts.push(value.text);
    }
    Ok(texts)
}

/// One input, the radios of a group, or the checkboxes of a list.
fn is_one_group(inputs: &[&Input<'_>]) -> bool {
    let [first, others @ ..] = inputs else { return true };
    let is_choice = matches!(first.kind, "radio" | "checkbox");
    others.is_empty() || is_choice && others.iter().all(|other| other.kind == first.kind)
}

/// Several values of one input, such as those of a list.
fn list(values: &[&str]) -> Zeroizing<String> {
    Zeroizing::new(join_with(", ", values))
}
