//! A page as it was served, and what is found of the page itself.

use url::{Host, Url};
use waxseal::Error;

use super::{csp, refresh};
use crate::findings::Findings;
use crate::page::base;
use crate::page::csp::Policy;
use crate::page::fetch::{Fetched, Site};
use crate::page::html::{self, Element};
use crate::page::importmap::ImportMap;
use crate::page::scripts::{self, Script};

pub(super) struct Page {
    /// Where it was at last.
    pub(super) url: Url,
    /// What its relative addresses start from.
    pub(super) base: Url,
    pub(super) elements: Vec<Element>,
    /// What browsers make of it that run no scripts; nothing, if there is no difference.
    pub(super) unscripted: Vec<Element>,
    pub(super) scripts: Vec<Script>,
    pub(super) map: ImportMap,
    pub(super) policies: Vec<Policy>,
    fetched: Fetched,
}

impl Page {
    pub(super) fn read(site: &Site, url: &Url) -> Result<Self, Error> {
        let fetched = site.get(url)?;
        let url = fetched.url.clone();
        let about = |error: Error| error.about(&site.name(&url));
        let elements = html::parse(&fetched.bytes).map_err(about)?;
        let unscripted = match elements.iter().any(|element| element.name == "noscript") {
            true => html::parse_unscripted(&fetched.bytes).map_err(about)?,
            false => Vec::new(),
        };
        let policies = csp::policies(&fetched, &elements);
        let base = base::of(&elements, &url, &policies);
        let scripts = scripts::of(&elements, &base);
        let map = ImportMap::of(&scripts, &base);
        Ok(Self { url, base, elements, unscripted, scripts, map, policies, fetched })
    }

    /// Whether it has more of policies than is looked at.
    pub(super) fn has_more_policies(&self) -> bool {
        csp::is_too_long(&self.fetched, &self.elements)
    }

    /// The values of a header of the page.
    pub(super) fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fetched.headers(name)
    }
}

pub(super) fn examine(page: &Page, site: &Site, findings: &mut Findings) {
    encoding(page, findings);
    refresh::examine(page, site, findings);
    if site.is_web() {
        media_type(page, findings);
        transport(page, findings);
        redirects(page, site, findings);
    }
    turned(page, site, findings);
    ambiguous(page, findings);
    if page.map.is_unreadable {
        findings.serious(
            "import-map-unreadable",
            "an import map cannot be read: it may send imports anywhere",
            "write it as plain JSON, or take it out, and find out who put it there",
        );
    }
}

/// In a select element newer parsers keep these; older ones drop them, and run what they hold as text.
fn ambiguous(page: &Page, findings: &mut Findings) {
    let raw = ["iframe", "noembed", "noframes", "noscript", "style", "title", "xmp"];
    let is_odd = |one: &&Element| one.place.is_in_select && raw.contains(&one.name.as_str());
    if let Some(odd) = page.elements.iter().find(is_odd) {
        findings.serious(
            "page-ambiguous",
            format!("a {} element within a select: browsers differ in what runs there", odd.name),
            "take it out, and find out who put it there",
        );
    }
}

fn turned(page: &Page, site: &Site, findings: &mut Findings) {
    let Some((_, href)) = base::first(&page.elements) else { return };
    let url = page.url.join(href).ok();
    if url.as_ref().is_some_and(|url| !site.is_own(&page.url, url)) {
        findings.serious(
            "base-elsewhere",
            format!("a base element turns the page's addresses to {href}"),
            "find out who put it there, and take it out; base-uri 'none' in the CSP forbids it",
        );
    }
    if url.is_none_or(|url| url != page.base) {
        findings.warning(
            "base-ignored",
            format!("browsers pass over a base element, and start from the page: {href}"),
            "take it out; if it is yours, let base-uri in the CSP allow it",
        );
    }
}

/// Both have bytes that no page needs, and by which a browser may read other tags than stand here.
fn encoding(page: &Page, findings: &mut Findings) {
    if page.fetched.bytes.iter().any(|byte| [b'\0', 0x1b].contains(byte)) {
        findings.serious(
            "page-encoding",
            "the page has bytes of UTF-16 or ISO-2022-JP: browsers may read another page in it",
            "write it in UTF-8, and find out who put them there",
        );
    }
}

/// As XML a page has other scripts than as HTML.
fn media_type(page: &Page, findings: &mut Findings) {
    let sent = page.headers("content-type").last().unwrap_or("nothing");
    let essence = sent.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("text/html") {
        let what = format!("the page is sent as {sent}, and was looked at as HTML");
        findings.serious("page-type", what, "Content-Type: text/html; charset=utf-8");
    }
}

fn transport(page: &Page, findings: &mut Findings) {
    if page.url.scheme() == "http" && !is_local(&page.url) {
        findings.serious(
            "insecure-page",
            "the page is not served over https: anyone on the way can change it",
            "serve it over https alone, with Strict-Transport-Security",
        );
    }
}

fn redirects(page: &Page, site: &Site, findings: &mut Findings) {
    let Some(first) = page.fetched.hops.first() else { return };
    let away = page.fetched.hops.iter().chain([&page.url]).find(|hop| !is_same(first, hop));
    let Some(away) = away else { return };
    let what = format!("{first} redirects to another origin, {away}");
    match site.is_known(&page.url) && site.is_known(away) {
        true => findings.info("redirect", what, "check the address that shoppers are given"),
        false => findings.serious(
            "redirect-elsewhere",
            what,
            "find out who answers there; if it is yours, name the page's own address",
        ),
    }
}

/// The same origin, or the same host by https.
fn is_same(first: &Url, then: &Url) -> bool {
    first.origin() == then.origin()
        || first.host() == then.host() && first.scheme() == "http" && then.scheme() == "https"
}

/// Whether it is on this machine.
pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
