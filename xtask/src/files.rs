//! The repository's own files.

use anyhow::{Result, ensure};

use crate::process::{command, output};

/// The paths of all files that are, or are about to be, under version control.
pub(crate) fn of_the_repository() -> Result<Vec<String>> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let paths = output(&mut command("git", list))?;
    ensure!(!paths.is_empty(), "git lists no files here");
    Ok(paths.lines().map(str::to_owned).collect())
}

/// The path that a relative name in this file means.
pub(crate) fn beside(file: &str, name: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
