//! Which files of `tests/browser` a change is held against: those that are about what was changed.
//! Every file meets every part of the package somewhere; the table names the ones that would say
//! first what is wrong. The whole run leaves none out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::steps::test_files;
use crate::process::{command, output};

const TESTS: &str = "tests/browser";

/// The beginning of a changed path, and the tests that it is held against. The first that fits counts.
const COVERS: &[(&str, &[&str])] = &[
    ("src/js/auto", &["auto"]),
    ("src/js/elements", &["badge", "fallback"]),
    ("src/js/fields", &["fields-entry"]),
    ("src/js/inspect", &["inspect"]),
    ("src/js/react", &["react", "react-forms"]),
    ("src/js/slim", &["slim"]),
    ("src/js/testing", &["testing"]),
    ("src/js", &["bad-values", "fields", "formdata", "manifest", "sealer", "submit"]),
    ("src/bin/waxseal/commands/inspect", &["inspect"]),
    ("src/bin/waxseal/commands/notice", &["notice"]),
    ("src/bin/waxseal/commands/open", &["print"]),
    ("src/bin/waxseal/commands/verify_page", &["verify-page"]),
    ("src/bin", &[]),
    ("src", &["memory", "sealer", "vectors"]),
    ("docs/desk.md", &["desk"]),
    ("docs", &["docs"]),
    ("examples/templates", &["print"]),
    ("examples/web", &["examples"]),
    ("pkg", &["package", "packaging"]),
    ("README.md", &["readme"]),
    ("www", &["demo"]),
];

/// The files for what was changed since main, committed or not.
pub(super) fn changed() -> Result<Vec<PathBuf>> {
    let changed = changes()?;
    let mut wanted: BTreeSet<PathBuf> = BTreeSet::new();
    for path in &changed {
        wanted.extend(covered(path).iter().map(|name| test(name)));
        wanted.extend(using(path)?);
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

/// A test that was changed itself, and those that take something from a file beside them.
fn using(path: &str) -> Result<Vec<PathBuf>> {
    let Some(inner) = path.strip_prefix("tests/browser/") else { return Ok(Vec::new()) };
    let import = format!("\"./{inner}\"");
    let mut files = test_files(Path::new(TESTS))?;
    files.retain(|file| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        file == Path::new(path) || text.contains(&import)
    });
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{COVERS, covered, test};

    #[test]
    fn each_test_that_the_table_names_is_there() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for name in COVERS.iter().flat_map(|(_, names)| *names) {
            assert!(root.join(test(name)).exists(), "{name}");
        }
    }

    #[test]
    fn the_narrowest_row_counts() {
        assert_eq!(covered("src/js/auto.ts"), ["auto"]);
        assert!(covered("src/js/sealer.ts").contains(&"sealer"));
        assert_eq!(covered("src/bin/waxseal/main.rs"), [""; 0]);
        assert!(covered("src/field/mask.rs").contains(&"vectors"));
    }
}
