//! What `test` and `check` run, in this order: a later step uses what an earlier one built.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::closing::{Closing, cargo_tests, last_line, node_tests, python_tests};
use super::slowest::{Timed, of_cargo, of_node};
use crate::loaders;
use crate::process::{cargo, command, output};
use crate::setup::WASM;

/// What the setting up found.
pub(super) struct Machine {
    pub(super) python: PathBuf,
    pub(super) chromium: String,
    pub(super) chromium_shell: Option<String>,
}

pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) command: Result<Command>,
    pub(super) runner: Runner,
}

impl Step {
    /// With this variable in its environment.
    fn with(mut self, name: &str, value: &str) -> Self {
        if let Ok(command) = &mut self.command {
            command.env(name, value);
        }
        self
    }
}

/// What a program is for, and how to read what it printed.
#[derive(Clone, Copy)]
pub(super) struct Runner {
    /// Whether it runs tests; otherwise it builds, or checks.
    pub(super) runs_tests: bool,
    /// Its closing line.
    pub(super) closing: fn(&[String]) -> Closing,
    /// How long each of its tests took, if it says so.
    pub(super) timed: fn(&[String]) -> Vec<Timed>,
}

const CHECK: Runner = Runner { runs_tests: false, closing: last_line, timed: |_| Vec::new() };
const CARGO: Runner = Runner { runs_tests: true, closing: cargo_tests, timed: of_cargo };
const NODE: Runner = Runner { runs_tests: true, closing: node_tests, timed: of_node };
const PYTHON: Runner = Runner { runs_tests: true, closing: python_tests, timed: |_| Vec::new() };
const LOADERS: Runner = Runner { runs_tests: true, ..CHECK };

/// The fewest that a reader accepts: most tests are not about how long a passphrase takes to try.
const ITERATIONS: (&str, &str) = ("WAXSEAL_TEST_ITERATIONS", "100000");

const DEMO: &str = "tests/browser/demo.test.mjs";

/// Everything that must hold before a change lands; with `everything`, what is long besides.
pub(super) fn all(machine: &Machine, everything: bool) -> Result<Vec<Step>> {
    let mut steps = lints();
    steps.extend(rust(everything)?);
    steps.extend(package()?);
    steps.push(browser(machine, everything)?);
    steps.extend(others(machine, everything)?);
    if everything {
        steps.extend(long(machine)?);
    }
    Ok(steps)
}

/// The npm package: what the steps after it load.
fn package() -> Result<Vec<Step>> {
    let xtask = xtask()?;
    Ok(vec![
        check("layout", command(&xtask, ["layout"])),
        check("build", command(&xtask, ["build"])),
        check("size", command(&xtask, ["size"])),
        check("reproducible build", command(&xtask, ["reproduce"])),
        check("types", types()),
    ])
}

/// What the shell is spared, all of it is once in a while held against the whole browser.
fn browser(machine: &Machine, everything: bool) -> Result<Step> {
    let (files, Machine { chromium, chromium_shell, .. }) = (browser_files()?, machine);
    Ok(match everything {
        true => node("browser", files, chromium).with("EVERYTHING", "1"),
        false => quick_browser(files, chromium, chromium_shell.as_deref()),
    })
}

/// The tools, the languages and the libraries of others.
fn others(machine: &Machine, everything: bool) -> Result<Vec<Step>> {
    let loaders = loaders::checks(!everything);
    let interop = test_files(Path::new("tests/interop"))?;
    Ok(vec![
        Step { name: "loaders", command: loaders, runner: LOADERS }
            .with(ITERATIONS.0, ITERATIONS.1),
        node("interop, Node", interop, &machine.chromium),
        Step { name: "interop, Python", command: python(machine), runner: PYTHON },
    ])
}

/// What is long and rarely fails.
fn long(machine: &Machine) -> Result<Vec<Step>> {
    let demo = node("demo, built anew", vec![DEMO.into()], &machine.chromium);
    Ok(vec![
        demo.with("DEMO_BUILDS", "1"),
        check("API", command("npm", ["run", "--silent", "api"])),
        check("shipped command", command(&xtask()?, ["shipped"])),
    ])
}

/// What a minute or two can say of a change: the lints, the types, the layout, the unit tests, and
/// these files of `tests/browser`.
pub(super) fn quick(
    chromium: &str,
    chromium_shell: Option<&str>,
    files: Vec<PathBuf>,
) -> Result<Vec<Step>> {
    let xtask = xtask()?;
    let mut steps = lints();
    steps.push(check("layout", command(&xtask, ["layout"])));
    steps.push(cargo_test("unit tests", &["--package", "waxseal", "--lib", "--bins"], false)?);
    steps.push(check("build", command(&xtask, ["build"])));
    steps.push(check("types", types()));
    if !files.is_empty() {
        // Some of them run the command.
        steps.push(check("command", cargo(["build", "--package", "waxseal", "--bin", "waxseal"])));
        steps.push(quick_browser(files, chromium, chromium_shell));
    }
    Ok(steps)
}

fn browser_files() -> Result<Vec<PathBuf>> {
    test_files(Path::new("tests/browser"))
}

fn quick_browser(files: Vec<PathBuf>, chromium: &str, chromium_shell: Option<&str>) -> Step {
    node("browser", files, chromium).with("CHROMIUM_SHELL", chromium_shell.unwrap_or_default())
}

fn xtask() -> Result<String> {
    let xtask = std::env::current_exe()?;
    Ok(xtask.to_str().context("the path of this program is not UTF-8")?.to_owned())
}

fn lints() -> Vec<Step> {
    let module = ["clippy", "--lib", "--no-default-features", "--target", WASM];
    let (mut all, mut module) = (cargo(["clippy", "--workspace", "--all-targets"]), cargo(module));
    all.args(["--", "-D", "warnings"]);
    module.args(["--", "-D", "warnings"]);
    vec![
        check("format", cargo(["fmt", "--all", "--check"])),
        check("clippy", all),
        check("clippy of the module", module),
    ]
}

/// One package at a time: for both at once cargo would build what they share with the features of
/// both, and so build again all that `cargo xtask` was just built from.
fn rust(everything: bool) -> Result<Vec<Step>> {
    let ours = ["--package", "waxseal", "--lib", "--bins", "--tests", "--examples"];
    let mut doc = cargo(["doc", "--no-deps", "--package", "waxseal", "--lib"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    let build = |package| cargo(["test", "--no-run", "--package", package]);
    let documented = cargo(["test", "--doc", "--package", "waxseal"]);
    Ok(vec![
        check("Rust tests, built", build("waxseal")),
        cargo_test("Rust tests", &ours, everything)?,
        Step { name: "documented examples", command: Ok(documented), runner: CARGO },
        check("xtask tests, built", build("xtask")),
        cargo_test("xtask tests", &["--package", "xtask"], everything)?,
        check("documentation", doc),
    ])
}

/// Rust's runner says how long a test took only where it may do what is not stable yet. The variable
/// that allows it is set for the tests alone: the compiler would build everything anew for it. Whoever
/// has set a runner of their own needs it, and does without the times.
fn cargo_test(name: &'static str, what: &[&str], everything: bool) -> Result<Step> {
    let mut command = cargo(["test", "--no-fail-fast"]);
    command.args(what).arg("--");
    let runner = format!("CARGO_TARGET_{}_RUNNER", host()?.to_uppercase().replace('-', "_"));
    if cfg!(unix) && std::env::var_os(&runner).is_none() {
        command.env(runner, "env RUSTC_BOOTSTRAP=1").args(["-Zunstable-options", "--report-time"]);
    }
    command.args(everything.then_some("--include-ignored"));
    Ok(Step { name, command: Ok(command), runner: CARGO })
}

/// The triple of the machine that compiles.
fn host() -> Result<String> {
    let version = output(&mut command("rustc", ["-vV"]))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say its host")?.to_owned())
}

fn types() -> Command {
    command("npm", ["run", "--silent", "typecheck"])
}

fn check(name: &'static str, command: Command) -> Step {
    Step { name, command: Ok(command), runner: CHECK }
}

fn node(name: &'static str, files: Vec<PathBuf>, chromium: &str) -> Step {
    let command = xtask().map(|xtask| node_command(&xtask, files, chromium));
    Step { name, command, runner: NODE }
}

/// The files are named one by one: what a folder means differs between versions of Node.js.
fn node_command(xtask: &str, files: Vec<PathBuf>, chromium: &str) -> Command {
    let how = ["--test", "--test-reporter=spec"];
    let mut command = command("node", how);
    command.arg(format!("--test-concurrency={}", at_once())).args(files);
    // What a run is told of, it is told here alone.
    for name in ["CHROMIUM_SHELL", "EVERYTHING", "DEMO_BUILDS"] {
        command.env_remove(name);
    }
    command.env("XTASK", xtask).env("CHROMIUM", chromium).env(ITERATIONS.0, ITERATIONS.1);
    command
}

/// One file more than the machine has processors: now and again each waits for its page.
fn at_once() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from) + 1
}

/// The files of tests in a folder; there are some.
pub(super) fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    files.retain(|path| is_test(path));
    files.sort();
    ensure!(!files.is_empty(), "no file in {} is named *.test.mjs", folder.display());
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
