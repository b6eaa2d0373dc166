//! Runs a command under `strace`: once to count its calls, then to be killed at one of them.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::kill::scenarios::{Prepared, Scenario};
use crate::shop;

/// The calls that change a disk. `openat` is one of them when it makes a file.
const CALLS: &str = "openat,write,writev,pwrite64,pwritev,fsync,fdatasync,rename,renameat,\
    renameat2,link,linkat,unlink,unlinkat,ftruncate,fallocate,mkdir,mkdirat,rmdir,chmod,fchmod";

/// When to kill: at the so many-th call of this name.
#[derive(Clone)]
pub(crate) struct Moment {
    call: String,
    count: usize,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.call, self.count)
    }
}

/// Every moment of a command, in the order of time.
pub(crate) fn moments(scenario: &Scenario, prepared: &Prepared) -> Vec<Moment> {
    let folder = prepared.copy();
    let log = folder.path().join("calls.log");
    let trace = format!("trace={CALLS}");
    let options = ["-f", "-o", "calls.log", "-e", &trace];
    let output = strace(&options, scenario, prepared, &folder);
    assert!(output.status.success(), "{}: {}", scenario.name, text(&output.stderr));
    let log = fs::read_to_string(log).expect("what strace wrote");
    let mut counts = BTreeMap::new();
    let mut moments = Vec::new();
    for line in log.lines() {
        let Some(call) = call(line) else { continue };
        let count = counts.entry(call).or_insert(0);
        *count += 1;
        if changes(line) {
            moments.push(Moment { call: call.to_owned(), count: *count });
        }
    }
    assert!(moments.len() > 3, "{}: strace saw too little", scenario.name);
    moments
}

/// `1234  fsync(5) = 0`
fn call(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once(' ')?;
    let name = rest.trim_start().split('(').next()?;
    name.bytes().all(|b| b.is_ascii_alphanumeric()).then_some(name)
}

/// Whether the call leaves another disk behind: not one that only reads, or that writes to the
/// pipes of standard output and standard error.
fn changes(line: &str) -> bool {
    match call(line) {
        Some("openat") => line.contains("O_CREAT"),
        Some("write") => !line.contains("write(1,") && !line.contains("write(2,"),
        _ => true,
    }
}

/// Kills the command at this moment, and looks at what is left.
pub(crate) fn kill(scenario: &Scenario, prepared: &Prepared, at: &Moment) -> Result<(), String> {
    let folder = prepared.copy();
    let inject = format!("--inject={}:signal=KILL:when={}", at.call, at.count);
    let trace = format!("trace={}", at.call);
    let options = ["-f", "-o", "/dev/null", "-e", &trace, &inject];
    let output = strace(&options, scenario, prepared, &folder);
    let killed = output.status.signal() == Some(9) || output.status.code() == Some(137);
    // Names of temporary files are drawn, and so the last calls may not come.
    if !killed && !output.status.success() {
        return Err(format!("it failed: {}", text(&output.stderr)));
    }
    scenario.look(prepared, folder.path())
}

fn strace(options: &[&str], scenario: &Scenario, prepared: &Prepared, at: &TempDir) -> Output {
    let args = scenario.args.iter().map(|arg| prepared.fill(arg));
    prepare(
        Command::new("strace").args(options).arg(env!("CARGO_BIN_EXE_waxseal")).args(args),
        at.path(),
    )
    .output()
    .expect("strace runs: `cargo xtask test` installs it")
}

/// Runs the command as it is, and gives what it wrote to standard output.
pub(crate) fn waxseal(args: &[&str], at: &Path) -> Result<String, String> {
    let output = prepare(Command::new(env!("CARGO_BIN_EXE_waxseal")).args(args), at)
        .output()
        .expect("the command runs");
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(format!("`{}` afterwards: {}", args.join(" "), text(&output.stderr))),
    }
}

fn prepare<'a>(command: &'a mut Command, at: &Path) -> &'a mut Command {
    command
        .current_dir(at)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("WAXSEAL_PASSPHRASE_FILE", "pass.txt")
        .env(shop::FEW_ITERATIONS.0, shop::FEW_ITERATIONS.1)
        .stdin(Stdio::null())
}

/// The test's own output is the place to say how much was tried.
pub(crate) fn tell(what: &str) {
    let _ = writeln!(std::io::stderr(), "{what}");
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
