//! Where a form is sent, and how.

use url::Url;

use super::page::Page;
use crate::findings::Findings;
use crate::page::fetch::Site;
use crate::page::form::Form;
use crate::page::html::Element;

pub(super) fn examine(form: &Form<'_>, page: &Page, site: &Site, findings: &mut Findings) {
    for action in actions(form) {
        sent_to(action, form, page, site, findings);
    }
    method(form, findings);
}

/// Where it is sent, of what is an address: where nothing is said, to the page.
pub(super) fn urls<'a>(form: &'a Form<'_>, page: &'a Page) -> impl Iterator<Item = Url> {
    let own = form.element.filled("action").is_none().then(|| page.url.clone());
    own.into_iter().chain(actions(form).filter_map(|action| page.base.join(action).ok()))
}

/// What it says itself, and what its buttons say.
fn actions<'a>(form: &'a Form<'_>) -> impl Iterator<Item = &'a str> {
    let own = form.element.filled("action").into_iter();
    own.chain(submitters(form).filter_map(|control| control.filled("formaction")))
}

fn submitters<'a>(form: &'a Form<'_>) -> impl Iterator<Item = &'a Element> {
    form.controls.iter().copied().filter(|control| is_submitter(control))
}

fn is_submitter(control: &Element) -> bool {
    control.name == "button"
        || control.get("type").is_some_and(|typ| {
            typ.eq_ignore_ascii_case("submit") || typ.eq_ignore_ascii_case("image")
        })
}

fn sent_to(action: &str, form: &Form<'_>, page: &Page, site: &Site, findings: &mut Findings) {
    match page.base.join(action) {
        Ok(url) if !site.is_own(&page.url, &url) => findings.serious(
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

fn method(form: &Form<'_>, findings: &mut Findings) {
    let own = form.element.get("method").unwrap_or_default();
    let methods = submitters(form).filter_map(|control| control.get("formmethod"));
    let is_get = |method: &str| !["post", "dialog"].contains(&&*method.to_ascii_lowercase());
    if !std::iter::once(own).chain(methods).any(is_get) {
        return;
    }
    match form.element.has("data-waxseal-allow-get") {
        false => findings.serious(
            "method-get",
            format!("{} is sent with GET: the address would hold what was typed", form.name()),
            "method=\"post\"; Waxseal refuses the form as it is",
        ),
        true => findings.warning(
            "get-allowed",
            format!("{} is sent with GET, and data-waxseal-allow-get allows it", form.name()),
            "method=\"post\": an address is kept in more places than a body, and all that the \
             policy lets pass stands in it in clear",
        ),
    }
}
