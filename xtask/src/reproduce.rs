//! `cargo xtask reproduce`: whether two clean builds, in folders of different names, are the same
//! to the byte.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::thread;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::files;
use crate::process::{command, output};
use crate::setup;

const FOLDERS: [&str; 2] = ["target/reproduce/one", "target/reproduce/elsewhere/another"];

#[derive(Deserialize)]
struct Integrity {
    files: BTreeMap<String, String>,
}

/// Builds twice at the same time, compares all hashes, and fails when one differs.
pub(crate) fn run() -> Result<()> {
    setup::npm()?;
    let [one, other] = FOLDERS.map(Path::new);
    let (one, other) = thread::scope(|scope| {
        let one = scope.spawn(|| build_copy(one));
        let other = build_copy(other);
        (one.join().expect("a build does not panic"), other)
    });
    let (one, other) = (one?, other?);
    compare(&one, &other)?;
    println!("reproduce: two clean builds in two folders, {} files, no difference", one.len());
    Ok(())
}

fn build_copy(folder: &Path) -> Result<BTreeMap<String, String>> {
    copy(folder).with_context(|| folder.display().to_string())?;
    build(folder)
}

/// What the repository holds, and nothing that was ever built.
fn copy(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for path in files::of_the_repository()? {
        let from = Path::new(&path);
        // A file that was deleted and is not committed yet is still listed.
        let Ok(metadata) = fs::metadata(from) else { continue };
        let to = folder.join(from);
        fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
        fs::copy(from, &to)?;
        // Otherwise the lock file would be newer than what was installed by it.
        fs::File::options().append(true).open(&to)?.set_modified(metadata.modified()?)?;
    }
    link_packages(folder)
}

/// The tools are the same for both: they are what the lock file names.
fn link_packages(folder: &Path) -> Result<()> {
    let packages = env::current_dir()?.join("node_modules");
    #[cfg(unix)]
    std::os::unix::fs::symlink(packages, folder.join("node_modules"))?;
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(packages, folder.join("node_modules"))?;
    Ok(())
}

/// This program, as `cargo xtask build` would start it there.
fn build(folder: &Path) -> Result<BTreeMap<String, String>> {
    let folder = env::current_dir()?.join(folder);
    let program = env::current_exe()?;
    let program = program.to_str().context("the path of this program is not UTF-8")?;
    let mut build = command(program, ["build"]);
    build.env("CARGO_MANIFEST_DIR", folder.join("xtask"));
    output(&mut build)?;
    let integrity = fs::read_to_string(folder.join("pkg/dist/integrity.json"))?;
    Ok(serde_json::from_str::<Integrity>(&integrity)?.files)
}

fn compare(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Result<()> {
    ensure!(!one.is_empty(), "nothing was built");
    let paths = one.keys().chain(other.keys());
    let mut different: Vec<&str> =
        paths.filter(|path| one.get(*path) != other.get(*path)).map(String::as_str).collect();
    different.dedup();
    ensure!(different.is_empty(), "two builds differ in {}", different.join(", "));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn a_file_that_differs_or_is_missing_is_named() {
        let build = |files: &[(&str, &str)]| {
            files.iter().map(|(path, hash)| ((*path).to_owned(), (*hash).to_owned())).collect()
        };
        let one = build(&[("a.js", "1"), ("b.js", "2")]);
        assert!(compare(&one, &one).is_ok());
        let error = compare(&one, &build(&[("b.js", "3")])).expect_err("they differ");
        assert_eq!(error.to_string(), "two builds differ in a.js, b.js");
    }
}
