//! The address that a page's relative ones start from.

use url::Url;

use super::csp::Policy;
use super::csp::asked::{Asked, Kind};
use super::html::Element;

/// That of the first base element, if browsers take it (HTML, "set the frozen base URL"); else that
/// of the page.
pub(crate) fn of(elements: &[Element], page: &Url, policies: &[Policy]) -> Url {
    let found = first(elements).and_then(|(at, href)| Some((at, page.join(href).ok()?)));
    let is_taken = |(at, url): &(usize, Url)| {
        let asked = Asked::of(Kind::Base, url, *at);
        !matches!(url.scheme(), "data" | "javascript")
            && policies.iter().all(|policy| policy.allows(page, &asked))
    };
    found.filter(is_taken).map_or_else(|| page.clone(), |(_, url)| url)
}

/// The first base element with an address, and its place.
pub(crate) fn first(elements: &[Element]) -> Option<(usize, &str)> {
    let bases = elements.iter().enumerate().filter(|(_, element)| element.name == "base");
    bases.filter_map(|(at, element)| Some((at, element.get("href")?))).next()
}
