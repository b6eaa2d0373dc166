//! What customers typed is nowhere but on standard output: every command of the desk is run on
//! orders with canaries in them, also where it fails, and then all files and all messages are
//! searched for these.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Output};
use std::time::Duration;

use crate::desk::{Desk, seal, text};
use crate::encodings::encodings;

const FIELDS: &[(&str, &str)] = &[
    ("name", "Zyxwanda \"Qu\" Quillfäther"),
    ("email", "zyxwanda.q@canarybox.example"),
    ("tel", "+447700900461"),
    ("street-address", "=77 Canarywharfling Lane\nBack door"),
    ("postal-code", "QX97ZZW"),
    ("country", "Canaryland"),
    ("cc-name", "ZYXWANDA QUILL"),
    ("cc-number", "4539148803436467"),
    ("cc-exp", "11/37"),
];
/// What is searched for: no other text has these by chance, and no mask shows them.
const CANARIES: &[&str] = &[
    "Zyxwanda",
    "zyxwanda",
    "ZYXWANDA",
    "Quillfäther",
    "canarybox.example",
    "447700900461",
    "Canarywharfling",
    "QX97ZZW",
    "Canaryland",
    "453914880343",
];
const TEMPLATE: &str = "<h1>{{ seal.name }}</h1>{{ seal['cc-number'] }}{{ customer }}\n";
const HOURS: u64 = 20 * 3600;

struct Search {
    desk: Desk,
    /// Everything written to standard error so far, by command.
    said: Vec<(String, Vec<u8>)>,
    run: Vec<String>,
}

impl Search {
    /// Runs a command, whatever becomes of it.
    fn run(&mut self, line: &str) -> Output {
        self.run_with(line, "")
    }

    fn run_with(&mut self, line: &str, input: &str) -> Output {
        let args: Vec<&str> = line.split(' ').collect();
        let output = self.desk.run(&args, input);
        self.said.push((line.into(), output.stderr.clone()));
        self.run.push(args[0].into());
        output
    }

    /// Kills a command in the midst of its work.
    fn kill(&mut self, name: &str, mut child: Child) {
        child.kill().expect("it is ours");
        let killed = child.wait_with_output().expect("it ended");
        self.said.push((format!("{name}, killed"), killed.stderr));
    }

    fn succeeds(&mut self, line: &str) -> String {
        let output = self.run(line);
        assert!(output.status.success(), "{line}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    fn fails(&mut self, line: &str, code: i32) {
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(code), "{line}: {}", text(&output.stderr));
    }

    /// Where a canary is, that should be nowhere.
    fn found(&self) -> Vec<String> {
        let files = files(self.desk.folder()).into_iter().map(|path| {
            let content = fs::read(&path).expect("a file of the test");
            let name = path.display().to_string();
            (name.clone(), [name.as_bytes(), &content].concat())
        });
        let said = self.said.iter().map(|(line, said)| (format!("stderr of {line}"), said.clone()));
        let needles: Vec<_> = CANARIES.iter().flat_map(|canary| encodings(canary)).collect();
        let mut found = Vec::new();
        for (name, content) in files.chain(said) {
            let hits = needles.iter().filter(|needle| holds(&content, needle));
            found.extend(hits.map(|needle| format!("{name}: {}", text(needle))));
        }
        found
    }
}

fn holds(content: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(content, needle).is_some()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn with_orders() -> Search {
    let desk = Desk::new(&["--with-cards"]);
    let mut search = Search { desk, said: Vec::new(), run: vec!["init".into()] };
    search.desk.write("wrong.txt", "not the passphrase\n");
    search.desk.write("clerk.txt", "the passphrase of the clerk\n");
    search.desk.write("page.html", TEMPLATE);
    search.desk.write("slip.html", "<h1>{{ seal.name }}</h1>\n");
    search.succeeds("backup --to safe --new-passphrase-file clerk.txt");
    search.succeeds("publish");
    let manifest = search.desk.manifest();
    let sealed = |at: &str, ago| seal(&manifest, FIELDS, at, ago);
    let (new, old) = (sealed("A-1", 60), sealed("A-2", HOURS));
    let tampered = tampered(&new);
    search.desk.write("orders.csv", &format!("id,sealed\nA-1,{new}\nA-9,{old}\nA-3,{tampered}\n"));
    search.desk.write("good.txt", &format!("{new}\n{old}\n"));
    let many: String = (0..400).map(|n| sealed(&format!("B-{n}"), HOURS) + "\n").collect();
    search.desk.write("many.txt", &many);
    search
}

/// One letter of each part's ciphertext.
fn tampered(order: &str) -> String {
    let other = |part: &str| {
        let at = part.len() - 100;
        let letter = if part.as_bytes()[at] == b'A' { "B" } else { "A" };
        [&part[..at], letter, &part[at + 1..]].concat()
    };
    order.split('~').map(other).collect::<Vec<_>>().join("~")
}

fn open(search: &mut Search) {
    let shown = search.succeeds("open --reveal all good.txt");
    assert!(shown.contains("Zyxwanda") && shown.contains("4539148803436467"), "{shown}");
    let input = fs::read_to_string(search.desk.path("good.txt")).expect("it is there");
    search.run_with("open --json --received 2026-01-01T00:00:00Z -", &input);
    for (line, code) in [
        ("open --ref-column id --reason Packing orders.csv", 6),
        ("open --strict good.txt", 7),
        ("open --passphrase-file wrong.txt good.txt", 3),
        ("open --reveal shoe-size good.txt", 2),
        ("open --column nothing orders.csv", 2),
        ("open nothing.csv", 1),
    ] {
        search.fails(line, code);
    }
    search.succeeds("open --template slip.html good.txt");
    // The template names what is not there, after it wrote a name.
    assert!(!search.run("open --template page.html good.txt").status.success());
    search.succeeds("inspect good.txt");
    search.fails("inspect --json orders.csv", 0);
}

fn codes_and_exposure(search: &mut Search) {
    search.fails("customer-code orders.csv", 6);
    search.succeeds("customer-code --fields name,postal-code,street-address good.txt");
    let kids = search.succeeds("keys list --json");
    let kid = kids.split("\"kid\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let kid = kid.expect("a key").to_owned();
    search.succeeds(&format!("exposure --kid={kid} good.txt"));
    search.fails(&format!("exposure --json --kid={kid} orders.csv"), 6);
}

fn a_clerk(search: &mut Search) {
    let export = "keys export --role fulfilment --to clerk --for Jo --with-code";
    search.succeeds(&format!("{export} --new-passphrase-file clerk.txt"));
    let at = "--vault clerk --passphrase-file clerk.txt";
    search.fails(&format!("open {at} good.txt"), 1);
    search.succeeds(&format!("accept --yes Jo {at}"));
    search.succeeds(&format!("open --reveal all {at} good.txt"));
    search.succeeds(&format!("customer-code {at} good.txt"));
    search.succeeds("ledger export --vault clerk --out clerk.jsonl");
    search.succeeds("ledger collect clerk.jsonl");
}

fn keys_that_change(search: &mut Search) {
    search.succeeds("rotate");
    search.succeeds("publish --no-backup --out page.jws");
    search.fails("rewrap --out again.csv orders.csv", 6);
    search.succeeds("rewrap --out again.txt good.txt");
    search.fails("rewrap --passphrase-file wrong.txt good.txt", 3);
    let mut child = search.desk.begin(&["rewrap", "--out", "many-again.txt", "many.txt"]);
    let partial = search.desk.path("many-again.txt.partial");
    while !fs::metadata(&partial).is_ok_and(|file| file.len() > 0) {
        assert!(child.try_wait().expect("ours").is_none(), "it ended before it was killed");
        std::thread::sleep(Duration::from_millis(1));
    }
    search.kill("rewrap", child);
    search.run("rewrap --out many-again.txt --resume many.txt");
    let mut child = search.desk.begin(&["open", "many.txt"]);
    let mut first = [0; 1];
    child.stdout.as_mut().expect("piped").read_exact(&mut first).expect("it writes");
    search.kill("open", child);
}

fn an_archive(search: &mut Search) {
    let long_ago = "--received 2020-01-01T00:00:00Z";
    search.succeeds(&format!("redact {long_ago} --out archive.txt again.txt"));
    search.fails(&format!("redact {long_ago} --out archive.csv again.csv"), 6);
    search.succeeds(&format!("redact {long_ago} --plain again.txt"));
    search.fails("redact --plain --out plain.txt again.txt", 2);
    search.succeeds("redact --drop --out dropped.txt again.txt");
    search.succeeds("open archive.txt");
}

fn the_rest(search: &mut Search) {
    search.succeeds("notice --out notice.html");
    search.succeeds("notice --markdown");
    search.run("doctor");
    search.run("doctor --json");
    search.run("verify-page notice.html");
    search.succeeds("completions bash");
    search.run("man");
    search.succeeds("ledger list --json");
    search.succeeds("ledger verify");
    search.succeeds("ledger export --out own.jsonl");
    search.succeeds("restore safe --vault restored --passphrase-file clerk.txt");
    search.succeeds("keys export --role payments --jwk --yes");
    let keys = search.succeeds("keys list --json");
    let old = keys.lines().find(|line| !line.contains("\"active\"")).expect("it was rotated");
    let kid = old.split("\"kid\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let kid = kid.expect("a key").to_owned();
    search.run(&format!("keys retire -- {kid}"));
    search.run(&format!("keys shred --yes -- {kid}"));
    search.run("open good.txt");
    search.succeeds("passwd --new-passphrase-file clerk.txt");
}

/// The commands that the help names.
fn commands(help: &str) -> Vec<String> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = list.take_while(|line| line.starts_with("  "));
    let first = names.filter_map(|line| line.strip_prefix("  ").filter(|l| !l.starts_with(' ')));
    first.filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn no_value_is_anywhere_but_on_standard_output() {
    let mut search = with_orders();
    open(&mut search);
    codes_and_exposure(&mut search);
    a_clerk(&mut search);
    keys_that_change(&mut search);
    an_archive(&mut search);
    the_rest(&mut search);
    let help = search.succeeds("--help");
    let left_out: Vec<_> = commands(&help)
        .into_iter()
        .filter(|name| name != "help" && !search.run.contains(name))
        .collect();
    assert!(left_out.is_empty(), "not run here: {left_out:?}");
    assert_eq!(search.found(), Vec::<String>::new());
    // The search itself: what is written to a file on purpose is found.
    let shown = search.desk.run(&["open", "--passphrase-file", "clerk.txt", "archive.txt"], "");
    assert!(search.found().is_empty(), "{}", text(&shown.stderr));
    search.desk.write("tmp/leak", "x=Quillf%C3%A4ther");
    assert_eq!(search.found().len(), 1);
}
