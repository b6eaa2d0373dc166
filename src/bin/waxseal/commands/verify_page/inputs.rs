//! The inputs of a form that is sealed: which of them are, and which are not.

use waxseal::manifest::Manifest;
use waxseal::policy::passes;

use crate::findings::{Findings, some};
use crate::page::form::{self, Form};
use crate::page::html::Element;

pub(super) fn examine(form: &Form<'_>, manifest: Option<&Manifest>, findings: &mut Findings) {
    let (marked, others): (Vec<_>, Vec<_>) =
        form.controls.iter().copied().partition(|control| form::is_marked(control));
    named(form, &marked, findings);
    let Some(manifest) = manifest else { return };
    unknown(form, &marked, manifest, findings);
    unsealed(form, &others, manifest, findings);
    missing(form, &marked, manifest, findings);
}

/// Without the script, such an input would be sent in clear.
fn named(form: &Form<'_>, marked: &[&Element], findings: &mut Findings) {
    let is_radio = |control: &Element| control.get("type").is_some_and(|typ| typ == "radio");
    let named = marked.iter().filter(|control| !is_radio(control));
    let names: Vec<String> =
        named.filter_map(|control| control.filled("name")).map(str::to_owned).collect();
    if !names.is_empty() {
        findings.warning(
            "input-named",
            format!("sealed inputs of {} have a name: {}", form.name(), some(&names)),
            "take the name off: should the script not load, nothing of them is sent",
        );
    }
}

fn unknown(form: &Form<'_>, marked: &[&Element], manifest: &Manifest, findings: &mut Findings) {
    let of_manifest = |control: &&&Element| field_of(control, manifest).is_some();
    let unknown = marked.iter().filter(|control| !of_manifest(control));
    let names: Vec<String> = unknown.map(|control| called(control)).collect();
    if !names.is_empty() {
        findings.serious(
            "field-unknown",
            format!(
                "{} has inputs of fields that are not in the manifest: {}",
                form.name(),
                some(&names)
            ),
            "name the field in policy.toml and publish, or correct the page: it cannot be sent so",
        );
    }
}

/// Inputs that browsers fill with what the policy wants sealed.
fn unsealed(form: &Form<'_>, others: &[&Element], manifest: &Manifest, findings: &mut Findings) {
    let wanted = |control: &&&Element| {
        is_typed_in(control)
            && (field_of(control, manifest).is_some()
                || form::fields(control).iter().any(|name| name.starts_with("cc-")))
    };
    let leaves =
        |control: &Element| control.filled("name").is_some_and(|name| passes(&manifest.pass, name));
    let (open, lost): (Vec<_>, Vec<_>) =
        others.iter().filter(wanted).partition(|control| leaves(control));
    let names = |controls: &[&&Element]| {
        some(&controls.iter().map(|control| called(control)).collect::<Vec<_>>())
    };
    if !open.is_empty() {
        findings.serious(
            "input-in-clear",
            format!(
                "inputs of {} are not sealed and the policy lets them pass: {}",
                form.name(),
                names(&open)
            ),
            "put data-waxseal-field on them, or take their names from pass in policy.toml",
        );
    }
    if !lost.is_empty() {
        findings.warning(
            "input-unsealed",
            format!(
                "inputs of {} ask for fields and are not marked: {}",
                form.name(),
                names(&lost)
            ),
            "put data-waxseal-field on them: what is typed there is dropped, or read by a script",
        );
    }
}

fn missing(form: &Form<'_>, marked: &[&Element], manifest: &Manifest, findings: &mut Findings) {
    let name = form.element.filled("data-waxseal-form");
    let of_form = manifest.forms.iter().find(|one| Some(one.name.as_str()) == name);
    if let (Some(name), None) = (name, of_form) {
        let what = format!("the manifest has no form {name}");
        return findings.serious("form-unknown", what, "publish, or correct data-waxseal-form");
    }
    let asked: Vec<_> = marked.iter().filter_map(|control| field_of(control, manifest)).collect();
    let is_asked = |field: &str| asked.contains(&field);
    let wanted = |field: &str| of_form.is_none_or(|one| one.fields.iter().any(|f| f == field));
    let required = manifest.fields.iter().filter(|field| field.required && wanted(&field.name));
    let names: Vec<String> =
        required.filter(|field| !is_asked(&field.name)).map(|field| field.name.clone()).collect();
    if !names.is_empty() {
        findings.warning(
            "field-missing",
            format!("{} does not ask for what is required: {}", form.name(), some(&names)),
            "an input for it, unless a script adds one: without, the form cannot be sent",
        );
    }
}

fn field_of<'a>(control: &Element, manifest: &'a Manifest) -> Option<&'a str> {
    let names = form::fields(control);
    let fields = names.iter().filter_map(|name| manifest.field(name));
    fields.map(|field| field.name.as_str()).next()
}

pub(super) fn is_typed_in(control: &Element) -> bool {
    let others = ["hidden", "submit", "image", "button", "reset"];
    control.name != "button" && !others.contains(&control.get("type").unwrap_or_default())
}

/// The field, or else the name that it is sent by.
fn called(control: &Element) -> String {
    let field = form::fields(control).into_iter().next();
    let name = ["name", "id"].into_iter().find_map(|attribute| control.filled(attribute));
    field.or_else(|| name.map(str::to_owned)).unwrap_or_else(|| "without a name".into())
}
