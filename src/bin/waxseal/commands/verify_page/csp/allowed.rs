//! What a content security policy allows, and what it should.

use crate::findings::{Findings, some};
use crate::page::csp::Policy;

pub(super) fn examine(policies: &[Policy], findings: &mut Findings) {
    sealing(policies, findings);
    sandbox(policies, findings);
    injection(policies, findings);
    public(policies, findings);
    leaving(policies, findings);
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
