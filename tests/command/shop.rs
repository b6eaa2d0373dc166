//! A shop that is there before a case begins: made once by the real commands, copied for each.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;
use waxseal::manifest::Manifest;

use crate::orders::ORIGIN;

/// What spares a command under test most of its time: a derivation of the fewest iterations that a
/// reader accepts. A build that is shipped does not know the variable.
pub(crate) const FEW_ITERATIONS: (&str, &str) = ("WAXSEAL_TEST_ITERATIONS", "100000");

pub(crate) const PASSPHRASE: &str = "correct horse battery staple\n";

/// A policy with two groups of customers.
const GROUPS: &str = "sed -i 's/^groups .*/groups = [\"eu\", \"us\"]/' grouped/vault/policy.toml";

struct Shops {
    folder: TempDir,
    /// What `init` printed.
    pin: String,
}

static SHOPS: LazyLock<Shops> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = folder.path().join("made");
    fs::create_dir(&made).expect("a folder for the shop");
    fs::write(made.join("pass.txt"), PASSPHRASE).expect("the passphrase");
    assert!(shell("chmod 600 pass.txt", &made).success());
    let pin =
        waxseal(&["init", "--merchant", "Acme Books", "--origin", ORIGIN, "--with-cards"], &made);
    assert!(shell("cp -a made published", folder.path()).success());
    waxseal(&["publish", "--no-backup"], &folder.path().join("published"));
    assert!(shell(&format!("cp -a made grouped && {GROUPS}"), folder.path()).success());
    waxseal(&["publish", "--no-backup"], &folder.path().join("grouped"));
    Shops { folder, pin }
});

/// The same shop with new keys: it has published them, and the old ones still open.
static ROTATED: LazyLock<()> = LazyLock::new(|| {
    let folder = SHOPS.folder.path();
    assert!(shell("cp -a published rotated", folder).success());
    waxseal(&["rotate"], &folder.join("rotated"));
    waxseal(&["publish", "--no-backup"], &folder.join("rotated"));
});

/// The pin of the shop.
pub(crate) fn pin() -> &'static str {
    SHOPS.pin.trim()
}

/// The manifest of a shop that has published.
pub(crate) fn manifest(shop: &str) -> Manifest {
    let path = SHOPS.folder.path().join(shop).join("vault/waxseal.jws");
    let jws = fs::read_to_string(path).expect("a file of the shop");
    Manifest::verify(&jws, pin()).expect("published")
}

/// The passphrase lies in `pass.txt` in any case.
pub(crate) fn set_up(shop: Option<&str>, at: &Path) {
    if shop == Some("rotated") {
        LazyLock::force(&ROTATED);
    }
    let from = SHOPS.folder.path().join(shop.unwrap_or("made"));
    let what = if shop.is_some() { "." } else { "pass.txt" };
    let copied = Command::new("cp").arg("-a").arg(from.join(what)).arg(at).status();
    assert!(copied.expect("cp runs").success());
}

/// A small disk that a case mounted is taken away.
pub(crate) fn tear_down(at: &Path) {
    let small = at.join("small");
    if small.is_dir() {
        let _ = Command::new("umount").arg(small).stderr(Stdio::null()).status();
    }
}

/// Whether this machine lets a case do what it needs.
pub(crate) fn has(need: &str) -> bool {
    let folder = tempfile::tempdir().expect("a temporary folder");
    match need {
        "to mount a small disk" => shell(
            "mkdir d && mount -t tmpfs -o size=64k none d 2>/dev/null && umount d",
            folder.path(),
        )
        .success(),
        "sqlite3" => {
            shell("sqlite3 :memory: \"SELECT '{}' ->> 'a'\" > /dev/null 2>&1", folder.path())
                .success()
        }
        "faketime" => shell("faketime -f +1d date >/dev/null 2>&1", folder.path()).success(),
        "setsid" => shell("command -v setsid >/dev/null", folder.path()).success(),
        "/dev/full" => Path::new("/dev/full").exists(),
        other => panic!("a case needs something unheard of: {other}"),
    }
}

/// Runs a line of the shell in a folder.
pub(crate) fn shell(line: &str, at: &Path) -> ExitStatus {
    Command::new("sh").args(["-c", line]).current_dir(at).status().expect("sh runs")
}

/// Each path below a folder, with its mode and content. SQLite's working files come and go.
pub(crate) type Snapshot = BTreeMap<String, (u32, Vec<u8>)>;

/// What is below a folder.
pub(crate) fn snapshot(folder: &Path) -> Snapshot {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".db-wal") || name.ends_with(".db-shm") {
                continue;
            }
            let metadata = entry.metadata().expect("a file of the case");
            let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions());
            let content = fs::read(entry.path()).unwrap_or_default();
            found.insert(entry.path().display().to_string(), (mode, content));
            if metadata.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    found
}

fn waxseal(args: &[&str], at: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_waxseal"))
        .args(args)
        .args(["--passphrase-file", "pass.txt"])
        .current_dir(at)
        .env(FEW_ITERATIONS.0, FEW_ITERATIONS.1)
        .output()
        .expect("the command runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}
