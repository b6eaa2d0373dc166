//! Pages within the page. They are not looked at.

use std::collections::BTreeMap;

use url::Url;

use super::csp;
use super::page::Page;
use crate::findings::{Findings, some};
use crate::page::csp::Policy;
use crate::page::csp::asked::{Asked, Kind};
use crate::page::fetch::Site;
use crate::page::html::Element;

/// No page of a shop has frames of so many origins.
const MOST: usize = 50;

struct Frame {
    url: Url,
    kind: Kind,
    at: usize,
}

pub(super) fn examine(page: &Page, site: &Site, findings: &mut Findings) {
    let elements = page.elements.iter().enumerate();
    let frames = elements.filter_map(|(at, element)| frame(at, element, &page.base));
    let (own, others): (Vec<_>, Vec<_>) = frames.partition(|one| site.is_own(&page.url, &one.url));
    near(&own, site, findings);
    far(&others, page, site, findings);
}

/// What is written into `srcdoc`, or is a script, is told elsewhere.
fn frame(at: usize, element: &Element, base: &Url) -> Option<Frame> {
    let (kind, attribute) = match element.name.as_str() {
        "iframe" if element.has("srcdoc") => return None,
        "iframe" | "frame" => (Kind::Frame, "src"),
        "object" => (Kind::Object, "data"),
        "embed" => (Kind::Object, "src"),
        _ => return None,
    };
    let url = base.join(element.filled(attribute)?).ok()?;
    let is_told = matches!(url.scheme(), "about" | "javascript");
    (!is_told).then_some(Frame { url, kind, at })
}

/// Pages of one origin reach into each other.
fn near(frames: &[Frame], site: &Site, findings: &mut Findings) {
    let names: Vec<String> = frames.iter().map(|frame| site.name(&frame.url)).collect();
    if !names.is_empty() {
        findings.warning(
            "frame-own",
            format!("the page shows {}, whose scripts can read the form", some(&names)),
            "take it out, or look at it, too",
        );
    }
}

fn far(frames: &[Frame], page: &Page, site: &Site, findings: &mut Findings) {
    let mut origins: BTreeMap<_, Vec<&Frame>> = BTreeMap::new();
    for frame in frames {
        origins.entry(super::scripts::origin(&frame.url)).or_default().push(frame);
    }
    for (origin, frames) in origins.iter().take(MOST) {
        let is_held = frames
            .iter()
            .take(MOST)
            .any(|frame| csp::holds_back(page, site, &Asked::of(frame.kind, &frame.url, frame.at)));
        let names = |policy: &Policy| frames.iter().all(|frame| policy.names_frames(frame.kind));
        let is_named = page.policies.iter().any(names);
        let urls: Vec<String> = frames.iter().map(|frame| frame.url.to_string()).collect();
        tell(is_held, is_named, &format!("a frame of {origin}: {}", some(&urls)), findings);
    }
    if let Some(left) = origins.len().checked_sub(MOST).filter(|left| *left > 0) {
        let what = format!("frames of {left} origins more");
        findings.warning("frame-elsewhere", what, "a checkout needs one or none");
    }
}

fn tell(is_held: bool, is_named: bool, what: &str, findings: &mut Findings) {
    match (is_held, is_named) {
        (true, _) => findings.warning(
            "frame-blocked",
            format!("the content security policy does not let browsers show {what}"),
            "take it out, and find out who put it there; if it is your payment provider's, name \
             its origin in frame-src",
        ),
        (false, true) => findings.info(
            "frame-elsewhere",
            format!("the page shows {what}"),
            "know whose it is: what is typed there goes to it, and is not sealed",
        ),
        (false, false) => findings.warning(
            "frame-elsewhere",
            format!("the page shows {what}; no header says which frames it may show"),
            "is it your payment provider's? then name its origin in frame-src of the CSP; else \
             take it out: what is typed there goes to it, and is not sealed",
        ),
    }
}
