//! The scripts of a page: what a browser would run, and from where.

use url::Url;

use super::html::Element;

/// How a browser runs it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Classic,
    Module,
    /// Fetched ahead, and run if something imports it.
    Preload,
    ImportMap,
}

/// Where the script is.
pub(crate) enum Body {
    Inline(String),
    At(Url),
}

/// A script of a page.
pub(crate) struct Script {
    pub(crate) kind: Kind,
    pub(crate) body: Body,
    /// The attribute `integrity`.
    pub(crate) integrity: Option<String>,
    /// The attribute `nonce`, by which a policy knows it.
    pub(crate) nonce: Option<String>,
    /// Its place among the page's elements.
    pub(crate) at: usize,
}

impl Script {
    /// The address of a script that is a file.
    pub(crate) fn url(&self) -> Option<&Url> {
        match &self.body {
            Body::At(url) => Some(url),
            Body::Inline(_) => None,
        }
    }

    /// What stands in the page itself.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.body {
            Body::Inline(text) => Some(text),
            Body::At(_) => None,
        }
    }
}

/// All scripts, in their order.
pub(crate) fn of(elements: &[Element], base: &Url) -> Vec<Script> {
    let elements = elements.iter().enumerate();
    elements.filter_map(|(at, element)| script(at, element, base)).collect()
}

fn script(at: usize, element: &Element, base: &Url) -> Option<Script> {
    let (kind, source) = match element.name.as_str() {
        "script" => (kind(element)?, element.get("src")),
        "svg:script" => {
            let href = element.get("href").or_else(|| element.get("xlink:href"));
            (kind(element)?, href)
        }
        "link" if is_preload(element) => (Kind::Preload, Some(element.get("href")?)),
        _ => return None,
    };
    let body = match source {
        // Browsers do not read an import map from elsewhere.
        Some(_) if kind == Kind::ImportMap => return None,
        // What is no address is not fetched.
        Some(address) => Body::At(base.join(address).ok()?),
        None => Body::Inline(element.text.clone()),
    };
    let integrity = element.filled("integrity").map(str::to_owned);
    Some(Script { kind, body, integrity, nonce: nonce(element), at })
}

/// Nothing where markup seems to have run into an open tag (CSP, "is element nonceable").
fn nonce(element: &Element) -> Option<String> {
    let is_markup = |text: &String| {
        let text = text.to_ascii_lowercase();
        text.contains("<script") || text.contains("<style")
    };
    let mut attributes = element.attributes.iter();
    let is_torn = attributes.any(|(name, value)| is_markup(name) || is_markup(value));
    element.get("nonce").filter(|_| !is_torn).map(str::to_owned)
}

/// Nothing for data, which no browser runs (HTML, "prepare the script element").
fn kind(element: &Element) -> Option<Kind> {
    let typ = match (element.get("type"), element.get("language")) {
        (Some(""), _) | (None, None | Some("")) => return Some(Kind::Classic),
        (Some(typ), _) => typ.trim_ascii().to_ascii_lowercase(),
        (None, Some(language)) => format!("text/{}", language.to_ascii_lowercase()),
    };
    match typ.as_str() {
        "module" => Some(Kind::Module),
        "importmap" => Some(Kind::ImportMap),
        other if is_javascript(other) => Some(Kind::Classic),
        _ => None,
    }
}

/// Whether a media type is one of JavaScript's (WHATWG MIME Sniffing, "JavaScript MIME type").
pub(crate) fn is_javascript(typ: &str) -> bool {
    let essence = typ.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let Some((top, sub)) = essence.split_once('/') else { return false };
    let subs = ["javascript", "ecmascript", "x-javascript", "x-ecmascript"];
    let text = ["jscript", "livescript"].contains(&sub) || sub.starts_with("javascript1.");
    match top {
        "text" => subs.contains(&sub) || text,
        "application" => subs.contains(&sub),
        _ => false,
    }
}

fn is_preload(element: &Element) -> bool {
    let mut rel = element.get("rel").unwrap_or_default().split_ascii_whitespace();
    rel.any(|word| word.eq_ignore_ascii_case("modulepreload"))
}

#[cfg(test)]
mod tests {
    use super::is_javascript;

    #[test]
    fn javascript_has_several_names() {
        for typ in ["text/javascript", "Application/JavaScript; charset=utf-8", "text/jscript"] {
            assert!(is_javascript(typ), "{typ}");
        }
        for typ in ["", "text/html", "application/json", "application/octet-stream", "javascript"] {
            assert!(!is_javascript(typ), "{typ}");
        }
    }
}
