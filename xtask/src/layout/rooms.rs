//! Which room of the library may name which: the layout of `CONTRIBUTING.md`, as a table.

use super::source::{Hide, Language, blank, is_word, line_of, places};
use super::{Finding, Source};

/// The rooms that all others may name.
const COMMON: [&str; 2] = ["error", "prelude"];

/// A room, and those it may name besides the common ones. Lower rooms never name higher ones.
const MAY_NAME: [(&str, &[&str]); 13] = [
    ("error", &[]),
    ("prelude", &[]),
    ("jose", &[]),
    ("field", &[]),
    ("policy", &["field"]),
    ("manifest", &["policy", "field", "jose"]),
    ("order", &["jose"]),
    ("seal", &["order", "manifest", "policy", "field", "jose"]),
    ("open", &["order", "manifest", "policy", "field", "jose"]),
    ("reseal", &["open", "order", "manifest", "policy", "field", "jose"]),
    ("page", &["seal", "manifest", "policy", "field", "jose"]),
    ("inspect", &["order", "manifest", "jose"]),
    ("wasm", &["page", "inspect", "open", "order", "manifest", "policy", "field", "jose"]),
];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let map = sources.iter().find(|source| source.path == "src/lib.rs");
    let Some(map) = map else { return Vec::new() };
    let exports = exports(&code(map));
    let library = |source: &&Source| {
        source.path.starts_with("src/")
            && source.path.ends_with(".rs")
            && !source.path.starts_with("src/bin/")
    };
    let rooms = sources.iter().filter(library);
    rooms.flat_map(|source| check_file(source, &exports)).collect()
}

fn check_file(source: &Source, exports: &[(String, String)]) -> Vec<Finding> {
    let code = code(source);
    let module = module_path(&source.path);
    let Some(room) = module.first() else { return functions_in_map(source, &code) };
    let found = |at, why| Finding { path: source.path.clone(), line: line_of(&code, at), why };
    let Some((_, allowed)) = MAY_NAME.iter().find(|(name, _)| name == room) else {
        return vec![found(0, format!("`{room}` is a room that the layout does not know"))];
    };
    let mut findings = Vec::new();
    for (at, named) in names(&code, &module) {
        let target = exports.iter().find(|(item, _)| *item == named).map(|(_, room)| room);
        let target = target.map_or(named.as_str(), String::as_str);
        if target != *room && !COMMON.contains(&target) && !allowed.contains(&target) {
            findings.push(found(at, format!("`{room}` may not name `{target}`")));
        }
    }
    findings
}

fn functions_in_map(source: &Source, code: &str) -> Vec<Finding> {
    let found = |at| Finding {
        path: source.path.clone(),
        line: line_of(code, at),
        why: "the map of the library holds no logic".to_owned(),
    };
    places(code, "fn").map(found).collect()
}

/// The code of a file, without its tests: they may take things from anywhere.
fn code(source: &Source) -> String {
    let mut code = blank(&source.text, Language::Rust, Hide::CommentsAndStrings);
    while let Some(start) = code.find("#[cfg(test)]") {
        let end = start + item_length(&code[start..]);
        let spaces: String = code[start..end].chars().map(space).collect();
        code.replace_range(start..end, &spaces);
    }
    code
}

fn space(c: char) -> char {
    if c == '\n' { '\n' } else { ' ' }
}

/// To the item's closing brace, or its semicolon.
fn item_length(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// `src/jose/jwe.rs` is `jose::jwe`; the map is the empty path.
fn module_path(path: &str) -> Vec<&str> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let parts = inner.split('/').filter(|part| !matches!(*part, "lib" | "mod"));
    parts.collect()
}

/// The items that the map re-exports, each with its room.
fn exports(map: &str) -> Vec<(String, String)> {
    let mut exports = Vec::new();
    for at in places(map, "use") {
        let statement = map[at + 3..].split(';').next().unwrap_or_default();
        let words = words(statement).filter(|word| !matches!(*word, "crate" | "self"));
        let words: Vec<&str> = words.collect();
        if let Some((room, items)) = words.split_first() {
            exports.extend(items.iter().map(|item| ((*item).to_owned(), (*room).to_owned())));
        }
    }
    exports
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_word(c)).filter(|word| !word.is_empty())
}

/// Every name at the library's root that the file uses, and where.
fn names(code: &str, module: &[&str]) -> Vec<(usize, String)> {
    let absolute = places(code, "crate::").flat_map(|at| heads(code, at + 7));
    let first = |at: &usize| !code[..*at].ends_with("super::");
    let relative = places(code, "super::").filter(first).flat_map(|at| upwards(code, at, module));
    absolute.chain(relative).collect()
}

/// What `super::…` names at the root. A module within a file is one step more than its path says,
/// so only names of rooms count.
fn upwards(code: &str, at: usize, module: &[&str]) -> Vec<(usize, String)> {
    let path = &code[at..];
    let rest = path.trim_start_matches("super::");
    let start = at + path.len() - rest.len();
    let depth = (start - at) / "super::".len();
    let named = if depth == module.len() { heads(code, start) } else { Vec::new() };
    named.into_iter().filter(|(_, name)| MAY_NAME.iter().any(|(room, _)| room == name)).collect()
}

/// The first names of the path, or of each path of the group, that starts here.
fn heads(code: &str, start: usize) -> Vec<(usize, String)> {
    let rest = &code[start..];
    let Some(group) = rest.trim_start().strip_prefix('{') else {
        return words(rest).next().map(|word| (start, word.to_owned())).into_iter().collect();
    };
    let group_start = start + rest.len() - group.len();
    let branches = branches(group).into_iter();
    branches
        .filter_map(|(at, branch)| Some((group_start + at, words(branch).next()?.to_owned())))
        .collect()
}

/// The parts between the commas of a group, up to the brace that closes it.
fn branches(group: &str) -> Vec<(usize, &str)> {
    let (mut branches, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                branches.push((start, &group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                branches.push((start, &group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    // A branch's line is that of its name, not of the line break before it.
    branches.iter().map(|(at, part)| (at + part.len() - part.trim_start().len(), *part)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Source, check};

    const MAP: &str = "mod error;\npub use error::{Code, Error};\npub use manifest::Manifest;\n";

    fn findings(path: &str, text: &str) -> Vec<String> {
        let sources = [Source::new("src/lib.rs", MAP), Source::new(path, text)];
        check(&sources).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_room_that_names_a_higher_one_is_found() {
        let text = "use crate::error::Error;\nuse crate::seal::seal;\n";
        assert_eq!(
            findings("src/jose/jwe.rs", text),
            ["src/jose/jwe.rs:2: `jose` may not name `seal`"]
        );
    }

    #[test]
    fn a_branch_of_a_group_is_found_in_its_line() {
        let text = "use crate::{\n    error::Error,\n    open::{Desk, Opened},\n};\n";
        assert_eq!(findings("src/seal.rs", text), ["src/seal.rs:3: `seal` may not name `open`"]);
    }

    #[test]
    fn a_path_within_code_is_found() {
        assert_eq!(findings("src/field.rs", "fn f() { crate::policy::parse() }").len(), 1);
        assert_eq!(findings("src/field/card.rs", "fn f() { super::super::policy::p() }").len(), 1);
    }

    #[test]
    fn a_reexported_item_belongs_to_its_room() {
        assert_eq!(findings("src/policy.rs", "use crate::Error;"), [""; 0]);
        assert_eq!(findings("src/policy.rs", "use crate::Manifest;").len(), 1);
    }

    #[test]
    fn what_the_design_allows_is_not_found() {
        assert_eq!(findings("src/open.rs", "use crate::{field::Kind, jose::jwe};"), [""; 0]);
        assert_eq!(
            findings("src/jose/jwe.rs", "use super::jwk; use super::super::Error;"),
            [""; 0]
        );
        assert_eq!(findings("src/jose/jwe.rs", "mod a { use super::super::gcm; }"), [""; 0]);
        assert_eq!(findings("src/bin/waxseal/main.rs", "use crate::ui;"), [""; 0]);
    }

    #[test]
    fn comments_strings_and_tests_may_name_anything() {
        let text = "/// [`crate::open`]\n#[cfg(test)]\nmod tests { use crate::open::Desk; }\n";
        assert_eq!(findings("src/seal.rs", text), [""; 0]);
    }

    #[test]
    fn a_room_that_is_not_in_the_table_is_found() {
        assert_eq!(findings("src/helpers.rs", "").len(), 1);
    }

    #[test]
    fn logic_in_the_map_is_found() {
        let sources = [Source::new("src/lib.rs", "mod error;\nfn f() {}\n")];
        assert_eq!(check(&sources).iter().map(|found| found.line).collect::<Vec<_>>(), [2]);
    }
}
