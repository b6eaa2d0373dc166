//! What the page's own policy holds back of it: browsers do not run, fetch or send that.

use url::Url;

use super::held;
use crate::commands::verify_page::page::Page;
use crate::commands::verify_page::scripts::beginning;
use crate::commands::verify_page::{manifest, target};
use crate::findings::{Findings, some};
use crate::page::csp::Policy;
use crate::page::csp::asked::{self, Asked};
use crate::page::fetch::Site;
use crate::page::form::Form;
use crate::page::scripts::{Kind, Script};
use crate::page::sri;

/// A page with more of one kind is none of a shop.
const MOST: usize = 100;
/// So many bytes are hashed at most, for what stands in the page itself.
const MOST_HASHED: usize = 256 << 20;
/// For what is asked for when the whole page has been read.
const LAST: usize = usize::MAX;

pub(super) fn examine(page: &Page, site: &Site, forms: &[Form<'_>], findings: &mut Findings) {
    scripts(page, site, findings);
    if !is_too_much(page) {
        inline(page, findings);
        maps(page, findings);
    }
    for form in forms.iter().filter(|form| form.is_protected()).take(MOST) {
        order(form, page, site, findings);
    }
}

fn scripts(page: &Page, site: &Site, findings: &mut Findings) {
    let run = page.scripts.iter().filter(|script| script.kind != Kind::Preload);
    let named = run.filter_map(|script| Some((script, script.url()?))).take(MOST);
    let blocked = named.filter(|(script, url)| held::holds_back(page, site, &asked(script, url)));
    let blocked = blocked.map(|(_, url)| url);
    let is_needed = |url: &&Url| site.is_own(&page.url, url) || url.path().contains("waxseal");
    let (own, others): (Vec<_>, Vec<_>) = blocked.partition(is_needed);
    let what = |urls: &[&Url]| {
        let names: Vec<String> = urls.iter().map(|url| site.name(url)).collect();
        format!("the content security policy does not let {} run", some(&names))
    };
    if !own.is_empty() {
        let advice = "name where it comes from in script-src, best 'self' alone";
        findings.serious("script-blocked", what(&own), advice);
    }
    if !others.is_empty() {
        let advice = "take it out, and find out who put it there; if it is yours, name its origin \
            in script-src";
        findings.warning("script-blocked", what(&others), advice);
    }
}

/// Each text is hashed for each hash of the policies.
fn is_too_much(page: &Page) -> bool {
    let hashes: usize = page.policies.iter().map(Policy::hashes).sum();
    let texts = page.scripts.iter().filter_map(Script::text);
    texts.map(str::len).sum::<usize>().saturating_mul(hashes) > MOST_HASHED
}

fn asked<'a>(script: &'a Script, url: &Url) -> Asked<'a> {
    Asked {
        nonce: script.nonce.as_deref(),
        integrity: script.integrity.as_deref(),
        ..Asked::of(asked::Kind::Script, url, script.at)
    }
}

fn is_held(script: &Script, text: &str, page: &Page) -> bool {
    let nonce = script.nonce.as_deref();
    page.policies.iter().any(|policy| !policy.allows_text(text, nonce, script.at))
}

fn inline(page: &Page, findings: &mut Findings) {
    let scripts = page.scripts.iter().filter(|script| script.kind != Kind::ImportMap);
    let held = scripts.take(MOST).filter_map(|script| {
        let text = script.text().filter(|text| !text.trim().is_empty())?;
        is_held(script, text, page).then_some(text)
    });
    let begins: Vec<String> = held.map(beginning).collect();
    if !begins.is_empty() {
        findings.warning(
            "inline-blocked",
            format!("the content security policy does not let {} run", some(&begins)),
            "take it out, and find out who put it there; if it is yours, move it to a file",
        );
    }
}

fn maps(page: &Page, findings: &mut Findings) {
    for script in page.scripts.iter().filter(|script| script.kind == Kind::ImportMap).take(MOST) {
        let Some(text) = script.text() else { continue };
        if is_held(script, text, page) {
            let hash = sri::sha256(text.as_bytes());
            findings.serious(
                "import-map-blocked",
                "the content security policy does not let an import map hold: browsers pass over \
                 it, and check nothing by it",
                &format!(
                    "if it is yours, add '{hash}' to script-src; else find out who put it there"
                ),
            );
        }
    }
}

/// The manifest, and the order itself.
fn order(form: &Form<'_>, page: &Page, site: &Site, findings: &mut Findings) {
    let held = |kind, url: &Url| held::holds_back(page, site, &Asked::of(kind, url, LAST));
    let written = form.element.filled("data-waxseal").filter(|written| !manifest::is_jws(written));
    let url = written.and_then(|written| page.base.join(written).ok());
    if url.is_some_and(|url| held(asked::Kind::Manifest, &url)) {
        findings.serious(
            "manifest-blocked",
            format!("the content security policy does not let {} fetch its manifest", form.name()),
            "connect-src 'self', or where the manifest is",
        );
    }
    if target::urls(form, page).take(MOST).any(|url| held(asked::Kind::Action, &url)) {
        findings.serious(
            "action-blocked",
            format!("the content security policy does not let {} be sent", form.name()),
            "form-action 'self', or where the form is sent",
        );
    }
}
