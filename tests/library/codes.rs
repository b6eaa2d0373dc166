//! One list of error codes: in Rust, in TypeScript and in the documents.

use std::fs;

use waxseal::Code;

fn rust() -> Vec<String> {
    Code::ALL.iter().map(|code| code.as_str().to_owned()).collect()
}

fn read(path: &str) -> String {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The strings of `export const CODES = ["io", …] as const`.
fn typescript() -> Vec<String> {
    let text = read("src/js/core/errors.ts");
    let (_, list) = text.split_once("CODES = [").expect("errors.ts has an array CODES");
    let (list, _) = list.split_once(']').expect("the array ends");
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The code and the exit code of each row of the first table.
fn documents() -> Vec<(String, String)> {
    let text = read("docs/errors.md");
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let cell = |row: &str, n: usize| {
        let cell = row.split('|').nth(n).expect("every row has four cells");
        cell.trim().trim_matches('`').to_owned()
    };
    rows.map(|row| (cell(row, 1), cell(row, 2))).collect()
}

#[test]
fn typescript_has_the_same_codes_in_the_same_order() {
    assert_eq!(typescript(), rust());
}

#[test]
fn the_documents_have_the_same_codes_with_their_exit_codes() {
    let rust: Vec<_> = Code::ALL
        .iter()
        .map(|code| (code.as_str().to_owned(), code.exit_code().to_string()))
        .collect();
    assert_eq!(documents(), rust);
}

#[test]
fn no_code_is_there_twice() {
    let mut codes = rust();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), Code::ALL.len());
}
