//! What the scripts may import: the package only itself and the module, the demo only the package.

use super::source::{Hide, Language, blank, line_of, places};
use super::{Finding, Source};

/// A folder of scripts, what an import there may start with, and why.
struct Rule {
    folder: &'static str,
    allowed: &'static [&'static str],
    why: &'static str,
}

const RULES: [Rule; 2] = [
    Rule {
        folder: "src/js/",
        allowed: &["./", "../", "waxseal:bytes", "card-validator"],
        why: "the package imports its own files, the module and its optional peers, nothing else",
    },
    Rule {
        folder: "www/",
        allowed: &["./", "waxseal", "/waxseal/"],
        why: "the demo knows the package's public face only",
    },
];

pub(super) fn check(source: &Source) -> Vec<Finding> {
    let Some(rule) = RULES.iter().find(|rule| source.path.starts_with(rule.folder)) else {
        return Vec::new();
    };
    let code = blank(&source.text, Language::Script, Hide::Comments);
    let refused = |(_, name): &(usize, &str)| !allowed(rule, name);
    let found = |(at, name)| Finding {
        path: source.path.clone(),
        line: line_of(&code, at),
        why: format!("imports {name}: {}", rule.why),
    };
    imports(&code).filter(refused).map(found).collect()
}

fn allowed(rule: &Rule, name: &str) -> bool {
    rule.allowed.iter().any(|start| name.starts_with(start)) && !name.contains("/../src/")
}

fn imports(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let keywords = ["from", "import"].into_iter();
    keywords.flat_map(move |word| {
        places(code, word).filter_map(move |at| Some((at, quoted(&code[at + word.len()..])?)))
    })
}

fn quoted(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches([' ', '\n', '(']);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::{Source, check};

    #[test]
    fn a_dependency_of_the_package_is_found() {
        let text = "import { a } from \"./a.js\";\nimport { merge } from 'lodash';\n";
        let findings = check(&Source::new("src/js/sealer.ts", text));
        assert_eq!(findings.iter().map(|found| found.line).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_demo_that_reaches_past_the_package_is_found() {
        let text = "import { protect } from \"waxseal\";\nawait import(\"../src/js/sealer.js\");\n";
        let findings = check(&Source::new("www/shop.js", text));
        assert_eq!(findings.iter().map(|found| found.line).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn other_folders_import_what_they_like() {
        assert_eq!(check(&Source::new("tests/browser/a.mjs", "import 'node:fs'")), []);
    }
}
