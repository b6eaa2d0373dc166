//! The merchant's desk: the command `waxseal`, run as the merchant would run it.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;
use tokio::time::timeout;

const POLICY: &str = include_str!("policy.toml");
const PIN: &str = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";
const PATIENCE: Duration = Duration::from_secs(60);

/// How much the desk shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    /// What the policy masks is masked.
    Masked,
    /// Everything.
    All,
}

/// What the desk answered.
#[derive(Default)]
pub(super) struct Opened {
    /// The fields by name.
    pub(super) fields: Option<Map<String, Value>>,
    /// The findings, by code.
    pub(super) checks: Vec<String>,
    /// Why the order was not opened.
    pub(super) refused: Option<String>,
    /// The command, as one would type it.
    pub(super) command: String,
}

/// A vault with its identity, and the command that works on them.
pub(super) struct Desk {
    program: PathBuf,
    vault: PathBuf,
    passphrase_file: PathBuf,
    pin: String,
    /// One order is opened at a time: deriving a key from a passphrase is meant to be slow.
    turn: Semaphore,
}

impl Desk {
    /// Makes identity, vault, policy and manifest in this folder, for a shop on this port.
    pub(super) fn make(folder: &Path, port: u16) -> Result<Self> {
        let mut desk = Self::on(&folder.join("vault"), &folder.join("passphrase"))?;
        write_passphrase(&desk.passphrase_file)?;
        let identity = folder.join("identity");
        desk.pin = desk.init(&identity, port)?;
        let policy = minijinja::render!(POLICY, port);
        fs::write(desk.vault.join("policy.toml"), policy)?;
        succeeded(desk.with_identity("publish", &identity).arg("--no-backup").output()?)?;
        Ok(desk)
    }

    /// The desk of a vault that has published.
    pub(super) fn of(vault: &Path, passphrase_file: &Path) -> Result<Self> {
        let mut desk = Self::on(&vault.canonicalize()?, &passphrase_file.canonicalize()?)?;
        let settings = fs::read_to_string(desk.vault.join("vault.toml"))?;
        desk.pin = pin(settings.split('"'))?;
        Ok(desk)
    }

    fn on(vault: &Path, passphrase_file: &Path) -> Result<Self> {
        Ok(Self {
            program: std::env::current_exe()?.with_file_name(executable("waxseal")),
            vault: vault.to_owned(),
            passphrase_file: passphrase_file.to_owned(),
            pin: String::new(),
            turn: Semaphore::new(1),
        })
    }

    /// The vault's folder.
    pub(super) fn vault(&self) -> &Path {
        &self.vault
    }

    /// The file with the vault's passphrase.
    pub(super) fn passphrase_file(&self) -> &Path {
        &self.passphrase_file
    }

    /// The signed manifest, which the shop serves.
    pub(super) fn manifest(&self) -> PathBuf {
        self.vault.join("waxseal.jws")
    }

    /// The identity's thumbprint, which the page names.
    pub(super) fn pin(&self) -> &str {
        &self.pin
    }

    /// Opens one order.
    pub(super) async fn open(&self, line: &str, show: Show) -> Result<Opened> {
        let _turn = self.turn.acquire().await?;
        let mut command = self.on_vault("open");
        if show == Show::All {
            command.args(["--reveal", "all"]);
        }
        let shown = shown(&command);
        let output =
            timeout(PATIENCE, fed(command, line)).await.context("the desk is silent")??;
        Ok(Opened { command: shown, ..read(&output) })
    }

    fn init(&self, identity: &Path, port: u16) -> Result<String> {
        let mut command = self.with_identity("init", identity);
        command.args(["--merchant", "Acme Books", "--with-cards"]);
        command.args(["--origin", &format!("http://127.0.0.1:{port}")]);
        pin(succeeded(command.output()?)?.split_whitespace())
    }

    fn with_identity(&self, name: &str, identity: &Path) -> Command {
        let mut command = self.on_vault(name);
        command.arg("--identity").arg(identity);
        command.arg("--identity-passphrase-file").arg(&self.passphrase_file);
        command
    }

    fn on_vault(&self, name: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(name).arg("--vault").arg(&self.vault);
        command.arg("--passphrase-file").arg(&self.passphrase_file);
        command.env("WAXSEAL_OPERATOR", "the demo shop");
        command
    }
}

/// Runs it with this line on its standard input. Dropped before its end, it is ended.
async fn fed(command: Command, line: &str) -> Result<Output> {
    let mut command = tokio::process::Command::from(command);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn()?;
    let mut input = child.stdin.take().context("standard input is piped")?;
    let fed = async {
        input.write_all(line.as_bytes()).await?;
        drop(input);
        anyhow::Ok(())
    };
    let (fed, output) = tokio::join!(fed, child.wait_with_output());
    fed?;
    Ok(output?)
}

/// One record is one line of JSON; a refusal may have none, and then says why on stderr.
fn read(output: &Output) -> Opened {
    let first = output.stdout.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let Ok(Value::Object(record)) = serde_json::from_slice(first) else {
        let refused = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Opened { refused: Some(refused), ..Opened::default() };
    };
    let text = |name| record.get(name).and_then(Value::as_str);
    let field = |(name, value): (&String, &Value)| {
        Some((name.strip_prefix("seal.")?.to_owned(), value.clone()))
    };
    let checks = record.get("checks").and_then(Value::as_array).into_iter().flatten();
    // Each look at the page opens the order once more, which is no news.
    let checks = checks.filter_map(Value::as_str).filter(|check| *check != "opened-before");
    Opened {
        fields: Some(record.iter().filter_map(field).collect()),
        checks: checks.map(str::to_owned).collect(),
        refused: text("error").or(text("code")).map(str::to_owned),
        ..Opened::default()
    }
}

fn pin<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<String> {
    let pin = words.find(|word| word.starts_with(PIN));
    Ok(pin.context("the vault has no pin")?.to_owned())
}

fn write_passphrase(file: &Path) -> Result<()> {
    let mut random = [0; 16];
    getrandom::fill(&mut random)?;
    let digits: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    writeln!(private(file)?, "{digits}").with_context(|| file.display().to_string())
}

fn private(file: &Path) -> Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).with_context(|| file.display().to_string())
}

fn succeeded(output: Output) -> Result<String> {
    if !output.status.success() {
        bail!("waxseal failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// As one would type it in the folder that we work in.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| super::relative(Path::new(word))).collect::<Vec<_>>().join(" ")
}

fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}
