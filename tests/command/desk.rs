//! A folder with a vault in it, worked on by the real command.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::sealing::{self, ORIGIN};
use crate::shop;
use tempfile::TempDir;
use waxseal::manifest::Manifest;

/// The folder: `vault`, `identity`, `pass.txt`, and whatever a test writes.
pub(crate) struct Desk {
    folder: TempDir,
    pin: String,
}

impl Desk {
    /// A vault that has published nothing yet.
    pub(crate) fn new(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut desk = Self { folder, pin: String::new() };
        for name in ["home", "tmp"] {
            fs::create_dir(desk.path(name)).expect("a new folder");
        }
        desk.write("pass.txt", shop::PASSPHRASE);
        let init = ["init", "--merchant", "Acme Books", "--origin", ORIGIN];
        let output = desk.run(&[&init[..], flags].concat(), "");
        assert!(output.status.success(), "{}", text(&output.stderr));
        desk.pin = text(&output.stdout).trim().to_owned();
        desk
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A place in the folder.
    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file for its owner alone.
    pub(crate) fn write(&self, name: &str, content: &str) {
        fs::write(self.path(name), content).expect("a file of the test");
        #[cfg(unix)]
        fs::set_permissions(self.path(name), std::os::unix::fs::PermissionsExt::from_mode(0o600))
            .expect("ours to set");
    }

    /// Begins a command. All that it could write to lies in the folder.
    pub(crate) fn begin(&self, args: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_waxseal"))
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path("home"))
            .env("TMPDIR", self.path("tmp"))
            .env("WAXSEAL_PASSPHRASE_FILE", "pass.txt")
            .env(shop::FEW_ITERATIONS.0, shop::FEW_ITERATIONS.1)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts")
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, args: &[&str], input: &str) -> Output {
        let mut child = self.begin(args);
        let mut stdin = child.stdin.take().expect("standard input is piped");
        let input = input.to_owned();
        // A command that needs no input may end before it is written.
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let output = child.wait_with_output().expect("the command ends");
        let _ = writer.join();
        output
    }

    /// Runs a command that must succeed. Returns what it wrote.
    pub(crate) fn must(&self, args: &[&str]) -> String {
        let output = self.run(args, "");
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// The manifest that pages load.
    pub(crate) fn manifest(&self) -> Manifest {
        let jws = fs::read_to_string(self.path("vault/waxseal.jws")).expect("published");
        Manifest::verify(&jws, &self.pin).expect("as signed")
    }
}

/// An order as a page seals it, this many seconds ago.
pub(crate) fn seal(
    manifest: &Manifest,
    fields: &[(&str, &str)],
    reference: &str,
    ago: u64,
) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    sealing::seal(manifest, fields, None, Some(reference), now - ago)
}

/// What was written, as text.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
