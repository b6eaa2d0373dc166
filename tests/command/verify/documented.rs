//! Every finding is in `docs/verify-page.md` with its severity, and a test provokes each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::verify::CASES;

type Findings = BTreeMap<String, BTreeSet<String>>;

/// How the code says it, and the severity that this is. `found` takes what is asked first.
const CALLS: [(&str, &str); 5] = [
    (".serious(", "serious"),
    (".error(", "serious"),
    (".warning(", "warning"),
    (".info(", "info"),
    (" found(", "warning"),
];

#[test]
fn every_finding_is_documented_with_its_severity() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut told = Findings::new();
    read(&root.join("src/bin/waxseal/commands/verify_page.rs"), &mut told);
    read(&root.join("src/bin/waxseal/commands/verify_page"), &mut told);
    let text = fs::read_to_string(root.join("docs/verify-page.md")).expect("the document");
    let documented = documented(&text);
    assert!(told.len() > 60, "{}", told.len());
    assert_eq!(told, documented);
}

#[test]
fn every_finding_that_is_documented_is_provoked_by_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/verify-page.md")).expect("the document");
    let by_hand = [include_str!("hostile.rs"), include_str!("addresses.rs")].concat();
    let is_provoked = |(code, severity): &(String, String)| {
        let (finding, alone) = (format!("\"{severity} {code}\""), format!("\"{code}\""));
        let mut cases = CASES.iter().copied().chain([&*by_hand]);
        cases.any(|cases| cases.contains(&finding)) || by_hand.contains(&alone)
    };
    let all = documented(&text).into_iter().flat_map(|(code, severities)| {
        severities.into_iter().map(move |severity| (code.clone(), severity))
    });
    let missing: Vec<_> = all.filter(|finding| !is_provoked(finding)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn read(path: &Path, told: &mut Findings) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder of the source").flatten() {
            read(&entry.path(), told);
        }
        return;
    }
    let text = fs::read_to_string(path).expect("a file of the source");
    for (call, severity) in CALLS {
        for (at, _) in text.match_indices(call) {
            let rest = &text[at + call.len()..];
            if let Some(code) = code(rest) {
                told.entry(code.to_owned()).or_default().insert(severity.to_owned());
            }
        }
    }
}

/// The first string that begins in the call's first two arguments.
fn code(arguments: &str) -> Option<&str> {
    let (before, rest) = arguments.split_once('"')?;
    let code = rest.split('"').next()?;
    let is_code = !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    (is_code && before.matches(',').count() < 2 && !before.contains(';')).then_some(code)
}

fn documented(text: &str) -> Findings {
    let (_, table) = text.split_once("## Findings").expect("the list of findings");
    let mut found = Findings::new();
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let severities: BTreeSet<String> = cells[2].split(", ").map(str::to_owned).collect();
        for code in cells[1].split(", ") {
            found.insert(code.trim_matches('`').to_owned(), severities.clone());
        }
    }
    found
}
