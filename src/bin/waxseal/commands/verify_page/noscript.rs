//! The page as shoppers see it whose browsers run no scripts.

use url::Url;

use super::page::Page;
use super::{inputs, refresh, target};
use crate::findings::Findings;
use crate::page::fetch::Site;
use crate::page::form::{self, Form};

pub(super) fn examine(page: &Page, site: &Site, findings: &mut Findings) {
    refresh::written(&page.unscripted, page, site, findings);
    for form in form::all(&page.unscripted) {
        typed(&form, page, site, findings);
    }
}

/// What is sent from there is not sealed.
fn typed(form: &Form<'_>, page: &Page, site: &Site, findings: &mut Findings) {
    let named = form.controls.iter().filter(|control| control.filled("name").is_some());
    let mut theirs = named.filter(|one| one.place.is_in_noscript && inputs::is_typed_in(one));
    if theirs.next().is_none() {
        return;
    }
    let is_elsewhere = |url: Url| !site.is_own(&page.url, &url);
    let advice = "take it out, and say there how else to order; find out who put it there";
    if form.is_meant() || target::urls(form, page).any(is_elsewhere) {
        let what = format!("without scripts, {} sends what is to be sealed in clear", form.name());
        findings.serious("noscript-form", what, advice);
    } else {
        let what =
            format!("without scripts, {} has other inputs, which are not sealed", form.name());
        findings.warning("noscript-form", what, advice);
    }
}
