//! HTML, parsed by the browsers' own rules: which form an input belongs to and whether a script
//! runs depend on them.

mod place;
mod sink;

use std::time::{Duration, Instant};

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use waxseal::{Code, Error};

use place::Place;
use sink::Sink;

/// Browsers go no deeper either.
const DEEPEST: usize = 512;
const MOST_ELEMENTS: usize = 200_000;
/// Tag soup can be made that costs a parser the square of its length.
const PATIENCE: Duration = Duration::from_secs(10);
/// So much is parsed before the bounds are looked at again.
const CHUNK: usize = 1 << 10;

/// An element of a page, in the order in which the elements begin.
pub(crate) struct Element {
    /// The local name; of HTML in lower case, of others with `svg:` or `math:` before it.
    pub(crate) name: String,
    /// Each name once, as in a browser.
    pub(crate) attributes: Vec<(String, String)>,
    /// The text within it, of a script alone.
    pub(crate) text: String,
    /// The form that it belongs to, if the parser gave it to one.
    pub(crate) form: Option<usize>,
    pub(crate) place: Place,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The value without white space around it; nothing if there is none.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim_ascii).filter(|value| !value.is_empty())
    }

    /// Whether the attribute is there, whatever its value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// The elements of a page. Those of templates, which are not rendered, are left out.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<Element>, Error> {
    parse_as(bytes, true)
}

/// The same for a browser that runs no scripts.
pub(crate) fn parse_unscripted(bytes: &[u8]) -> Result<Vec<Element>, Error> {
    parse_as(bytes, false)
}

fn parse_as(bytes: &[u8], scripting_enabled: bool) -> Result<Vec<Element>, Error> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Error::new(Code::Unsupported, "a page in UTF-16, which is not read here"));
    }
    // What matters is ASCII, in every encoding that is left.
    let text = String::from_utf8_lossy(bytes);
    let tree_builder = TreeBuilderOpts { scripting_enabled, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    let mut parser = parse_document(Sink::new(), options);
    let end = Instant::now() + PATIENCE;
    let mut rest = &*text;
    while !rest.is_empty() {
        let (chunk, left) = rest.split_at(rest.floor_char_boundary(CHUNK));
        parser.process(StrTendril::from_slice(chunk));
        let sink = &parser.tokenizer.sink.sink;
        if sink.deepest() > DEEPEST || sink.count() > MOST_ELEMENTS || Instant::now() > end {
            return Err(Error::new(Code::Malformed, "nested too deeply, or too many elements"));
        }
        rest = left;
    }
    Ok(parser.finish())
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::{Element, parse};

    fn elements(page: &str) -> Vec<Element> {
        parse(page.as_bytes()).expect("a page")
    }

    fn scripts(page: &str) -> Vec<String> {
        let runs = |element: &Element| ["script", "svg:script"].contains(&element.name.as_str());
        elements(page).into_iter().filter(runs).map(|element| element.text).collect()
    }

    #[test]
    fn what_runs_in_a_browser_is_found_and_what_does_not_is_not() {
        assert_eq!(scripts("<script>a()</script>"), ["a()"]);
        assert_eq!(scripts("<svg><style><script>a()</script></style></svg>"), ["a()"]);
        assert_eq!(scripts("<div><template shadowrootmode=open><script>a()</script>"), ["a()"]);
        for hidden in [
            "<!-- <script>a()</script> -->",
            "<style><script>a()</script></style>",
            "<template><script>a()</script></template>",
            "<noscript><script>a()</script></noscript>",
            "<textarea><script>a()</script></textarea>",
            "<title><script>a()</script></title>",
        ] {
            assert_eq!(scripts(hidden), [""; 0], "{hidden}");
        }
    }

    #[test]
    fn an_input_belongs_to_the_form_that_a_browser_gives_it_to() {
        let page = "<table><form id=a><tr><td><input></table></form><form id=b></form><input>";
        let all = elements(page);
        let owners: Vec<_> = all
            .iter()
            .filter(|element| element.name == "input")
            .map(|input| input.form.and_then(|form| all[form].get("id")))
            .collect();
        assert_eq!(owners, [Some("a"), None]);
    }

    #[test]
    fn a_child_of_the_head_is_told_from_what_stands_elsewhere() {
        let is_in_head = |page: &str| {
            let all = elements(page);
            all.iter().find(|one| one.name == "meta").expect("a meta element").place.is_in_head
        };
        for page in ["<meta>", "<title></title><meta>", "<head></head><meta><body>"] {
            assert!(is_in_head(page), "{page}");
        }
        let in_shadow = "<head><template shadowrootmode=open><meta></template>";
        for page in ["<p><meta>", "<body><meta>", "<svg><head><meta>", in_shadow] {
            assert!(!is_in_head(page), "{page}");
        }
    }

    #[test]
    fn the_first_of_two_attributes_counts() {
        let all = elements("<form action=/a ACTION=https://evil.example>");
        let form = all.iter().find(|element| element.name == "form").expect("a form");
        assert_eq!(form.get("action"), Some("/a"));
    }

    #[test]
    fn hostile_pages_end_soon() {
        let begun = Instant::now();
        let soup: String = (0..10_000).map(|n| format!("<p><b id={n}>")).collect();
        for page in ["<div>".repeat(1 << 16), "<b>".repeat(1 << 16), soup] {
            assert!(parse(page.as_bytes()).is_err());
        }
        for page in ["<".repeat(1 << 17), "\0".repeat(1 << 17), "<a \0=\u{fffd}".repeat(1 << 14)] {
            let _ = parse(page.as_bytes());
        }
        assert!(parse(b"\xff\xfe<\0").is_err());
        assert!(parse(b"\xc3<p>\xff\xff<script>a()").is_ok());
        assert!(begun.elapsed().as_secs() < 60);
    }
}
