//! The forms that are sealed, or were meant to be: where they go, and how.

use std::collections::BTreeMap;

use url::Url;
use waxseal::manifest::Manifest;

use super::page::Page;
use super::{Ours, inputs, manifest, pin, target};
use crate::findings::{Findings, some};
use crate::page::fetch::Site;
use crate::page::form::Form;

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
    let concerned: Vec<_> =
        forms.iter().filter(|form| form.is_protected() || form.is_meant()).collect();
    if concerned.len() > MOST {
        let what = format!("the page has {} forms with sealed inputs", concerned.len());
        let advice = "the first of them alone were looked at: find out who put the others there";
        findings.serious("too-many-forms", what, advice);
    }
    for form in concerned.into_iter().take(MOST) {
        target::examine(form, page, site, findings);
        hidden(form, findings);
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
        let urls: Vec<_> = target::urls(form, page).collect();
        match urls.iter().find(|url| !site.is_own(&page.url, url)) {
            Some(url) => findings.warning(
                "form-elsewhere",
                format!("{} beside the sealed one is sent to another origin, {url}", form.name()),
                "is it yours? what is typed into it is not sealed: a checkout does without it",
            ),
            None => findings.info(
                "form-beside",
                format!("{} beside the sealed one is sent to {}", form.name(), names(&urls, site)),
                "is it yours? what is typed into it is not sealed",
            ),
        }
    }
}

fn names(urls: &[Url], site: &Site) -> String {
    some(&urls.iter().map(|url| site.name(url)).collect::<Vec<_>>())
}

/// The package looks for forms in the page, and not in the shadow roots of its elements.
fn hidden(form: &Form<'_>, findings: &mut Findings) {
    if form.element.place.is_in_shadow {
        findings.serious(
            "form-in-shadow",
            format!("{} stands in a shadow root: auto.js does not find it there", form.name()),
            "take it out of the template, and find out who put it there; a form that a script of \
             yours protects may stand there",
        );
    }
}

fn unprotected(form: &Form<'_>, findings: &mut Findings) {
    findings.serious(
        "form-unprotected",
        format!("{} asks for what is to be sealed, and has no data-waxseal", form.name()),
        "put data-waxseal and data-waxseal-pin on it, and find out who took them off; a form \
         that a script of yours protects may have them too, to be looked at here",
    );
}
