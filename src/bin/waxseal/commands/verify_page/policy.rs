//! The page's content security policy.

use super::held;
use super::page::Page;
use crate::findings::{Findings, some};
use crate::page::csp::Policy;
use crate::page::fetch::Site;
use crate::page::html::Element;

const GOOD: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'";

pub(super) fn examine(page: &Page, site: &Site, findings: &mut Findings) {
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
    if page.headers("content-security-policy").next().is_none() {
        late(page, &counted, findings);
    }
    sealing(&page.policies, findings);
    sandbox(&page.policies, findings);
    injection(&page.policies, findings);
    public(&page.policies, findings);
    leaving(&page.policies, findings);
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

/// Whether the page can seal at all.
fn sealing(policies: &[Policy], findings: &mut Findings) {
    if !policies.iter().all(Policy::allows_wasm) {
        findings.serious(
            "csp-blocks-wasm",
            "the content security policy does not allow WebAssembly: the page seals nothing",
            "add 'wasm-unsafe-eval' to script-src",
        );
    }
    if policies.iter().any(Policy::allows_nothing) {
        findings.serious(
            "csp-blocks-scripts",
            "the content security policy lets no script run, or no manifest be fetched",
            "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
        );
    }
}

/// Whether the document keeps its origin, its scripts and its forms.
fn sandbox(policies: &[Policy], findings: &mut Findings) {
    if policies.iter().any(Policy::takes_rights) {
        findings.serious(
            "csp-sandbox",
            "the content security policy takes the page's origin, scripts or forms: it seals nothing",
            "take sandbox out of it",
        );
    }
}

/// Whether somebody else's script runs.
fn injection(policies: &[Policy], findings: &mut Findings) {
    let mut found = |allows: fn(&Policy) -> bool, code, what: &str, advice: &str| {
        if policies.iter().all(allows) {
            findings.warning(code, what, advice);
        }
    };
    if !policies.iter().any(Policy::limits_scripts) {
        let what = "the content security policy says nothing of scripts";
        return found(|_| true, "csp-no-script-src", what, "script-src 'self' 'wasm-unsafe-eval'");
    }
    found(
        Policy::allows_inline,
        "csp-unsafe-inline",
        "the content security policy lets an injected inline script run",
        "take 'unsafe-inline' from script-src",
    );
    found(
        Policy::allows_eval,
        "csp-unsafe-eval",
        "the content security policy lets text become a script",
        "'wasm-unsafe-eval' in place of 'unsafe-eval'",
    );
    found(
        Policy::allows_any_script,
        "csp-wildcard",
        "the content security policy lets scripts come from anywhere",
        "name the origins in script-src, best 'self' alone",
    );
}

/// Whether scripts run that anyone has published. One policy that names no such host is enough.
fn public(policies: &[Policy], findings: &mut Findings) {
    let limiting = policies.iter().filter(|policy| policy.limits_scripts());
    let fewest = limiting.map(Policy::public_hosts).min_by_key(Vec::len).unwrap_or_default();
    if !fewest.is_empty() {
        let names: Vec<String> = fewest.into_iter().map(str::to_owned).collect();
        findings.warning(
            "csp-public-host",
            format!(
                "the content security policy lets run what anyone publishes at {}",
                some(&names)
            ),
            "serve the scripts from the page's own origin, or name one version of one package \
             with its path",
        );
    }
}

/// Whether what is typed may go elsewhere.
fn leaving(policies: &[Policy], findings: &mut Findings) {
    if policies.iter().all(Policy::allows_any_connection) {
        findings.warning(
            "csp-open-connect",
            "the content security policy lets a script send what it reads anywhere",
            "connect-src 'self'",
        );
    }
    if policies.iter().all(Policy::allows_any_action) {
        findings.warning(
            "csp-no-form-action",
            "the content security policy lets forms be sent anywhere",
            "form-action 'self'",
        );
    }
    if policies.iter().all(Policy::allows_any_base) {
        findings.info(
            "csp-no-base-uri",
            "an injected base element could turn the page's addresses elsewhere",
            "base-uri 'none'",
        );
    }
}
