//! Scripts that stand in the page itself, and in attributes.

use super::page::Page;
use super::scripts::beginning;
use crate::findings::{Findings, some};
use crate::page::form;
use crate::page::html::Element;
use crate::page::scripts::{Kind, Script};

/// Events of typing and sending, which an element hears of all that is within it.
const TYPED: [&str; 11] = [
    "onbeforeinput",
    "onblur",
    "onchange",
    "onfocusout",
    "onformdata",
    "oninput",
    "onkeydown",
    "onkeypress",
    "onkeyup",
    "onpaste",
    "onsubmit",
];

pub(super) fn examine(page: &Page, findings: &mut Findings) {
    inline(page, findings);
    handlers(page, findings);
}

fn inline(page: &Page, findings: &mut Findings) {
    let written = page.scripts.iter().filter(|script| script.kind != Kind::ImportMap);
    let written = written.filter_map(Script::text).filter(|text| !text.trim().is_empty());
    let framed = page.elements.iter().filter_map(|element| element.filled("srcdoc"));
    let begins: Vec<String> = written.chain(framed).map(beginning).collect();
    if !begins.is_empty() {
        findings.warning(
            "inline-script",
            format!("scripts within the page itself: {}", some(&begins)),
            "move them to files, and leave 'unsafe-inline' out of the CSP: an injected one is \
             then refused",
        );
    }
}

fn handlers(page: &Page, findings: &mut Findings) {
    let found = page.elements.iter().flat_map(|element| {
        let scripts = element.attributes.iter().filter(|(name, value)| is_script(name, value));
        scripts.map(move |(name, _)| (element, name))
    });
    let (near, far): (Vec<_>, Vec<_>) = found.partition(|(element, name)| is_near(element, name));
    let named = |all: &[(&Element, &String)]| -> Vec<String> {
        all.iter().map(|(element, name)| format!("{name} on {}", element.name)).collect()
    };
    if !near.is_empty() {
        findings.serious(
            "handler-on-sealed",
            format!(
                "scripts stand on the sealed form, its inputs or the page: {}",
                some(&named(&near))
            ),
            "take them out: they read each key that is pressed; find out who put them there",
        );
    }
    if !far.is_empty() {
        findings.warning(
            "inline-handler",
            format!("scripts in attributes: {}", some(&named(&far))),
            "addEventListener in a file, and leave 'unsafe-inline' out of the CSP",
        );
    }
}

fn is_script(name: &str, value: &str) -> bool {
    let written: String =
        value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(11).collect();
    name.len() > 2 && name.starts_with("on") || written.eq_ignore_ascii_case("javascript:")
}

/// On the form or an input of it; or on what is around every form.
fn is_near(element: &Element, event: &str) -> bool {
    let is_around = ["html", "body"].contains(&element.name.as_str());
    form::is_marked(element)
        || element.name == "form" && element.has("data-waxseal")
        || is_around && TYPED.contains(&event)
}
