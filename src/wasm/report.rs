//! What was found in a form, as JSON: names and places, never values.

use crate::jose::base64url;
use crate::jose::json::Writer;
use crate::page::{Leaving, Page, Problem, Reading};
use crate::prelude::*;

use super::answer::lines;

/// What a page seals with.
pub(super) fn facts(page: &Page) -> String {
    let manifest = page.manifest();
    let mut facts = Writer::default();
    facts
        .object("manifest", &manifest.payload)
        .string("identity", &manifest.identity.encode())
        .bool("isRolledBack", page.is_rolled_back());
    facts.finish()
}

pub(super) fn reading(reading: &Reading) -> String {
    let mut fields = Vec::new();
    for (name, _) in &reading.values {
        fields.push(name.as_str());
    }
    let mut problems = Vec::new();
    for found in &reading.problems {
        problems.push(problem(found));
    }
    let mut report = Writer::default();
    report
        .objects("problems", &problems)
        .strings("fields", &fields)
        .string("mark", &base64url::encode(&reading.mark()));
    report.finish()
}

/// `inputs` and `pointed` are places in the form, `pointed` is one more than that, or 0.
fn problem(problem: &Problem) -> String {
    let mut members = Writer::default();
    members
        .string("error", &lines(&problem.error))
        .string("field", &problem.field)
        .integers("inputs", &problem.inputs)
        .integer("pointed", problem.pointed.map_or(0, |at| at as u64 + 1));
    members.finish()
}

/// The names of the entries that may not stay, those of them that the policy does not know, and the
/// entries in clear that are to be there.
pub(super) fn entries(leaving: &Leaving<'_>, names: &[&str]) -> String {
    let (mut removed, mut unknown, mut added) = (Vec::new(), Vec::new(), Vec::new());
    for name in names {
        if leaving.keeps(name) {
            continue;
        }
        removed.push(*name);
        if !leaving.is_own(name) {
            unknown.push(*name);
        }
    }
    for (name, value) in leaving.also_passed() {
        let mut entry = Writer::default();
        entry.string("name", name).string("value", value);
        added.push(entry.finish());
    }
    let mut entries = Writer::default();
    entries.strings("removed", &removed).strings("unknown", &unknown).objects("added", &added);
    entries.finish()
}
