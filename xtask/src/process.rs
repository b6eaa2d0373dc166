//! Starts other programs, and shows what they print.

use std::io::{BufRead, BufReader, pipe};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// A program with its arguments.
pub(crate) fn command<'a>(program: &str, args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(program);
    command.args(args);
    command
}

/// The cargo that runs us, so that one toolchain does all the work. It builds into this folder,
/// where the steps after it look, whatever the environment or a setting says.
pub(crate) fn cargo<'a>(args: impl IntoIterator<Item = &'a str>) -> Command {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut command = command(&program, args);
    command.env("CARGO_TARGET_DIR", "target");
    command
}

/// Runs it on our own streams, and fails when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    ensure!(status.success(), "{} ended with {status}", shown(command));
    Ok(())
}

/// Runs it quietly and returns what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("{} failed: {}", shown(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// What a program printed, and whether it succeeded.
pub(crate) struct Transcript {
    pub(crate) lines: Vec<String>,
    pub(crate) success: bool,
}

/// Runs it, passing on each line as it comes, and keeps the lines.
pub(crate) fn tee(command: &mut Command) -> Result<Transcript> {
    let (reader, writer) = pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn().with_context(|| cannot_start(command))?;
    // The command holds our ends of the pipe: without this the reader would never see its end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut lines = Vec::new();
    for line in BufReader::new(reader).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        println!("{line}");
        lines.push(line);
    }
    let success = child.wait()?.success();
    Ok(Transcript { lines, success })
}

/// Whether this program can be started.
pub(crate) fn exists(program: &str) -> bool {
    let mut probe = command(program, ["--version"]);
    probe.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start {}", command.get_program().to_string_lossy())
}
