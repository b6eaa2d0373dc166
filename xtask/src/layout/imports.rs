//! What the scripts may import: the package only itself, the module and what an entry is made for;
//! the demo only the package.

use super::source::{Hide, Language, blank, line_of, places};
use super::{Finding, Source};

/// Scripts whose paths start like this, what an import there may be, and why. What ends in `/` or
/// `:` is the start of a name.
struct Rule {
    scripts: &'static str,
    allowed: &'static [&'static str],
    why: &'static str,
}

const OWN: &str = "the package imports its own files and the module, nothing else";

/// The first that fits.
const RULES: [Rule; 5] = [
    Rule {
        scripts: "src/js/testing",
        allowed: &["./", "../", "waxseal", "waxseal:", "node:"],
        why: "what helps with tests needs Node.js alone",
    },
    Rule {
        scripts: "src/js/react",
        allowed: &["./", "../", "waxseal", "react"],
        why: "the entry for React knows React alone",
    },
    Rule {
        scripts: "src/js/fields",
        allowed: &["./", "../", "waxseal", "card-validator"],
        why: "typing help knows card-validator alone",
    },
    Rule { scripts: "src/js/", allowed: &["./", "../", "waxseal", "waxseal:"], why: OWN },
    Rule {
        scripts: "www/",
        allowed: &["./", "waxseal", "waxseal/", "/waxseal/"],
        why: "the demo knows the package's public face only",
    },
];

pub(super) fn check(source: &Source) -> Vec<Finding> {
    let Some(rule) = RULES.iter().find(|rule| source.path.starts_with(rule.scripts)) else {
        return Vec::new();
    };
    let code = blank(&source.text, Language::Script, Hide::Comments);
    let refused = |(_, name): &(usize, &str)| !allowed(rule, &source.path, name);
    let found = |(at, name)| Finding {
        path: source.path.clone(),
        line: line_of(&code, at),
        why: format!("imports {name}: {}", rule.why),
    };
    imports(&code).filter(refused).map(found).collect()
}

fn allowed(rule: &Rule, path: &str, name: &str) -> bool {
    let fits = |allowed: &&&str| {
        name == **allowed || (allowed.ends_with(['/', ':']) && name.starts_with(**allowed))
    };
    let longest = rule.allowed.iter().filter(fits).max_by_key(|allowed| allowed.len());
    let stays = |allowed: &&str| *allowed != "../" || !climbs_out(path, name);
    longest.is_some_and(stays) && !name.starts_with("./../")
}

/// Whether a relative name leads out of `src/js`.
fn climbs_out(path: &str, name: &str) -> bool {
    let folders = path.trim_start_matches("src/js/").matches('/').count();
    name.matches("../").count() > folders
}

pub(super) fn imports(code: &str) -> impl Iterator<Item = (usize, &str)> {
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
        let findings = check(&Source::new("src/js/seal/sealer.ts", text));
        assert_eq!(findings.iter().map(|found| found.line).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn an_entry_may_import_what_it_is_made_for_and_no_other_may() {
        let text = "import { useEffect } from \"react\";\n";
        assert_eq!(check(&Source::new("src/js/react/state.ts", text)), []);
        assert_eq!(check(&Source::new("src/js/elements/badge.ts", text)).len(), 1);
        let text = "import { createHash } from \"node:crypto\";\n";
        assert_eq!(check(&Source::new("src/js/testing.ts", text)), []);
        assert_eq!(check(&Source::new("src/js/inspect.ts", text)).len(), 1);
    }

    #[test]
    fn a_file_of_the_package_may_climb_to_another_and_not_out() {
        let text = "import { a } from \"../error.js\";\n";
        assert_eq!(check(&Source::new("src/js/core/slim.ts", text)), []);
        assert_eq!(check(&Source::new("src/js/slim.ts", text)).len(), 1);
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
