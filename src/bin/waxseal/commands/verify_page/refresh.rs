//! A page that sends its shoppers on by itself: what was looked at is then not what they see.

use super::page::Page;
use crate::findings::Findings;
use crate::page::fetch::Site;
use crate::page::html::Element;

pub(super) fn examine(page: &Page, site: &Site, findings: &mut Findings) {
    let written = page.elements.iter().filter(|element| is_refresh(element));
    let written = written.filter_map(|element| element.get("content"));
    for address in page.headers("refresh").chain(written).filter_map(address) {
        let url = page.base.join(address);
        if url.as_ref().is_ok_and(|url| !site.is_own(&page.url, url)) {
            findings.serious(
                "refresh-elsewhere",
                format!("the page sends its shoppers on to {address}"),
                "take the refresh out, and find out who put it there",
            );
        }
    }
}

fn is_refresh(element: &Element) -> bool {
    element.name == "meta"
        && element.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh"))
}

/// The address in it (HTML, "shared declarative refresh steps"); none, if the page loads itself.
fn address(text: &str) -> Option<&str> {
    let is_time = |c: char| c.is_ascii_digit() || c == '.' || c.is_ascii_whitespace();
    let rest = text.trim_start_matches(is_time);
    let rest = rest.trim_start_matches([';', ',']).trim_ascii_start();
    let named = rest.get(..3).filter(|word| word.eq_ignore_ascii_case("url"));
    let named = named.and_then(|_| rest[3..].trim_ascii_start().strip_prefix('='));
    let rest = named.unwrap_or(rest).trim_ascii_start();
    let address = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].split(quote).next().unwrap_or_default(),
        _ => rest,
    };
    Some(address.trim_ascii()).filter(|address| !address.is_empty())
}
