//! A page that sends its shoppers on by itself: what was looked at is then not what they see.

use url::Url;

use super::page::Page;
use crate::findings::Findings;
use crate::page::fetch::Site;
use crate::page::html::Element;

/// Nobody has typed an order in so many seconds.
const SOON: u64 = 30;
const TAKE_OUT: &str = "take the refresh out, and find out who put it there";

pub(super) fn examine(page: &Page, site: &Site, findings: &mut Findings) {
    page.headers("refresh").for_each(|text| told(text, page, site, findings));
    written(&page.elements, page, site, findings);
}

/// What elements of the page say.
pub(super) fn written(elements: &[Element], page: &Page, site: &Site, findings: &mut Findings) {
    let texts = elements.iter().filter(|element| is_refresh(element));
    let texts = texts.filter_map(|element| element.get("content"));
    texts.for_each(|text| told(text, page, site, findings));
}

fn told(text: &str, page: &Page, site: &Site, findings: &mut Findings) {
    let Some((seconds, address)) = read(text) else { return };
    if let Ok(url) = page.base.join(address) {
        sent_on(seconds, &url, page, site, findings);
    }
}

fn sent_on(seconds: u64, url: &Url, page: &Page, site: &Site, findings: &mut Findings) {
    let what = format!("the page sends its shoppers on to {}", site.name(url));
    if !site.is_own(&page.url, url) {
        findings.serious("refresh-elsewhere", what, TAKE_OUT);
    } else if url.path() == page.url.path() && url.query() == page.url.query() {
        // It loads itself anew.
    } else if seconds < SOON {
        findings.warning("refresh", format!("{what}, which was not looked at"), TAKE_OUT);
    } else {
        let advice = "know what it is for, and look at that page, too";
        findings.info("refresh", format!("{what} after {seconds} seconds"), advice);
    }
}

fn is_refresh(element: &Element) -> bool {
    element.name == "meta"
        && element.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh"))
}

/// The seconds and the address in it (HTML, "shared declarative refresh steps"); nothing, if the
/// page loads itself.
fn read(text: &str) -> Option<(u64, &str)> {
    let is_time = |c: char| c.is_ascii_digit() || c == '.' || c.is_ascii_whitespace();
    let rest = text.trim_start_matches(is_time);
    let time = text[..text.len() - rest.len()].split('.').next().unwrap_or_default();
    let seconds = time.trim_ascii().parse().unwrap_or(0);
    let rest = rest.trim_start_matches([';', ',']).trim_ascii_start();
    let named = rest.get(..3).filter(|word| word.eq_ignore_ascii_case("url"));
    let named = named.and_then(|_| rest[3..].trim_ascii_start().strip_prefix('='));
    let rest = named.unwrap_or(rest).trim_ascii_start();
    let address = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].split(quote).next().unwrap_or_default(),
        _ => rest,
    };
    Some((seconds, address.trim_ascii())).filter(|(_, address)| !address.is_empty())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_time_and_the_address_are_read_as_browsers_do() {
        assert_eq!(read("0;url=/a"), Some((0, "/a")));
        assert_eq!(read(" 1.5 , URL = '/a' x"), Some((1, "/a")));
        assert_eq!(read("60;/a"), Some((60, "/a")));
        assert_eq!(read("99999999999999999999999;/a"), Some((0, "/a")));
        assert_eq!(read("600"), None);
    }
}
