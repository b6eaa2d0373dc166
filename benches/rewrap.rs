//! How many stored orders a second are sealed again to new keys, and in how much memory.
//!
//! `cargo bench --bench rewrap [-- ORDERS…]`: the real command on a CSV of orders of two parts, to
//! standard output and to a file that could be gone on with.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use getrandom::SysRng;
use waxseal::manifest::Manifest;
use waxseal::seal::{Draft, PreparedKeys, seal_with_rng};

const ORIGIN: &str = "http://localhost:8080";
const FIELDS: [(&str, &str); 9] = [
    ("name", "Ada Lovelace"),
    ("email", "ada@example.org"),
    ("tel", "+44 20 7946 0000"),
    ("street-address", "12 Example Row"),
    ("postal-code", "W1A 1AA"),
    ("country", "GB"),
    ("cc-name", "Ada Lovelace"),
    ("cc-number", "4111111111111111"),
    ("cc-exp", "2031-01"),
];

fn main() {
    let counts: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let counts = if counts.is_empty() { vec![1_000, 100_000] } else { counts };
    say("   orders  input MB  to       seconds  orders/s  peak MiB");
    for count in counts {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = folder.path();
        let manifest = shop(at);
        write_orders(&manifest, count, &at.join("orders.csv"));
        let megabytes = fs::metadata(at.join("orders.csv")).expect("written").len() as f64 / 1e6;
        for (to, args) in
            [("stdout", &["orders.csv"][..]), ("file", &["--out", "out.csv", "orders.csv"])]
        {
            let (took, peak) = measure(at, args);
            let seconds = took.as_secs_f64();
            let rate = count as f64 / seconds;
            say(&format!("{count:9} {megabytes:9.1}  {to:6} {seconds:9.1} {rate:9.0} {peak:9.1}"));
        }
    }
}

/// A vault whose keys are not those that the manifest of the orders names.
fn shop(at: &Path) -> Manifest {
    fs::write(at.join("pass.txt"), "correct horse battery staple\n").expect("written");
    let pin = waxseal(at, &["init", "--merchant", "Acme", "--origin", ORIGIN, "--with-cards"]);
    waxseal(at, &["publish", "--no-backup"]);
    let jws = fs::read_to_string(at.join("vault/waxseal.jws")).expect("published");
    fs::rename(at.join("vault/keys"), at.join("old")).expect("there");
    fs::create_dir(at.join("vault/keys")).expect("free");
    waxseal(at, &["publish", "--no-backup"]);
    for key in fs::read_dir(at.join("old")).expect("there").flatten() {
        fs::rename(key.path(), at.join("vault/keys").join(key.file_name())).expect("moved back");
    }
    Manifest::verify(&jws, pin.trim()).expect("as published")
}

fn write_orders(manifest: &Manifest, count: usize, path: &Path) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let fields = FIELDS.map(|(name, value)| (name.to_owned(), value.to_owned().into()));
    let mut file = BufWriter::new(File::create(path).expect("a new file"));
    file.write_all(b"id,total,sealed\r\n").expect("written");
    for id in 0..count {
        let reference = format!("A-{id}");
        let draft = Draft {
            fields: &fields,
            form: None,
            group: None,
            reference: Some(&reference),
            origin: ORIGIN,
        };
        let mut ready = PreparedKeys::default();
        let order = seal_with_rng(manifest, &draft, &mut ready, now, &mut SysRng).expect("sealed");
        write!(file, "{id},19.90,{order}\r\n").expect("written");
    }
    file.flush().expect("written");
}

/// How long a rewrap takes, and how many MiB of memory at its peak.
fn measure(at: &Path, args: &[&str]) -> (Duration, f64) {
    let began = Instant::now();
    let mut child = command(at)
        .arg("rewrap")
        .args(args)
        .stdout(File::create(at.join("stdout")).expect("a new file"))
        .stderr(Stdio::null())
        .spawn()
        .expect("the command starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0;
    let ended = loop {
        peak = resident(&status).unwrap_or(peak);
        match child.try_wait().expect("it is our child") {
            Some(ended) => break ended,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(ended.success(), "{ended}");
    (began.elapsed(), peak)
}

/// The most memory that it had in use so far, in MiB, where the system tells (Linux).
fn resident(status: &str) -> Option<f64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes / 1024.0)
}

fn waxseal(at: &Path, args: &[&str]) -> String {
    let output = command(at).args(args).output().expect("the command runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn command(at: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waxseal"));
    command.current_dir(at).env("WAXSEAL_PASSPHRASE_COMMAND", "cat pass.txt");
    command
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
