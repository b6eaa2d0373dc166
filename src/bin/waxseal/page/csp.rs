//! Content Security Policy, Level 3: what of it concerns a page with sealed fields.

pub(crate) mod asked;
mod width;

use content_security_policy::{self as csp, CspList, PolicyDisposition, PolicySource};

use width::{has_port, is_public, is_wide};

/// One policy; a page may have several, and all of them hold.
pub(crate) struct Policy {
    inner: csp::Policy,
    /// The place among the page's elements from which it holds: the first, of one in a header.
    from: usize,
}

/// The policies in a header, or in the meta element that stands there.
pub(crate) fn parse(text: &str, from: usize) -> impl Iterator<Item = Policy> {
    let list = CspList::parse(text, PolicySource::Header, PolicyDisposition::Enforce);
    list.0.into_iter().map(move |mut inner| {
        // A port that is none fits nothing; the parser takes it for a mistake of its caller.
        inner.directive_set.iter_mut().for_each(|one| one.value.retain(|source| has_port(source)));
        Policy { inner, from }
    })
}

const SCRIPTS: [&str; 3] = ["script-src-elem", "script-src", "default-src"];
const ATTRIBUTES: [&str; 3] = ["script-src-attr", "script-src", "default-src"];
const EVAL: [&str; 2] = ["script-src", "default-src"];
const FRAMES: [&str; 3] = ["frame-src", "child-src", "default-src"];
const OBJECTS: [&str; 2] = ["object-src", "default-src"];
const CONNECT: [&str; 2] = ["connect-src", "default-src"];

impl Policy {
    /// The sources of the first of these directives that there is.
    fn sources(&self, names: &[&str]) -> Option<&[String]> {
        let directives = &self.inner.directive_set;
        let found = names.iter().filter_map(|name| directives.iter().find(|one| one.name == *name));
        found.map(|directive| &directive.value[..]).next()
    }

    /// Whether any source in it is an address or a part of one.
    pub(crate) fn names_hosts(&self) -> bool {
        let mut sources = self.inner.directive_set.iter().flat_map(|one| &one.value);
        sources.any(|source| source.contains(['.', ':']) && !source.starts_with('\''))
    }

    /// Whether it is a header's, which whoever changes the page does not write, and names the
    /// origins whose pages may stand in the page.
    pub(crate) fn names_frames(&self, kind: asked::Kind) -> bool {
        let names = if matches!(kind, asked::Kind::Object) { &OBJECTS[..] } else { &FRAMES };
        self.from == 0 && self.sources(names).is_some_and(|sources| !is_wide(sources))
    }

    /// Whether the document runs as one of no origin, or without scripts or forms.
    pub(crate) fn takes_rights(&self) -> bool {
        let rights = ["allow-scripts", "allow-forms", "allow-same-origin"];
        let given = self.sources(&["sandbox"]).filter(|_| self.from == 0);
        given.is_some_and(|given| !rights.iter().all(|right| has(given, right)))
    }

    /// How many hashes it has: against each of them what stands in the page is held.
    pub(crate) fn hashes(&self) -> usize {
        let sources = self.inner.directive_set.iter().flat_map(|one| &one.value);
        let starts = sources.filter_map(|source| source.get(..4));
        starts.filter(|start| start.eq_ignore_ascii_case("'sha")).count()
    }

    /// Whether it says anything of scripts.
    pub(crate) fn limits_scripts(&self) -> bool {
        self.sources(&SCRIPTS).is_some()
    }

    /// Whether inline scripts run that the page's author did not mark, or those in attributes.
    pub(crate) fn allows_inline(&self) -> bool {
        [SCRIPTS, ATTRIBUTES].iter().any(|names| self.sources(names).is_none_or(is_unmarked))
    }

    /// Whether text may become a script.
    pub(crate) fn allows_eval(&self) -> bool {
        self.sources(&EVAL).is_none_or(|sources| has(sources, "'unsafe-eval'"))
    }

    /// Whether WebAssembly runs.
    pub(crate) fn allows_wasm(&self) -> bool {
        self.sources(&EVAL).is_none_or(|sources| {
            has(sources, "'wasm-unsafe-eval'") || has(sources, "'unsafe-eval'")
        })
    }

    /// Whether scripts come from anywhere.
    pub(crate) fn allows_any_script(&self) -> bool {
        self.sources(&SCRIPTS)
            .is_none_or(|sources| !has(sources, "'strict-dynamic'") && is_wide(sources))
    }

    /// Hosts where anyone publishes scripts, and whose scripts run: of a package of one's own the
    /// path is named.
    pub(crate) fn public_hosts(&self) -> Vec<&str> {
        let sources = self.sources(&SCRIPTS).unwrap_or_default();
        let is_ruled_out = has(sources, "'strict-dynamic'");
        let sources = sources.iter().filter(|_| !is_ruled_out).map(String::as_str);
        sources.filter(|source| is_public(source)).collect()
    }

    /// Whether a script may send what it reads anywhere.
    pub(crate) fn allows_any_connection(&self) -> bool {
        self.sources(&CONNECT).is_none_or(is_wide)
    }

    /// Whether no script runs at all, or nothing is fetched.
    pub(crate) fn allows_nothing(&self) -> bool {
        [&SCRIPTS[..], &CONNECT].iter().any(|names| {
            self.sources(names).is_some_and(|sources| matches!(sources, [] | [_]) && none(sources))
        })
    }

    /// Whether a form may be sent anywhere.
    pub(crate) fn allows_any_action(&self) -> bool {
        self.sources(&["form-action"]).is_none_or(is_wide)
    }

    /// Whether an injected `base` could turn the page's relative addresses.
    pub(crate) fn allows_any_base(&self) -> bool {
        self.sources(&["base-uri"]).is_none_or(is_wide)
    }
}

fn has(sources: &[String], word: &str) -> bool {
    sources.iter().any(|source| source.eq_ignore_ascii_case(word))
}

fn none(sources: &[String]) -> bool {
    sources.iter().all(|source| source.eq_ignore_ascii_case("'none'"))
}

/// A hash, a nonce or `'strict-dynamic'` turns `'unsafe-inline'` off.
fn is_unmarked(sources: &[String]) -> bool {
    let marks = ["'nonce-", "'sha256-", "'sha384-", "'sha512-", "'strict-dynamic'"];
    let is_mark = |source: &String| {
        let source = source.to_ascii_lowercase();
        marks.iter().any(|mark| source.starts_with(mark))
    };
    has(sources, "'unsafe-inline'") && !sources.iter().any(is_mark)
}

#[cfg(test)]
mod tests {
    use super::Policy;

    fn parse(text: &str) -> Vec<Policy> {
        super::parse(text, 0).collect()
    }

    #[test]
    fn what_a_policy_allows_is_read_as_browsers_do() {
        let good = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
            connect-src 'self'; form-action 'self'; base-uri 'none'";
        let [policy] = &parse(good)[..] else { panic!("one policy") };
        assert!(policy.limits_scripts() && policy.allows_wasm() && !policy.allows_nothing());
        assert!(!policy.allows_inline() && !policy.allows_eval() && !policy.allows_any_script());
        assert!(!policy.allows_any_connection() && !policy.allows_any_action());
        assert!(!policy.allows_any_base());
        let [first, second] = &parse("script-src * 'unsafe-inline', img-src *")[..] else {
            panic!("two policies")
        };
        assert!(first.allows_inline() && first.allows_any_script() && !first.allows_wasm());
        assert!(!second.limits_scripts() && second.allows_wasm() && second.allows_any_action());
        let [nonced] = &parse("script-src 'nonce-abc' 'unsafe-inline'")[..] else { panic!("one") };
        assert!(!nonced.allows_inline());
        let [nothing] = &parse("default-src 'none'; DEFAULT-SRC *")[..] else { panic!("one") };
        assert!(nothing.allows_nothing());
        assert!(parse(" ; , ;").is_empty());
    }

    #[test]
    fn scripts_in_attributes_are_inline_scripts() {
        let text = "script-src 'self'; script-src-attr 'unsafe-inline'";
        let [policy] = &parse(text)[..] else { panic!("one") };
        assert!(policy.allows_inline());
    }
}
