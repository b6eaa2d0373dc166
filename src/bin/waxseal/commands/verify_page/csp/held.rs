//! The policies that a page has, and what they hold back of what it asks for.

use url::Url;

use crate::commands::verify_page::page::Page;
use crate::page::csp::asked::Asked;
use crate::page::csp::{self, Policy};
use crate::page::fetch::{Fetched, Site};
use crate::page::html::Element;

pub(super) const HEADER: &str = "content-security-policy";

/// Servers send no header that is longer. All that a page asks for is held against all of it.
const LONGEST: usize = 16 << 10;

/// Those of the headers, and those of meta elements that browsers look at, children of the head:
/// as far as they are not too long together.
pub(crate) fn policies(fetched: &Fetched, elements: &[Element]) -> Vec<Policy> {
    let mut length = 0;
    let short = written(fetched, elements).take_while(|(_, text)| {
        length += text.len();
        length <= LONGEST
    });
    short.flat_map(|(at, text)| csp::parse(text, at)).collect()
}

/// Whether there are more of them than is looked at.
pub(crate) fn is_too_long(fetched: &Fetched, elements: &[Element]) -> bool {
    written(fetched, elements).map(|(_, text)| text.len()).sum::<usize>() > LONGEST
}

fn written<'a>(
    fetched: &'a Fetched,
    elements: &'a [Element],
) -> impl Iterator<Item = (usize, &'a str)> {
    let metas = metas(elements).filter(|(_, element)| element.place.is_in_head);
    let metas = metas.map(|(at, element)| (at, element.get("content").unwrap_or_default()));
    fetched.headers(HEADER).map(|text| (0, text)).chain(metas)
}

/// The meta elements that are to be a policy, wherever they stand.
pub(super) fn metas(elements: &[Element]) -> impl Iterator<Item = (usize, &Element)> {
    let is_policy = |element: &Element| {
        element.name == "meta"
            && element.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case(HEADER))
    };
    elements.iter().enumerate().filter(move |(_, element)| is_policy(element))
}

/// Whether the policies keep a page from what it asks for, wherever it is at home.
pub(crate) fn holds_back(page: &Page, site: &Site, asked: &Asked<'_>) -> bool {
    let is_there = |home: &Url| {
        let url = moved(&asked.url, &page.url, home);
        let asked = Asked { url, ..asked.clone() };
        page.policies.iter().any(|policy| !policy.allows(home, &asked))
    };
    // Of a folder whose own host is not known, one that a policy names may be it.
    let may_be_named = !site.is_web() && asked.url.origin() == page.url.origin();
    let homes = site.homes(&page.url);
    let is_homeless = may_be_named && homes == [page.url.clone()];
    !(is_homeless && page.policies.iter().any(Policy::names_hosts)) && homes.iter().all(is_there)
}

/// What is beside the page is beside it at home, too.
fn moved(url: &Url, page: &Url, home: &Url) -> Url {
    match url.origin() == page.origin() {
        true => {
            let rest = &url[url::Position::BeforePath..];
            home.join(rest).unwrap_or_else(|_| url.clone())
        }
        false => url.clone(),
    }
}
