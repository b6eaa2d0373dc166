//! What `test` runs, in this order: a later step uses what an earlier one built.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::closing::{Closing, cargo_tests, last_line, node_tests, python_tests};
use crate::loaders;
use crate::process::{cargo, command};
use crate::setup::WASM;

/// What the setting up found.
pub(super) struct Machine {
    pub(super) python: PathBuf,
    pub(super) chromium: String,
}

pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) command: Result<Command>,
    /// Finds the runner's closing line in what it printed.
    pub(super) closing: fn(&[String]) -> Closing,
}

pub(super) fn all(machine: &Machine, slow_too: bool) -> Result<Vec<Step>> {
    let xtask = std::env::current_exe()?;
    let xtask = xtask.to_str().context("the path of this program is not UTF-8")?;
    let lint = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    let lint_module = ["clippy", "--lib", "--no-default-features", "--target", WASM];
    let mut doc = cargo(["doc", "--no-deps", "--package", "waxseal", "--lib"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    let mut lint_module = cargo(lint_module);
    lint_module.args(["--", "-D", "warnings"]);
    let mut steps = vec![
        check("format", cargo(["fmt", "--all", "--check"])),
        check("clippy", cargo(lint)),
        check("clippy of the module", lint_module),
        Step { name: "Rust tests", command: Ok(rust("waxseal", slow_too)), closing: cargo_tests },
        Step { name: "xtask tests", command: Ok(rust("xtask", slow_too)), closing: cargo_tests },
        check("documentation", doc),
        check("layout", command(xtask, ["layout"])),
        check("build", command(xtask, ["build"])),
        check("size", command(xtask, ["size"])),
        check("reproducible build", command(xtask, ["reproduce"])),
        check("types", command("npm", ["run", "--silent", "typecheck"])),
        Step { name: "browser", command: node("tests/browser", machine), closing: node_tests },
        Step { name: "loaders", command: loaders::checks(!slow_too), closing: last_line },
        Step {
            name: "interop, Node",
            command: node("tests/interop", machine),
            closing: node_tests,
        },
        Step { name: "interop, Python", command: python(machine), closing: python_tests },
    ];
    if slow_too {
        steps.push(check("API", command("npm", ["run", "--silent", "api"])));
    }
    Ok(steps)
}

fn check(name: &'static str, command: Command) -> Step {
    Step { name, command: Ok(command), closing: last_line }
}

/// One package at a time: for both at once cargo would build what they share with the features of
/// both, and so build again all that `cargo xtask` was just built from.
fn rust(package: &str, slow_too: bool) -> Command {
    let mut command = cargo(["test", "--no-fail-fast", "--package", package]);
    if slow_too {
        command.args(["--", "--include-ignored"]);
    }
    command
}

/// The files are named one by one: what a folder means differs between versions of Node.js.
fn node(folder: &str, machine: &Machine) -> Result<Command> {
    let files = test_files(Path::new(folder))?;
    ensure!(!files.is_empty(), "no file in {folder} is named *.test.mjs or *.test.js");
    // One file at a time: the demo builds the package again that the other files load.
    let how = ["--test", "--test-concurrency=1", "--test-reporter=spec"];
    let mut command = command("node", how);
    command.args(files).env("CHROMIUM", &machine.chromium);
    Ok(command)
}

fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    files.retain(|path| is_test(path));
    files.sort();
    Ok(files)
}

fn is_test(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    name.ends_with(".test.mjs") || name.ends_with(".test.js")
}

fn python(machine: &Machine) -> Result<Command> {
    let python = machine.python.to_str().context("the path of Python is not UTF-8")?;
    let discover = ["-m", "unittest", "discover", "-v", "-s", "tests/interop", "-p", "*test*.py"];
    let mut command = command(python, discover);
    command.env("CHROMIUM", &machine.chromium).env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command)
}
