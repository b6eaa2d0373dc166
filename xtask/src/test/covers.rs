//! Which files of `tests/browser` a change is held against: those that are about what was changed.
//! Every file meets every part of the package somewhere; the table names the ones that would say
//! first what is wrong. The whole run leaves none out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;
use crate::process::{command, output};

const TESTS: &str = "tests/browser";

/// The beginning of a changed path, and the tests that it is held against. The first that fits counts.
const COVERS: &[(&str, &[&str])] = &[
    ("gcm", &["memory", "sealer", "vectors"]),
    ("src/js/auto", &["auto"]),
    ("src/js/core/from", &["csp", "integrity", "packaging", "slim"]),
    ("src/js/core", &["bad-values", "manifest", "memory", "sealer", "slim", "vectors"]),
    ("src/js/dom", &["fields", "formdata", "names", "submit", "validation"]),
    ("src/js/elements", &["badge", "fallback"]),
    ("src/js/fields", &["fields-entry"]),
    ("src/js/index", &["package", "sealer"]),
    ("src/js/inspect", &["inspect"]),
    ("src/js/protect", PROTECT),
    ("src/js/react", &["react", "react-forms"]),
    ("src/js/seal/messages", &["sealer", "validation"]),
    ("src/js/seal", &["bad-values", "fields", "groups", "loading", "manifest", "sealer"]),
    ("src/js/slim", &["slim"]),
    ("src/js/testing/leaks", &["leaks"]),
    ("src/js/testing", &["testing"]),
    ("src/bin/waxseal/commands/inspect", &["inspect"]),
    ("src/bin/waxseal/commands/notice", &["notice"]),
    ("src/bin/waxseal/commands/open", &["print"]),
    ("src/bin/waxseal/commands/verify_page", &["verify-page"]),
    ("src/bin", &[]),
    ("src/inspect.rs", &["inspect"]),
    ("src/open", &["testing"]),
    ("src/order", &["inspect", "testing", "vectors"]),
    ("src/page", &["bad-values", "fields", "formdata", "manifest", "validation", "vectors"]),
    ("src/reseal", &[]),
    ("src/wasm/inspect.rs", &["inspect"]),
    ("src/wasm/testing.rs", &["testing"]),
    ("src/wasm", &["bad-values", "formdata", "manifest", "memory", "sealer", "vectors"]),
    ("src", &["manifest", "memory", "sealer", "vectors"]),
    ("docs/desk.md", &["desk"]),
    ("docs", &["docs"]),
    ("examples/php", &["inspect"]),
    ("examples/templates", &["print"]),
    ("examples/web", &["examples"]),
    ("pkg", &["package", "packaging"]),
    ("README.md", &["readme"]),
    ("tests/vectors", &["inspect", "testing", "vectors"]),
    ("www", &["demo"]),
    ("xtask/src/build", &["package", "packaging"]),
];

/// What happens to a form between `protect` and its release.
const PROTECT: &[&str] = &[
    "bfcache",
    "formdata",
    "loading",
    "mistakes",
    "names",
    "replay",
    "retry",
    "submit",
    "validation",
];

/// The files for what was changed since main, committed or not.
pub(super) fn changed() -> Result<Vec<PathBuf>> {
    let (changed, scripts) = (changes()?, scripts()?);
    let mut wanted: BTreeSet<PathBuf> = BTreeSet::new();
    for path in &changed {
        wanted.extend(covered(path).iter().map(|name| test(name)));
        wanted.extend(using(path, &scripts));
    }
    Ok(wanted.into_iter().filter(|path| path.exists()).collect())
}

fn changes() -> Result<Vec<String>> {
    let base = ["main", "origin/main"]
        .iter()
        .find_map(|main| output(&mut command("git", ["merge-base", "HEAD", main])).ok())
        .context("there is no main to compare with")?;
    let changed = output(&mut command("git", ["diff", "--name-only", &base]))?;
    let new = output(&mut command("git", ["ls-files", "--others", "--exclude-standard"]))?;
    Ok(changed.lines().chain(new.lines()).map(str::to_owned).collect())
}

fn covered(path: &str) -> &'static [&'static str] {
    let row = COVERS.iter().find(|(start, _)| path.starts_with(start));
    row.map_or(&[], |(_, names)| names)
}

fn test(name: &str) -> PathBuf {
    Path::new(TESTS).join(format!("{name}.test.mjs"))
}

/// A test that was changed itself, and those that take something from what was changed, straight or
/// by way of another file.
fn using(path: &str, scripts: &[Script]) -> Vec<PathBuf> {
    let mut reached = BTreeSet::from([path]);
    loop {
        let takes = |script: &&Script| script.names.iter().any(|name| reached.contains(&**name));
        let more = scripts.iter().filter(takes).map(|script| script.path.as_str());
        let more: Vec<&str> = more.filter(|path| !reached.contains(path)).collect();
        if more.is_empty() {
            break;
        }
        reached.extend(more);
    }
    let is_test = |path: &&str| path.starts_with(TESTS) && path.ends_with(".test.mjs");
    reached.into_iter().filter(is_test).map(PathBuf::from).collect()
}

/// A script of the tests, and the files that it names, by their paths from here.
struct Script {
    path: String,
    names: Vec<String>,
}

impl Script {
    fn new(path: &str, text: &str) -> Self {
        let relative =
            text.split('"').filter(|text| text.starts_with("./") || text.starts_with("../"));
        Self { path: path.into(), names: relative.map(|name| files::beside(path, name)).collect() }
    }
}

fn scripts() -> Result<Vec<Script>> {
    let all = files::of_the_repository()?;
    let paths = all.iter().filter(|path| path.starts_with(TESTS) && path.ends_with(".mjs"));
    // One that was removed takes nothing any more.
    let texts = paths.filter_map(|path| Some((path, fs::read_to_string(path).ok()?)));
    Ok(texts.map(|(path, text)| Script::new(path, &text)).collect())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{COVERS, Script, covered, test, using};

    fn root() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    #[test]
    fn each_test_that_the_table_names_is_there() {
        for name in COVERS.iter().flat_map(|(_, names)| *names) {
            assert!(root().join(test(name)).exists(), "{name}");
        }
    }

    #[test]
    fn each_row_is_of_something_that_is_there() {
        for (start, _) in COVERS {
            let (folder, name) = start.rsplit_once('/').unwrap_or((".", start));
            let mut entries = root().join(folder).read_dir().expect(folder);
            let is_of_it = |entry: std::io::Result<std::fs::DirEntry>| {
                entry.expect(folder).file_name().to_string_lossy().starts_with(name)
            };
            assert!(entries.any(is_of_it), "{start}");
        }
    }

    #[test]
    fn each_room_of_the_package_has_a_row_of_its_own() {
        for entry in root().join("src/js").read_dir().expect("a folder") {
            let name = entry.expect("an entry").file_name();
            let path = format!("src/js/{}", name.to_string_lossy());
            let path = path.trim_end_matches(".ts");
            assert!(COVERS.iter().any(|(start, _)| *start == path), "{path}");
        }
    }

    #[test]
    fn no_row_stands_after_a_broader_one() {
        for (index, (start, _)) in COVERS.iter().enumerate() {
            let broader = COVERS[..index].iter().find(|(other, _)| start.starts_with(other));
            assert_eq!(broader, None, "{start}");
        }
    }

    #[test]
    fn the_narrowest_row_counts() {
        assert_eq!(covered("src/js/auto.ts"), ["auto"]);
        assert!(covered("src/js/seal/sealer.ts").contains(&"sealer"));
        assert!(covered("src/js/protect/names.ts").contains(&"names"));
        assert_eq!(covered("src/js/testing/leaks/fill.ts"), ["leaks"]);
        assert_eq!(covered("src/js/testing/vault.ts"), ["testing"]);
        assert_eq!(covered("src/bin/waxseal/main.rs"), [""; 0]);
        assert!(covered("src/page/inputs/value.rs").contains(&"fields"));
        assert!(covered("src/field/mask.rs").contains(&"vectors"));
    }

    #[test]
    fn a_test_is_of_a_helper_that_its_helpers_take_something_from() {
        let script = |path: &str, text: &str| Script::new(&format!("tests/browser/{path}"), text);
        let scripts = [
            script("support/server.mjs", "import \"node:http\";"),
            script("support/shop.mjs", "import { Server } from \"./server.mjs\";"),
            script("leaks/pages.mjs", "await import(\"../support/shop.mjs\");"),
            script("submit.test.mjs", "import { visit } from \"./support/shop.mjs\";"),
            script("leaks.test.mjs", "import \"./leaks/pages.mjs\";"),
            script("types.test.mjs", "import \"../../pkg/dist/index.js\";"),
        ];
        let using = |path: &str| {
            let files = using(&format!("tests/browser/{path}"), &scripts);
            files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>()
        };
        let both = ["tests/browser/leaks.test.mjs", "tests/browser/submit.test.mjs"];
        assert_eq!(using("support/server.mjs"), both);
        assert_eq!(using("leaks/pages.mjs"), both[..1]);
        assert_eq!(using("types.test.mjs"), ["tests/browser/types.test.mjs"]);
        assert_eq!(using("support/gone.mjs"), [""; 0]);
    }

    #[test]
    fn helpers_that_go_in_a_circle_are_followed_once() {
        let scripts = [
            Script::new("tests/browser/a.mjs", "import \"./b.mjs\";"),
            Script::new("tests/browser/b.mjs", "import \"./a.mjs\";"),
        ];
        assert!(using("tests/browser/a.mjs", &scripts).is_empty());
    }
}
