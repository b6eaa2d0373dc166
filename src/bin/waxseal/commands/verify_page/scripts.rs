//! Every script of the page: whatever runs there can read what is typed before it is sealed.

use std::collections::BTreeMap;

use url::Url;

use super::loaded::{AllLoaded, Loaded};
use super::page::Page;
use super::trackers::{self, Tracker};
use crate::findings::{Findings, some};
use crate::page::fetch::{Fetched, Site};
use crate::page::scripts::{Kind, Script, is_javascript};
use crate::page::sri::{self, Verdict};

/// No page of a shop has scripts of so many origins.
const MOST: usize = 50;
const LEAST: &str = "a checkout runs as few scripts as it can: take it out, or authorise it";

pub(super) fn examine(page: &Page, site: &Site, loaded: &AllLoaded, findings: &mut Findings) {
    elsewhere(page, site, loaded, findings);
    tracking(page, loaded, findings);
    files(site, loaded, findings);
}

/// An inventory by origin.
fn elsewhere(page: &Page, site: &Site, loaded: &AllLoaded, findings: &mut Findings) {
    let named = addresses(page).filter(|(url, _)| !site.is_own(&page.url, url));
    let imported = loaded.elsewhere.iter().map(|url| (url, page.map.integrity(url).is_some()));
    let mut origins: BTreeMap<String, (Vec<String>, bool)> = BTreeMap::new();
    for (url, integrity) in named.chain(imported) {
        let (urls, has_integrity) =
            origins.entry(origin(url)).or_insert_with(|| (Vec::new(), true));
        urls.push(url.to_string());
        *has_integrity &= integrity;
    }
    let left = origins.len().saturating_sub(MOST);
    if left > 0 {
        let what = format!("scripts of {left} origins more than are named here");
        findings.warning("script-elsewhere", what, LEAST);
    }
    for (origin, (urls, has_integrity)) in origins.into_iter().take(MOST) {
        let without = if has_integrity { "" } else { ", without integrity" };
        let what = format!("scripts of another origin, {origin}{without}: {}", some(&urls));
        findings.warning("script-elsewhere", what, LEAST);
    }
}

/// What messages call the origin of an address.
pub(super) fn origin(url: &Url) -> String {
    match url.origin().is_tuple() {
        true => url.origin().ascii_serialization(),
        false => format!("{}:", url.scheme()),
    }
}

/// How messages quote a script.
pub(super) fn beginning(text: &str) -> String {
    text.trim().chars().take(60).collect()
}

/// The addresses that the page names, and whether with integrity.
fn addresses(page: &Page) -> impl Iterator<Item = (&Url, bool)> {
    page.scripts.iter().filter_map(|script| Some((script.url()?, script.integrity.is_some())))
}

fn tracking(page: &Page, loaded: &AllLoaded, findings: &mut Findings) {
    let urls = page.scripts.iter().filter_map(Script::url).chain(&loaded.elsewhere);
    let texts = page.scripts.iter().filter_map(Script::text);
    let found: Vec<&Tracker> =
        urls.filter_map(trackers::at).chain(texts.flat_map(trackers::within)).collect();
    for tracker in found {
        let what = format!("{} ({}) is on the page", tracker.name, tracker.host);
        match tracker.records {
            true => findings.serious(
                "session-replay",
                format!("{what}: it records what people type, before anything is sealed"),
                "take it off the checkout",
            ),
            false => findings.warning(
                "analytics",
                format!("{what}: it can read the page, and load more"),
                "take it off the checkout, or off the steps where people type",
            ),
        }
    }
}

/// The files of the page's own origin.
fn files(site: &Site, loaded: &AllLoaded, findings: &mut Findings) {
    for one in &loaded.files {
        match &one.file {
            Ok(file) => served(one, file, site, findings),
            Err(error) => {
                let advice = "upload it, or take it off the page";
                findings.warning("script-missing", error.to_string(), advice);
            }
        }
    }
    let names: Vec<String> = loaded.files.iter().map(|one| one.name.clone()).collect();
    if !names.is_empty() {
        let what = format!("scripts of the page's own origin: {}", names.join(", "));
        findings.info("scripts", what, "know what each is for");
    }
}

fn served(one: &Loaded, file: &Fetched, site: &Site, findings: &mut Findings) {
    if file.url.origin() != one.url.origin() {
        let what = format!("{} redirects to another origin, {}", one.name, file.url);
        findings.serious("script-redirected", what, "let the page's own server serve it");
    }
    if site.is_web() {
        content_type(one, file.headers("content-type").next(), findings);
    }
    match one.integrity.as_deref().map(|demanded| sri::check(demanded, &file.bytes)) {
        Some(Verdict::Differs) => findings.serious(
            "integrity-mismatch",
            format!("{} is not what the page's integrity says: browsers refuse it", one.name),
            "upload the file that belongs to it; if that is there, it was changed",
        ),
        Some(Verdict::Nothing) => findings.warning(
            "integrity-unreadable",
            format!("the integrity of {} has no hash that browsers know", one.name),
            "sha384-…, from integrity.json",
        ),
        Some(Verdict::Fits) | None => {}
    }
}

fn content_type(one: &Loaded, sent: Option<&str>, findings: &mut Findings) {
    let sent = sent.unwrap_or("none");
    let is_wasm = one.url.path().ends_with(".wasm");
    if is_wasm && !sent.starts_with("application/wasm") {
        let what = format!("{} is sent as {sent}: browsers compile it slower, or not", one.name);
        findings.warning("wasm-type", what, "Content-Type: application/wasm");
    } else if !is_wasm && one.kind != Kind::Classic && !is_javascript(sent) {
        let what = format!("{} is sent as {sent}: browsers refuse it as a module", one.name);
        findings.serious("script-type", what, "Content-Type: text/javascript");
    }
}
