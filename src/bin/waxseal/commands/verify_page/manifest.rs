//! The manifest that a form names, as it is served.

use url::Url;
use waxseal::manifest::{CLOCK_TOLERANCE, Manifest};
use waxseal::policy::Env;
use waxseal::{Code, Error};

use super::Ours;
use super::page::{Page, is_local};
use crate::clock;
use crate::findings::Findings;
use crate::page::fetch::{Fetched, Site};
use crate::page::form::Form;

const UPLOAD: &str = "upload vault/waxseal.jws to where the page loads it";
const PUBLISH: &str = "waxseal publish, and upload the manifest";

/// Returns the manifest if it is ours, whatever else is found of it.
pub(super) fn examine(
    page: &Page,
    site: &Site,
    ours: &Ours,
    form: &Form<'_>,
    findings: &mut Findings,
) -> Option<Manifest> {
    let written = form.element.filled("data-waxseal").unwrap_or_default();
    let jws = match is_jws(written) {
        true => written.to_owned(),
        false => fetch(page, site, written, findings)?,
    };
    let manifest = match Manifest::verify(&jws, &ours.pins()) {
        Ok(manifest) => manifest,
        Err(error) => {
            refused(&error, findings);
            return None;
        }
    };
    time(&manifest, ours, findings);
    version(&manifest, ours, form, findings);
    origin(&manifest, page, site, ours, findings);
    Some(manifest)
}

/// A page may carry the manifest itself.
pub(super) fn is_jws(text: &str) -> bool {
    text.starts_with("eyJ") && text.split('.').count() == 3 && !text.contains('/')
}

fn fetch(page: &Page, site: &Site, written: &str, findings: &mut Findings) -> Option<String> {
    let url = match page.base.join(written) {
        Ok(url) if !written.is_empty() => url,
        _ => {
            findings.serious("manifest-missing", "the form names no manifest", UPLOAD);
            return None;
        }
    };
    if !site.is_own(&page.url, &url) {
        let what = format!("the manifest is loaded from another origin, {}", url);
        findings.info("manifest-elsewhere", what, "let the page's own server serve it");
    }
    if !site.has(&page.url, &url) {
        return None;
    }
    match site.get(&url) {
        Ok(fetched) => {
            served(site, &url, &fetched, findings);
            Some(fetched.text())
        }
        Err(error) => {
            findings.error("manifest-missing", &error, UPLOAD);
            None
        }
    }
}

fn served(site: &Site, url: &Url, fetched: &Fetched, findings: &mut Findings) {
    if fetched.url.origin() != url.origin() {
        let what = format!("the manifest's address redirects to another origin, {}", fetched.url);
        findings.warning("manifest-redirected", what, "let the page's own server serve it");
    }
    let control = fetched.headers("cache-control").collect::<Vec<_>>().join(",");
    let control = control.to_ascii_lowercase();
    let seconds = ["max-age=", "s-maxage="].iter().filter_map(|name| {
        let number = control.split(',').find_map(|part| part.trim().strip_prefix(name))?;
        number.trim_matches('"').parse::<u64>().ok()
    });
    let is_fresh = ["no-cache", "no-store"].iter().any(|word| control.contains(word));
    let longest = seconds.max().unwrap_or(0);
    if site.sees_headers() && longest > 0 && !is_fresh {
        findings.warning(
            "manifest-cached",
            format!("caches may keep the manifest for {longest} seconds: shoppers get an old one"),
            "send Cache-Control: no-cache with it",
        );
    }
}

fn refused(error: &Error, findings: &mut Findings) {
    match error.code() {
        Code::Untrusted => findings.serious(
            "manifest-untrusted",
            format!("the manifest is not signed by us: {}", error.reason()),
            "somebody replaced or changed it: upload vault/waxseal.jws again, and find out who",
        ),
        Code::Policy => findings.error("manifest-contradictory", error, PUBLISH),
        _ => findings.error("manifest-malformed", error, UPLOAD),
    }
}

fn time(manifest: &Manifest, ours: &Ours, findings: &mut Findings) {
    let on = clock::day(manifest.exp);
    if manifest.exp <= ours.now {
        let what = format!("the manifest ended on {on}: pages refuse it");
        findings.serious("manifest-expired", what, PUBLISH);
    } else if manifest.exp <= ours.soon {
        findings.warning("manifest-expires", format!("the manifest ends on {on}"), PUBLISH);
    }
    if manifest.iat > ours.now + CLOCK_TOLERANCE {
        findings.serious(
            "manifest-not-yet-valid",
            format!("the manifest was signed on {}, which is to come", clock::day(manifest.iat)),
            "set the clock of the machine that publishes right, and publish again",
        );
    }
    let ending = manifest.keys.iter().filter(|key| key.exp <= ours.soon);
    for key in ending {
        let what = format!("a key of role {} ends on {}", key.role, clock::day(key.exp));
        findings.warning("key-ends", what, "waxseal rotate, then publish, and upload the manifest");
    }
}

fn version(manifest: &Manifest, ours: &Ours, form: &Form<'_>, findings: &mut Findings) {
    let asked = form.element.filled("data-waxseal-min-version");
    let asked = asked.and_then(|version| version.parse::<u64>().ok()).unwrap_or(0);
    if ours.has_newer(manifest) {
        findings.serious(
            "manifest-rolled-back",
            format!("version {} is served, and a newer one was published", manifest.version),
            UPLOAD,
        );
    } else if asked > manifest.version {
        findings.serious(
            "manifest-rolled-back",
            format!("version {} is served, and the page asks for {asked}", manifest.version),
            UPLOAD,
        );
    } else if ours.newest.is_some_and(|newest| newest < manifest.version) {
        findings.warning(
            "manifest-unknown",
            format!("version {} is newer than any that this vault published", manifest.version),
            "find out who publishes; or this copy of the vault is an old one",
        );
    }
}

fn origin(manifest: &Manifest, page: &Page, site: &Site, ours: &Ours, findings: &mut Findings) {
    let origin = page.url.origin().ascii_serialization();
    if site.is_web() && !manifest.allows_origin(&origin) {
        findings.serious(
            "wrong-origin",
            format!("the manifest is not for pages of {origin}: they seal nothing"),
            "if the page is yours, add the origin to policy.toml and publish",
        );
    } else if manifest.origins != ours.origins() && ours.policy.is_some() {
        findings.warning(
            "origins-changed",
            "policy.toml names other origins than the manifest",
            PUBLISH,
        );
    }
    if manifest.env == Env::Test && site.is_web() && !is_local(&page.url) {
        findings.warning(
            "manifest-test",
            "the manifest is one for tests: env = \"test\"",
            "before real orders: env = \"live\", and publish",
        );
    }
}
