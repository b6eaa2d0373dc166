//! Fetches what a fresh machine lacks. Each function does nothing when it is there already.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::process::{command, exists, output, run};

/// The Rust target of the module.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

const PYTHON_PACKAGES: &str = "tests/interop/requirements.txt";
const CHROMIUM_NAMES: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const SHELL: &str = "chromium-headless-shell";

/// The compiler's standard library for the module's target.
pub(crate) fn wasm_target() -> Result<()> {
    let sysroot = output(&mut command("rustc", ["--print", "sysroot"]))?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).exists() {
        return Ok(());
    }
    ensure!(exists("rustup"), "install the Rust target {WASM}, or rustup");
    run(&mut command("rustup", ["target", "add", WASM]))
}

/// The npm packages, exactly as the lock file says.
pub(crate) fn npm() -> Result<()> {
    ensure!(exists("node") && exists("npm"), "install Node.js, version 20 or later, with npm");
    // npm writes this file last.
    if is_newer("node_modules/.package-lock.json", "package-lock.json") {
        return Ok(());
    }
    run(&mut command("npm", ["ci", "--no-audit", "--no-fund"]))
}

/// The Python of a virtual environment that has the packages of the interop tests.
pub(crate) fn python() -> Result<PathBuf> {
    let python = PathBuf::from("target/venv/bin/python");
    let installed = Path::new("target/venv/requirements.txt");
    let wanted = fs::read_to_string(PYTHON_PACKAGES).context(PYTHON_PACKAGES)?;
    if fs::read_to_string(installed).is_ok_and(|packages| packages == wanted) {
        return Ok(python);
    }
    create_venv()?;
    let program = python.to_string_lossy();
    let quietly = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(command(&program, quietly).args(["-r", PYTHON_PACKAGES]))?;
    fs::write(installed, wanted)?;
    Ok(python)
}

fn create_venv() -> Result<()> {
    ensure!(exists("python3") || is_root_on_debian(), "install Python 3.9 or later");
    // Debian's python3 comes without what a virtual environment needs.
    let complete = output(&mut command("python3", ["-c", "import venv, ensurepip"])).is_ok();
    if !complete {
        ensure!(is_root_on_debian(), "install Python's venv and ensurepip modules");
        apt_get("python3-venv")?;
    }
    run(&mut command("python3", ["-m", "venv", "--clear", "target/venv"]))
}

/// The Chromium to drive: `$CHROMIUM`, else one on the path, else Debian's.
pub(crate) fn chromium() -> Result<String> {
    if let Ok(named) = std::env::var("CHROMIUM") {
        ensure!(exists(&named), "CHROMIUM names {named}, which does not start");
        return Ok(named);
    }
    if let Some(found) = CHROMIUM_NAMES.into_iter().find(|name| exists(name)) {
        return full_path(found);
    }
    if !is_root_on_debian() {
        bail!("install Chromium or Chrome, or set CHROMIUM to the path of one");
    }
    apt_get("chromium")?;
    full_path("chromium")
}

/// Chromium's headless shell: `$CHROMIUM_SHELL`, else one on the path, else Debian's. Without one,
/// all is done with Chromium.
pub(crate) fn chromium_shell() -> Result<Option<String>> {
    if let Some(named) = std::env::var("CHROMIUM_SHELL").ok().filter(|named| !named.is_empty()) {
        ensure!(exists(&named), "CHROMIUM_SHELL names {named}, which does not start");
        return Ok(Some(named));
    }
    if full_path(SHELL).is_err()
        && is_root_on_debian()
        && let Err(error) = apt_get(SHELL)
    {
        println!("no {SHELL}, so Chromium does all: {error:#}");
    }
    Ok(full_path(SHELL).ok())
}

/// The Firefox to drive: `$FIREFOX`, else one on the path, else Debian's.
pub(crate) fn firefox() -> Result<String> {
    if let Ok(named) = std::env::var("FIREFOX") {
        ensure!(exists(&named), "FIREFOX names {named}, which does not start");
        return Ok(named);
    }
    if let Ok(found) = full_path("firefox-esr").or_else(|_| full_path("firefox")) {
        return Ok(found);
    }
    ensure!(is_root_on_debian(), "install Firefox, or set FIREFOX to the path of one");
    apt_get("firefox-esr")?;
    full_path("firefox-esr")
}

/// WebKitGTK's driver, and the screen that its browser needs.
pub(crate) fn webkit() -> Result<()> {
    let programs = [("WebKitWebDriver", "webkit2gtk-driver"), ("Xvfb", "xvfb"), ("xauth", "xauth")];
    for (program, package) in programs {
        if full_path(program).is_err() {
            ensure!(is_root_on_debian(), "install {program}");
            apt_get(package)?;
        }
    }
    Ok(())
}

/// What the tests of the command need on Linux: to kill it at a chosen moment, to meddle with its
/// ledger, and to set it another clock.
pub(crate) fn tools() -> Result<()> {
    for tool in ["strace", "sqlite3", "faketime"] {
        if cfg!(target_os = "linux") && !exists(tool) {
            ensure!(is_root_on_debian(), "install {tool}");
            apt_get(tool)?;
        }
    }
    Ok(())
}

/// What the recipes for opening an order are written in. Without root they are skipped where they
/// are missing.
pub(crate) fn recipe_languages() -> Result<()> {
    for (program, package) in [("php", "php-cli"), ("ruby", "ruby")] {
        if !exists(program) && is_root_on_debian() {
            apt_get(package)?;
        }
    }
    Ok(())
}

fn full_path(program: &str) -> Result<String> {
    let paths = std::env::var_os("PATH").context("PATH is not set")?;
    let found = std::env::split_paths(&paths).map(|dir| dir.join(program)).find(|p| p.is_file());
    Ok(found.with_context(|| format!("{program} is not on the path"))?.display().to_string())
}

fn is_root_on_debian() -> bool {
    let root = || output(&mut command("id", ["-u"])).is_ok_and(|id| id == "0");
    Path::new("/etc/debian_version").exists() && root()
}

/// Debian's packages as they are installed. Locked as it is: as root we make no file in a folder that
/// others write to. The package manager has locks of another kind inside.
const INSTALLED: &str = "/var/lib/dpkg";

/// One at a time on a machine: a second would fail at the first one's lock.
fn apt_get(package: &str) -> Result<()> {
    let lock = fs::File::open(INSTALLED).context(INSTALLED)?;
    lock.lock().context(INSTALLED)?;
    run(&mut command("apt-get", ["update", "--quiet"]))?;
    let install = ["install", "--yes", "--quiet", "--no-install-recommends", package];
    run(command("apt-get", install).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_newer(made: &str, source: &str) -> bool {
    let time = |path: &str| fs::metadata(path).and_then(|file| file.modified());
    matches!((time(made), time(source)), (Ok(made), Ok(source)) if made >= source)
}
