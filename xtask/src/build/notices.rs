//! The licences of what is compiled into the module, whose texts must go with it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::linked::Crate;

const INTRODUCTION: &str = "# Third-party notices\n\n\
    These are compiled into the package's WebAssembly module. What offers the Apache License 2.0 \
    and brings no\ntext of its own is used under that licence: see LICENSE-APACHE.\n";

/// One text after another, each under the names of those that bring it.
pub(super) fn write(crates: &[Crate], rust: &str) -> Result<String> {
    let mut by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut without = vec![format!("- rust {rust}, its core and alloc (MIT OR Apache-2.0)")];
    for linked in crates {
        let title = format!("- {} {} ({})", linked.name, linked.version, linked.license);
        let texts = texts(linked)?;
        if texts.is_empty() {
            let is_apache = linked.license.contains("Apache-2.0");
            ensure!(is_apache, "{} brings no text of its licence", linked.id());
            without.push(title.clone());
        }
        for text in texts {
            by_text.entry(text).or_default().push(title.clone());
        }
    }
    let mut sections: Vec<(Vec<String>, String)> =
        by_text.into_iter().map(|(text, titles)| (titles, text)).collect();
    sections.sort();
    Ok(document(&without, &sections))
}

fn document(without: &[String], sections: &[(Vec<String>, String)]) -> String {
    let mut document = format!("{INTRODUCTION}\n{}\n", without.join("\n"));
    for (titles, text) in sections {
        write!(document, "\n---\n\n{}\n\n```text\n{text}\n```\n", titles.join("\n"))
            .expect("a String takes all that is written");
    }
    document
}

/// Of a choice of licences the shorter, MIT.
fn texts(linked: &Crate) -> Result<Vec<String>> {
    let mut files = license_files(&linked.folder)?;
    if linked.license.contains("MIT") && files.iter().any(|file| has(file, "MIT")) {
        files.retain(|file| !has(file, "APACHE"));
    }
    files.iter().map(|file| text(file)).collect()
}

fn license_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|w| has(file, w)));
    files.sort();
    Ok(files)
}

fn has(file: &Path, word: &str) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().to_uppercase().contains(word))
}

fn text(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    Ok(lines.join("\n").trim_matches('\n').to_owned())
}
