//! The page's content security policy.

mod allowed;
mod blocked;
mod held;

use super::page::Page;
use crate::findings::Findings;
use crate::page::fetch::Site;
use crate::page::form::Form;
use crate::page::html::Element;

pub(super) use held::{holds_back, is_too_long, policies};

const GOOD: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'";

pub(super) fn examine(page: &Page, site: &Site, forms: &[Form<'_>], findings: &mut Findings) {
    let (counted, ignored): (Vec<_>, Vec<_>) =
        held::metas(&page.elements).partition(|(_, element)| element.place.is_in_head);
    if !ignored.is_empty() {
        findings.warning(
            "csp-ignored",
            "a content security policy stands outside the head, where browsers pass over it",
            "move the meta element to the top of the head, or send the policy as a header",
        );
    }
    if page.has_more_policies() {
        findings.warning(
            "csp-too-long",
            "the content security policies are longer than what is looked at of them",
            "shorten them: servers and browsers have their limits, too",
        );
    }
    if page.policies.is_empty() {
        return missing(page, site, findings);
    }
    if page.headers(held::HEADER).next().is_none() {
        late(page, &counted, findings);
    }
    allowed::examine(&page.policies, findings);
    blocked::examine(page, site, forms, findings);
}

fn missing(page: &Page, site: &Site, findings: &mut Findings) {
    if !site.sees_headers() {
        return findings.info(
            "csp-unseen",
            "a folder does not say which headers are sent, a content security policy among them",
            "check the page's address too",
        );
    }
    let reported = page.headers("content-security-policy-report-only").next().is_some();
    let only = if reported { "; one is only reported, and holds nothing back" } else { "" };
    let what = format!("the page has no content security policy{only}");
    findings.warning("csp-missing", what, &format!("send Content-Security-Policy: {GOOD}"));
}

/// A policy in the page holds from where it stands.
fn late(page: &Page, meta: &[(usize, &Element)], findings: &mut Findings) {
    let first = meta.first().map_or(usize::MAX, |(at, _)| *at);
    if page.scripts.iter().any(|script| script.at < first) {
        findings.warning(
            "csp-late",
            "scripts stand before the content security policy, which does not hold for them",
            "move the meta element to the top of the head, or send the policy as a header",
        );
    }
}
