//! What was found in a form, as JSON: names and places, never values.

use crate::jose::base64url;
use crate::jose::json::Writer;
use crate::page::{Problem, Reading};
use crate::prelude::*;

use super::answer::lines;

pub(super) fn reading(reading: &Reading) -> String {
    let fields: Vec<&str> = reading.values.iter().map(|(name, _)| name.as_str()).collect();
    let problems: Vec<String> = reading.problems.iter().map(problem).collect();
    let mut report = Writer::default();
    report
        .objects("problems", &problems)
        .strings("fields", &fields)
        .string("mark", &base64url::encode(&reading.mark));
    report.finish()
}

/// `inputs` and `pointed` are places in the form, `pointed` is one more than that, or 0.
fn problem(problem: &Problem) -> String {
    let inputs: Vec<String> = problem.inputs.iter().map(|at| number(*at)).collect();
    let mut members = Writer::default();
    members
        .string("error", &lines(&problem.error))
        .string("field", &problem.field)
        .objects("inputs", &inputs)
        .integer("pointed", problem.pointed.map_or(0, |at| at as u64 + 1));
    members.finish()
}

fn number(at: usize) -> String {
    let mut digits = Writer::default();
    digits.integer("at", at as u64);
    digits.finish()
}

pub(super) fn names(names: &[String]) -> String {
    let mut object = Writer::default();
    object.strings("names", names);
    object.finish()
}
