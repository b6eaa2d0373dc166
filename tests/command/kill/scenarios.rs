//! The commands that are killed, and what must hold of each afterwards.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use waxseal::manifest::Manifest;
use waxseal::open::Order;

use crate::kill::victim::waxseal;
use crate::shop;

/// For what treats orders: three chunks of the ledger.
const MANY: usize = 600;
/// For what is about keys, and opens them afterwards.
const FEW: usize = 3;

/// A command, and what must hold after it was killed.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) args: &'static [&'static str],
    /// So many lie in the shop that it is run in.
    orders: usize,
    holds: fn(&Prepared, &Path) -> Result<(), String>,
}

/// All of them.
pub(crate) const SCENARIOS: &[Scenario] = &[
    Scenario { name: "rotate", orders: FEW, args: &["rotate"], holds: rotated },
    Scenario { name: "publish", orders: FEW, args: &["publish", "--no-backup"], holds: published },
    Scenario {
        name: "rewrap",
        orders: MANY,
        args: &["rewrap", "--out", "new.txt", "orders.txt"],
        holds: rewrapped,
    },
    Scenario {
        name: "redact",
        orders: MANY,
        args: &["redact", "--out", "new.txt", "--received", "2020-01-01T00:00:00Z", "orders.txt"],
        holds: redacted,
    },
    Scenario {
        name: "keys shred",
        orders: FEW,
        args: &["keys", "shred", "--yes", "{{unused}}"],
        holds: shredded,
    },
    Scenario {
        name: "passwd",
        orders: FEW,
        args: &["passwd", "--new-passphrase-file", "new-pass.txt"],
        holds: changed,
    },
    Scenario {
        name: "backup",
        orders: FEW,
        args: &["backup", "--to", "copy", "--new-passphrase-file", "new-pass.txt"],
        holds: copied,
    },
    Scenario {
        name: "open",
        orders: MANY,
        args: &["open", "--json", "orders.txt"],
        holds: |_, _| Ok(()),
    },
];

impl Scenario {
    /// What must hold whatever was killed, and what must hold of this command.
    pub(crate) fn look(&self, prepared: &Prepared, at: &Path) -> Result<(), String> {
        // A killed `passwd` decides which passphrase it is from now on.
        if waxseal(&["ledger", "verify"], at).is_err() {
            fs::rename(at.join("new-pass.txt"), at.join("pass.txt")).map_err(|e| e.to_string())?;
            waxseal(&["ledger", "verify"], at)?;
        }
        let listed = waxseal(&["keys", "list", "--json"], at)?;
        let lost = prepared.kids.iter().find(|kid| !listed.contains(kid.as_str()));
        lost.map_or(Ok(()), |kid| Err(format!("key {kid} is lost")))?;
        opens(prepared, at, "orders.txt")?;
        (self.holds)(prepared, at)
    }
}

/// The shops that the scenarios are run in.
pub(crate) struct Shops {
    few: Prepared,
    many: Prepared,
}

impl Shops {
    pub(crate) fn new() -> Self {
        Self { few: Prepared::new(FEW), many: Prepared::new(MANY) }
    }

    /// The one for this scenario.
    pub(crate) fn of(&self, scenario: &Scenario) -> &Prepared {
        if scenario.orders == MANY { &self.many } else { &self.few }
    }
}

/// A shop whose orders are sealed to the keys before the last rotation.
pub(crate) struct Prepared {
    folder: TempDir,
    kids: Vec<String>,
    /// A key that nothing is sealed to.
    unused: String,
    references: Vec<String>,
}

impl Prepared {
    fn new(orders: usize) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = folder.path();
        shop::set_up(Some("published"), at);
        let references: Vec<String> = (1..=orders).map(|number| format!("K-{number}")).collect();
        let lines =
            references.iter().map(|reference| crate::orders::with_reference(reference) + "\n");
        fs::write(at.join("orders.txt"), lines.collect::<String>()).expect("the orders");
        fs::write(at.join("new-pass.txt"), "another passphrase of a merchant\n").expect("a file");
        assert!(shop::shell("chmod 600 new-pass.txt", at).success());
        for args in [&["rotate"][..], &["rotate"], &["publish", "--no-backup"]] {
            waxseal(args, at).expect("the shop is prepared");
        }
        let keys = waxseal(&["keys", "list", "--json"], at).expect("the keys are listed");
        let unused = member(keys.lines().find(|key| key.contains("unpublished")), "kid");
        let kids = keys.lines().map(|key| member(Some(key), "kid")).collect();
        Self { folder, kids, unused, references }
    }

    /// The shop once more.
    pub(crate) fn copy(&self) -> TempDir {
        let copy = tempfile::tempdir().expect("a temporary folder");
        let from = self.folder.path().join(".");
        let copied = std::process::Command::new("cp").arg("-a").arg(from).arg(copy.path()).status();
        assert!(copied.expect("cp runs").success());
        copy
    }

    /// The argument, with what only this shop knows.
    pub(crate) fn fill(&self, arg: &str) -> String {
        arg.replace("{{unused}}", &self.unused)
    }
}

fn member(line: Option<&str>, name: &str) -> String {
    let start = format!("\"{name}\":\"");
    let value = line.and_then(|line| line.split_once(&start)).map(|(_, rest)| rest);
    value.and_then(|rest| rest.split('"').next()).expect("the member is there").to_owned()
}

/// Each order once, in its place, and each one opens.
fn opens(prepared: &Prepared, at: &Path, file: &str) -> Result<(), String> {
    let opened = waxseal(&["open", "--json", file], at)?;
    let references: Vec<String> = opened.lines().map(|line| member(Some(line), "ref")).collect();
    if references == prepared.references {
        return Ok(());
    }
    Err(format!("{file} has {} orders, or in another order", references.len()))
}

fn rotated(_: &Prepared, at: &Path) -> Result<(), String> {
    waxseal(&["rotate"], at)?;
    waxseal(&["publish", "--no-backup"], at).map(|_| ())
}

fn published(_: &Prepared, at: &Path) -> Result<(), String> {
    let verify = || {
        let jws = fs::read_to_string(at.join("vault/waxseal.jws")).map_err(|e| e.to_string())?;
        Manifest::verify(&jws, shop::pin()).map_err(|error| error.to_string())
    };
    let before = verify()?.version;
    waxseal(&["publish", "--no-backup"], at)?;
    if verify()?.version > before { Ok(()) } else { Err("no newer manifest".into()) }
}

/// What is left goes on where it was, unless it was done.
fn resumed(prepared: &Prepared, at: &Path, args: &[&str]) -> Result<(), String> {
    if !at.join("new.txt").exists() {
        waxseal(args, at)?;
    }
    opens(prepared, at, "new.txt")?;
    let left = ["new.txt.partial", "new.txt.progress"].into_iter().find(|n| at.join(n).exists());
    left.map_or(Ok(()), |name| Err(format!("{name} is left")))
}

fn rewrapped(prepared: &Prepared, at: &Path) -> Result<(), String> {
    resumed(prepared, at, &["rewrap", "--out", "new.txt", "--resume", "orders.txt"])?;
    each_part(at, |was, _| was == 1)
}

fn redacted(prepared: &Prepared, at: &Path) -> Result<(), String> {
    let received = "2020-01-01T00:00:00Z";
    let args = ["redact", "--out", "new.txt", "--resume", "--received", received, "orders.txt"];
    resumed(prepared, at, &args)?;
    each_part(at, |_, is_archived| is_archived)
}

/// Whether each part of the new file is as it should be, by its earlier keys and its mark.
fn each_part(at: &Path, fits: fn(usize, bool) -> bool) -> Result<(), String> {
    let text = fs::read_to_string(at.join("new.txt")).map_err(|e| e.to_string())?;
    for line in text.lines() {
        let order = Order::parse(line).map_err(|error| error.to_string())?;
        if !order.parts.iter().all(|part| fits(part.was.len(), part.red)) {
            return Err("a part is not as it should be".into());
        }
    }
    Ok(())
}

/// It is there, or it is gone for good.
fn shredded(prepared: &Prepared, at: &Path) -> Result<(), String> {
    let state = || -> Result<String, String> {
        let listed = waxseal(&["keys", "list", "--json"], at)?;
        Ok(member(listed.lines().find(|key| key.contains(&prepared.unused)), "state"))
    };
    if state()? != "shredded" {
        waxseal(&["keys", "shred", "--yes", &prepared.unused], at)?;
    }
    if state()? == "shredded" { Ok(()) } else { Err("it cannot be shredded any more".into()) }
}

fn changed(_: &Prepared, at: &Path) -> Result<(), String> {
    waxseal(&["passwd", "--new-passphrase-file", "pass.txt"], at).map(|_| ())
}

/// A copy that is there is whole; if there is none, one can be made.
fn copied(prepared: &Prepared, at: &Path) -> Result<(), String> {
    if !at.join("copy").exists() {
        let args = ["backup", "--to", "copy", "--new-passphrase-file", "new-pass.txt"];
        waxseal(&args, at)?;
    }
    let passphrase = ["--passphrase-file", "new-pass.txt"];
    let restore = ["restore", "copy", "--vault", "restored"];
    waxseal(&[&restore[..], &passphrase].concat(), at)?;
    let args = ["open", "--json", "--vault", "restored", "orders.txt"];
    let opened = waxseal(&[&args[..], &passphrase].concat(), at)?;
    let all = opened.lines().count() == prepared.references.len();
    if all { Ok(()) } else { Err("the copy does not open all orders".into()) }
}
