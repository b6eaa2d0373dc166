//! Which room of `src/js` may import which, and that no files there go in a circle.

use std::collections::BTreeMap;

use super::imports::imports;
use super::source::{Hide, Language, blank, line_of};
use super::{Finding, Source};
use crate::files;

const ROOT: &str = "src/js/";

/// A folder of `src/js`, and those that it may import besides itself; of the last, types alone.
type Room = (&'static str, &'static [&'static str], &'static [&'static str]);

/// The entries, at the top, may import all. The more exact of two folders comes first.
const ROOMS: [Room; 10] = [
    ("core", &[], &[]),
    ("dom", &[], &[]),
    ("seal", &["core", "dom"], &[]),
    ("protect", &["core", "dom", "seal"], &[]),
    ("elements", &["core", "dom"], &["seal", "protect"]),
    ("fields", &["core", "dom"], &["seal", "protect"]),
    ("react", &[], &[]),
    ("testing/leaks/inside", &[], &[]),
    ("testing/leaks", &["core", "testing"], &["testing/leaks/inside"]),
    ("testing", &["core"], &[]),
];

/// One file that imports another.
struct Arrow<'a> {
    from: &'a str,
    line: usize,
    to: String,
    is_type: bool,
}

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let scripts = sources.iter().filter(|s| s.path.starts_with(ROOT) && s.path.ends_with(".ts"));
    let arrows: Vec<Arrow<'_>> = scripts.flat_map(arrows).collect();
    let refused = arrows.iter().filter_map(refused);
    refused.chain(circles(&arrows)).collect()
}

fn arrows(source: &Source) -> Vec<Arrow<'_>> {
    let code = blank(&source.text, Language::Script, Hide::Comments);
    let relative = imports(&code).filter(|(_, name)| name.starts_with('.'));
    let arrow = |(at, name): (usize, &str)| Arrow {
        from: &source.path,
        line: line_of(&code, at),
        to: resolve(&source.path, name),
        is_type: is_type(&code[..at]),
    };
    relative.map(arrow).collect()
}

/// Whether the statement that ends with this `from` imports types alone.
fn is_type(before: &str) -> bool {
    let start = ["import ", "export "].iter().filter_map(|word| before.rfind(word)).max();
    start.is_some_and(|start| before[start + 7..].starts_with("type "))
}

/// The file that a relative name means.
fn resolve(from: &str, name: &str) -> String {
    files::beside(from, name).replace(".js", ".ts")
}

fn room(path: &str) -> Option<&'static Room> {
    let inner = path.strip_prefix(ROOT)?;
    ROOMS.iter().find(|(name, ..)| inner.strip_prefix(name).is_some_and(|r| r.starts_with('/')))
}

fn refused(arrow: &Arrow<'_>) -> Option<Finding> {
    let (own, allowed, types) = room(arrow.from)?;
    let found = |why| Finding { path: arrow.from.to_owned(), line: arrow.line, why };
    let Some((other, ..)) = room(&arrow.to) else {
        return Some(found(format!("`{own}` may not import an entry")));
    };
    let may = own == other || allowed.contains(other) || arrow.is_type && types.contains(other);
    (!may).then(|| found(format!("`{own}` may not import `{other}`")))
}

/// Each file that comes back to itself.
fn circles(arrows: &[Arrow<'_>]) -> Vec<Finding> {
    let mut files: BTreeMap<&str, Vec<&Arrow<'_>>> = BTreeMap::new();
    for arrow in arrows {
        files.entry(arrow.from).or_default().push(arrow);
    }
    let circle = |(file, arrows): (&&str, &Vec<&Arrow<'_>>)| {
        let back = arrows.iter().find(|arrow| reaches(&files, &arrow.to, file, &mut Vec::new()))?;
        let why = format!("goes in a circle, by {}", back.to);
        Some(Finding { path: (*file).to_owned(), line: back.line, why })
    };
    files.iter().filter_map(circle).collect()
}

fn reaches<'a>(
    files: &'a BTreeMap<&str, Vec<&Arrow<'_>>>,
    from: &'a str,
    to: &str,
    seen: &mut Vec<&'a str>,
) -> bool {
    if from == to {
        return true;
    }
    if seen.contains(&from) {
        return false;
    }
    seen.push(from);
    let next = files.get(from).into_iter().flatten();
    next.map(|arrow| arrow.to.as_str()).any(|next| reaches(files, next, to, seen))
}

#[cfg(test)]
mod tests {
    use super::{Source, check};

    fn findings(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> =
            files.iter().map(|(path, text)| Source::new(path, text)).collect();
        check(&sources).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_room_that_imports_a_higher_one_is_found() {
        let text = "import { a } from \"./b.js\";\nimport { Sealer } from \"../seal/sealer.js\";\n";
        assert_eq!(
            findings(&[("src/js/core/page.ts", text)]),
            ["src/js/core/page.ts:2: `core` may not import `seal`"]
        );
        let text = "import type { O } from \"../fields.js\";\n";
        assert_eq!(findings(&[("src/js/fields/typing.ts", text)]).len(), 1);
    }

    #[test]
    fn types_may_come_from_where_values_may_not() {
        let value = "import { Sealer } from \"../seal/sealer.js\";\n";
        let of_type = "import type {\n  Sealer,\n} from \"../seal/sealer.js\";\n";
        assert_eq!(findings(&[("src/js/elements/badge.ts", value)]).len(), 1);
        assert_eq!(findings(&[("src/js/elements/badge.ts", of_type)]), [""; 0]);
    }

    #[test]
    fn files_that_go_in_a_circle_are_found() {
        let found = findings(&[
            ("src/js/core/a.ts", "import { b } from \"./b.js\";\n"),
            ("src/js/core/b.ts", "import type { c } from \"./c.js\";\n"),
            ("src/js/core/c.ts", "export { a } from \"./a.js\";\n"),
            ("src/js/core/d.ts", "import { a } from \"./a.js\";\n"),
        ]);
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn entries_import_what_they_like() {
        let text = "import { a } from \"./protect/a.js\";\nimport \"./index.js\";\n";
        assert_eq!(findings(&[("src/js/auto.ts", text)]), [""; 0]);
    }
}
