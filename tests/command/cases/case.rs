//! A case of the command line as data.
//!
//! ```toml
//! [[case]]
//! name = "what it shows"
//! shop = "published"          # a vault and an identity are there; `made`: nothing published yet;
//!                             # `rotated`: new keys were published, and orders are to the old ones
//!                             # `grouped`: published for the groups eu and us
//! files = { "orders.txt" = "{{ada}}\n" }
//! exports = ["shopify.csv"]   # from the folder `exports`, filled in as files are
//! before = "chmod 644 vault/vault.jwe"     # a line for the shell; or needs = "root"
//!
//! [[case.step]]
//! args = ["open", "orders.txt"]
//! stdin = ""
//! no-space = true             # no file may grow
//! clock = "-10d"              # by `faketime`, which the case needs
//! exit = 1
//! stdout = ["holds this"]     # and this; stdout-is: exactly this
//! stderr = ["permissions"]
//! never = ["not on stdout"]
//! unchanged = true            # no file of the folder, nor its mode
//! unchanged-but = ["vault/ledger.db"]      # the same, but for files whose names begin so
//! ```
//!
//! The passphrase is in `pass.txt`, which `$WAXSEAL_PASSPHRASE_FILE` names unless `env` says
//! otherwise; it takes few iterations to try. `{{name}}` in files, input and expectations stands for
//! an order (see `orders.rs`), a key id or the pin. Of every step it is also asked that it does not
//! panic, that nothing a customer typed is on standard error, that each message begins with
//! `waxseal: `, and that no temporary file is left.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde::Deserialize;

use crate::orders::{self, CANARIES};
use crate::shop::{self, Snapshot};

/// What shops and databases write.
const EXPORTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command/exports");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    name: String,
    shop: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    exports: Vec<String>,
    before: Option<String>,
    needs: Option<String>,
    step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Step {
    args: Vec<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    stdin: Option<String>,
    #[serde(default)]
    no_space: bool,
    clock: Option<String>,
    shell: Option<String>,
    #[serde(default)]
    exit: i32,
    #[serde(default)]
    stdout: Vec<String>,
    stdout_is: Option<String>,
    #[serde(default)]
    stderr: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
    #[serde(default)]
    unchanged: bool,
    unchanged_but: Option<Vec<String>>,
}

/// Runs every case of a file, and fails with all that is wrong.
pub(crate) fn run_all(name: &str, text: &str) {
    let file: File = toml::from_str(text).expect("a file of cases");
    let wrong: Vec<String> = file
        .case
        .iter()
        .flat_map(|case| run(case).into_iter().map(|what| format!("{name}: {}: {what}", case.name)))
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn run(case: &Case) -> Vec<String> {
    if let Some(need) = case.needs.as_deref().filter(|need| !shop::has(need)) {
        skip(&case.name, need);
        return Vec::new();
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = folder.path();
    shop::set_up(case.shop.as_deref(), at);
    for (name, content) in &case.files {
        fs::write(at.join(name), orders::fill(content)).expect("a file of the case");
    }
    for name in &case.exports {
        let content = fs::read_to_string(format!("{EXPORTS}/{name}")).expect("an export");
        fs::write(at.join(name), orders::fill(&content)).expect("a file of the case");
    }
    if let Some(line) = &case.before {
        assert!(
            shop::shell(&orders::fill_text(line), at).success(),
            "{}: `before` failed",
            case.name
        );
    }
    let wrong = case.step.iter().flat_map(|step| step.run(at)).collect();
    shop::tear_down(at);
    wrong
}

/// The test's own output is the place to say that a case was not run.
fn skip(name: &str, need: &str) {
    let _ = writeln!(std::io::stderr(), "not run, for it needs {need}: {name}");
}

impl Step {
    fn run(&self, at: &Path) -> Vec<String> {
        let before = shop::snapshot(at);
        let output = self.output(at);
        let mut wrong = self.differences(&output);
        let after = shop::snapshot(at);
        if self.changed(at, &before, &after) {
            wrong.push("the files are not what they were".into());
        }
        wrong.extend(
            after.keys().filter(|n| n.contains(".waxseal-")).map(|n| format!("{n} is left")),
        );
        match wrong.is_empty() {
            true => wrong,
            false => vec![format!("{:?}\n  {}\n{}", self.args, wrong.join("\n  "), shown(&output))],
        }
    }

    /// Whether a file changed that should not.
    fn changed(&self, at: &Path, before: &Snapshot, after: &Snapshot) -> bool {
        let except = self.unchanged_but.as_deref();
        let except: Vec<_> = except.unwrap_or_default().iter().map(|name| at.join(name)).collect();
        let held = |snapshot: &Snapshot| -> Snapshot {
            let may = |path: &str| except.iter().any(|e| path.starts_with(&*e.to_string_lossy()));
            snapshot.iter().filter(|(p, _)| !may(p)).map(|(p, f)| (p.clone(), f.clone())).collect()
        };
        (self.unchanged || self.unchanged_but.is_some()) && held(before) != held(after)
    }

    fn output(&self, at: &Path) -> Output {
        let mut child = self
            .command()
            .current_dir(at)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("WAXSEAL_PASSPHRASE_FILE", "pass.txt")
            .env(shop::FEW_ITERATIONS.0, shop::FEW_ITERATIONS.1)
            .envs(&self.env)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let input = orders::fill(self.stdin.as_deref().unwrap_or_default());
        let mut stdin = child.stdin.take().expect("standard input is piped");
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().expect("the command ends");
        // A command that needs no input may have ended before it was written.
        let _ = writer.join();
        output
    }

    /// `no-space` lets the shell forbid files to grow; the signal is ignored, so that writing
    /// fails as on a full disk.
    fn command(&self) -> Command {
        let program = env!("CARGO_BIN_EXE_waxseal");
        let limit = if self.no_space { "ulimit -f 0; trap '' XFSZ; " } else { "" };
        let after = orders::fill_text(self.shell.as_deref().unwrap_or_default());
        let clock = self.clock.as_ref().map(|clock| format!("faketime -f '{clock}' "));
        let clock = clock.unwrap_or_default();
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{limit}{clock}\"$0\" \"$@\" {after}"), program]);
        command.args(self.args.iter().map(|arg| orders::fill_text(arg)));
        command
    }

    fn differences(&self, output: &Output) -> Vec<String> {
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let mut wrong = Vec::new();
        if output.status.code() != Some(self.exit) {
            wrong.push(format!("exit {:?}, not {}", output.status.code(), self.exit));
        }
        let mut missing = |what: &str, text: &str, expected: &[String]| {
            let expected = expected.iter().map(|part| orders::fill_text(part));
            wrong.extend(
                expected.filter(|p| !text.contains(p)).map(|p| format!("{what} lacks {p:?}")),
            );
        };
        missing("stdout", &stdout, &self.stdout);
        missing("stderr", &stderr, &self.stderr);
        if self.stdout_is.as_ref().is_some_and(|exactly| orders::fill_text(exactly) != stdout) {
            wrong.push("stdout is something else".into());
        }
        let never = self.never.iter().map(|part| orders::fill_text(part));
        wrong.extend(never.filter(|p| stdout.contains(p)).map(|p| format!("stdout has {p:?}")));
        wrong.extend(
            CANARIES.iter().filter(|c| stderr.contains(**c)).map(|c| format!("stderr has {c}")),
        );
        wrong.extend(stderr.contains("panicked").then(|| "it panicked".to_owned()));
        if self.exit == 0 && stderr.contains("error: ") {
            wrong.push("an error is told, and the exit code is 0".into());
        }
        let is_usage = stderr.contains("--help");
        if !is_usage && !stderr.lines().all(|line| line.starts_with("waxseal: ")) {
            wrong.push("a message does not begin with `waxseal: `".into());
        }
        wrong
    }
}

fn shown(output: &Output) -> String {
    let cut = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().take(2000).collect::<String>();
    format!("  stdout: {}\n  stderr: {}", cut(&output.stdout), cut(&output.stderr))
}
