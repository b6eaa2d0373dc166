//! `cargo xtask layout`: who may name whom, and what may not be written at all.
//!
//! The compiler cannot hold these rules: all rooms of the library are one crate. They are listed
//! in `rooms.rs`, `directions.rs`, `imports.rs`, `words.rs` and `lengths.rs`; `source.rs` only finds the places.

mod directions;
mod imports;
mod lengths;
mod rooms;
mod source;
mod words;

use std::fmt;
use std::fs;

use anyhow::{Result, ensure};

use crate::files;

/// A file of the repository.
struct Source {
    path: String,
    text: String,
}

/// A place where a rule is broken, and why there is such a rule.
#[derive(Debug, PartialEq)]
struct Finding {
    path: String,
    line: usize,
    why: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.why)
    }
}

/// Prints each breach of the layout, and fails when there is one.
pub(crate) fn run() -> Result<()> {
    let sources = repository()?;
    let findings = check(&sources);
    for finding in &findings {
        println!("{finding}");
    }
    ensure!(findings.is_empty(), "the layout check has {} findings", findings.len());
    println!("layout: {} files, nothing found", sources.len());
    Ok(())
}

fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = rooms::check(sources);
    findings.extend(directions::check(sources));
    findings.extend(sources.iter().flat_map(imports::check));
    findings.extend(sources.iter().flat_map(words::check));
    findings.extend(sources.iter().flat_map(lengths::check));
    findings
}

/// All text files that are, or are about to be, under version control.
fn repository() -> Result<Vec<Source>> {
    let paths = files::of_the_repository()?;
    Ok(paths.iter().filter_map(|path| read(path)).collect())
}

/// Nothing for a file that was deleted, or that is not text.
fn read(path: &str) -> Option<Source> {
    let text = fs::read_to_string(path).ok()?;
    Some(Source { path: path.to_owned(), text })
}

#[cfg(test)]
impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }
}
