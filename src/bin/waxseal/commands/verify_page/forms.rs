//! The forms that are sealed, or were meant to be: where they go, and how.

use std::collections::BTreeMap;

use url::Url;
use waxseal::manifest::Manifest;

use super::page::Page;
use super::{Ours, inputs, manifest, pin};
use crate::findings::Findings;
use crate::page::fetch::Site;
use crate::page::form::Form;
use crate::page::html::Element;

/// A page with more of them is none of a shop.
const MOST: usize = 50;

pub(super) fn examine(
    page: &Page,
    site: &Site,
    ours: &Ours,
    forms: &[Form<'_>],
    findings: &mut Findings,
) {
    // Forms share a manifest.
    let mut manifests = BTreeMap::new();
    beside(page, site, forms, findings);
    let concerned = forms.iter().filter(|form| form.is_protected() || form.is_meant());
    for form in concerned.take(MOST) {
        target(form, page, site, findings);
        if !form.is_protected() {
            unprotected(form, findings);
            continue;
        }
        let of = ["data-waxseal", "data-waxseal-min-version"].map(|name| form.element.get(name));
        let manifest: &Option<Manifest> = manifests
            .entry(of)
            .or_insert_with(|| manifest::examine(page, site, ours, form, findings));
        pin::examine(form, ours, manifest.as_ref(), findings);
        inputs::examine(form, manifest.as_ref(), findings);
    }
}

/// A form that takes nothing that the policy seals, by its own word.
fn beside(page: &Page, site: &Site, forms: &[Form<'_>], findings: &mut Findings) {
    let others = forms.iter().filter(|form| !form.is_protected() && !form.is_meant());
    for form in others.filter(|form| form.controls.iter().any(|one| inputs::is_typed_in(one))) {
        let action = form.element.filled("action").and_then(|action| page.base.join(action).ok());
        if let Some(url) = action.filter(|url| !site.is_own(&page.url, url)) {
            findings.warning(
                "form-elsewhere",
                format!("{} beside the sealed one is sent to another origin, {url}", form.name()),
                "is it yours? what is typed into it is not sealed: a checkout does without it",
            );
        }
    }
}

fn unprotected(form: &Form<'_>, findings: &mut Findings) {
    findings.serious(
        "form-unprotected",
        format!("{} asks for what is to be sealed, and has no data-waxseal", form.name()),
        "put data-waxseal and data-waxseal-pin on it, and find out who took them off; a form \
         that a script of yours protects needs neither",
    );
}

fn target(form: &Form<'_>, page: &Page, site: &Site, findings: &mut Findings) {
    let submitters = form.controls.iter().filter(|control| is_submitter(control));
    let actions = submitters.clone().filter_map(|control| control.filled("formaction"));
    for action in form.element.filled("action").into_iter().chain(actions) {
        sent_to(action, form, page, site, findings);
    }
    let methods = submitters.filter_map(|control| control.get("formmethod"));
    let own = form.element.get("method").unwrap_or_default();
    let is_get = |method: &str| !["post", "dialog"].contains(&&*method.to_ascii_lowercase());
    if std::iter::once(own).chain(methods).any(is_get)
        && !form.element.has("data-waxseal-allow-get")
    {
        findings.serious(
            "method-get",
            format!("{} is sent with GET: the address would hold what was typed", form.name()),
            "method=\"post\"; Waxseal refuses the form as it is",
        );
    }
}

fn is_submitter(control: &Element) -> bool {
    control.name == "button"
        || control.get("type").is_some_and(|typ| {
            typ.eq_ignore_ascii_case("submit") || typ.eq_ignore_ascii_case("image")
        })
}

fn sent_to(action: &str, form: &Form<'_>, page: &Page, site: &Site, findings: &mut Findings) {
    let url = page.base.join(action);
    let is_own = |url: &Url| site.is_own(&page.url, url);
    match url {
        Ok(url) if !is_own(&url) => findings.serious(
            "action-elsewhere",
            format!("{} is sent to another origin, {url}", form.name()),
            "put the shop's own address back, and find out who changed it; if it is yours, name \
             its origin in policy.toml",
        ),
        Ok(_) => {}
        Err(_) => findings.serious(
            "action-elsewhere",
            format!("{} is sent to what is no address", form.name()),
            "put the shop's own address back",
        ),
    }
}
