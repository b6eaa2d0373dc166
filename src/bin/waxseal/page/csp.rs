//! Content Security Policy, Level 3: what of it concerns a page with sealed fields.

/// One policy; a page may have several, and all of them hold.
pub(crate) struct Policy(Vec<(String, Vec<String>)>);

/// The policies in a header or a meta element.
pub(crate) fn parse(text: &str) -> Vec<Policy> {
    text.split(',').map(policy).filter(|policy| !policy.0.is_empty()).collect()
}

fn policy(text: &str) -> Policy {
    let mut directives: Vec<(String, Vec<String>)> = Vec::new();
    for directive in text.split(';') {
        let mut words = directive.split_ascii_whitespace().map(str::to_ascii_lowercase);
        let Some(name) = words.next() else { continue };
        // Of two with one name the first counts.
        if directives.iter().all(|(found, _)| *found != name) {
            directives.push((name, words.collect()));
        }
    }
    Policy(directives)
}

const SCRIPTS: [&str; 3] = ["script-src-elem", "script-src", "default-src"];
const EVAL: [&str; 2] = ["script-src", "default-src"];
const CONNECT: [&str; 2] = ["connect-src", "default-src"];

impl Policy {
    /// The sources of the first of these directives that there is.
    fn sources(&self, names: &[&str]) -> Option<&[String]> {
        let found = names.iter().filter_map(|name| self.0.iter().find(|(have, _)| have == name));
        found.map(|(_, sources)| &sources[..]).next()
    }

    /// Whether it says anything of scripts.
    pub(crate) fn limits_scripts(&self) -> bool {
        self.sources(&SCRIPTS).is_some()
    }

    /// Whether inline scripts run that the page's author did not mark.
    pub(crate) fn allows_inline(&self) -> bool {
        let marked = |source: &String| {
            ["'nonce-", "'sha256-", "'sha384-", "'sha512-", "'strict-dynamic'"]
                .iter()
                .any(|start| source.starts_with(start))
        };
        self.sources(&SCRIPTS)
            .is_none_or(|sources| has(sources, "'unsafe-inline'") && !sources.iter().any(marked))
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
    sources.iter().any(|source| source == word)
}

fn none(sources: &[String]) -> bool {
    sources.iter().all(|source| source == "'none'")
}

fn is_wide(sources: &[String]) -> bool {
    let wide = ["*", "https:", "http:", "data:", "blob:", "filesystem:", "ws:", "wss:"];
    sources.iter().any(|source| {
        wide.contains(&source.as_str()) || source.ends_with("://*") || source.ends_with("://*:*")
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

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
}
