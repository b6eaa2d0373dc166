//! The commands that are killed, and what must hold of each afterwards.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use tempfile::TempDir;
use waxseal::manifest::Manifest;
use waxseal::open::Order;

use crate::kill::victim::waxseal;
use crate::{orders, shop};

/// A customer of this shop need not pay by card.
const CARD_OR_NOT: &str =
    "sed -i '/^.fields.cc-/,/^$/s/^required = .*/required = false/' vault/policy.toml";

const ADDRESS: &[(&str, &str)] = &[
    ("name", "Bea Müller"),
    ("email", "bea@canary.example"),
    ("street-address", "13 Canary Row"),
    ("postal-code", "10115"),
    ("country", "DE"),
];

/// Three chunks of the ledger, of 256 orders each, and the last one is not full.
pub(crate) static MANY: LazyLock<Prepared> = LazyLock::new(|| Prepared::new(520));
/// For a quick look at what is about keys, and opens the orders only afterwards.
pub(crate) static FEW: LazyLock<Prepared> = LazyLock::new(|| Prepared::new(3));

/// A command, and what must hold after it was killed.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) args: &'static [&'static str],
    holds: fn(&Prepared, &Path) -> Result<(), String>,
}

pub(crate) const ROTATE: Scenario = Scenario { name: "rotate", args: &["rotate"], holds: rotated };
pub(crate) const PUBLISH: Scenario =
    Scenario { name: "publish", args: &["publish", "--no-backup"], holds: published };
pub(crate) const REWRAP: Scenario = Scenario {
    name: "rewrap",
    args: &["rewrap", "--out", "new.txt", "orders.txt"],
    holds: rewrapped,
};
pub(crate) const REDACT: Scenario = Scenario {
    name: "redact",
    args: &["redact", "--out", "new.txt", "--received", "2020-01-01T00:00:00Z", "orders.txt"],
    holds: redacted,
};
pub(crate) const SHRED: Scenario = Scenario {
    name: "keys shred",
    args: &["keys", "shred", "--yes", "{{unused}}"],
    holds: shredded,
};
pub(crate) const PASSWD: Scenario = Scenario {
    name: "passwd",
    args: &["passwd", "--new-passphrase-file", "new-pass.txt"],
    holds: changed,
};
pub(crate) const BACKUP: Scenario = Scenario {
    name: "backup",
    args: &["backup", "--to", "copy", "--new-passphrase-file", "new-pass.txt"],
    holds: copied,
};
pub(crate) const OPEN: Scenario =
    Scenario { name: "open", args: &["open", "--json", "orders.txt"], holds: opened };

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
        let orders = fs::read(at.join("orders.txt")).map_err(|error| error.to_string())?;
        if orders != prepared.orders.as_bytes() {
            return Err("orders.txt was changed".into());
        }
        (self.holds)(prepared, at)
    }
}

/// A shop whose orders are sealed to the keys before the last rotation.
pub(crate) struct Prepared {
    folder: TempDir,
    kids: Vec<String>,
    /// A key that nothing is sealed to.
    unused: String,
    references: Vec<String>,
    /// What `orders.txt` holds.
    orders: String,
}

impl Prepared {
    fn new(orders: usize) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = folder.path();
        shop::set_up(Some("published"), at);
        let references: Vec<String> = (1..=orders).map(|number| format!("K-{number}")).collect();
        let orders = sealed(at, &references);
        fs::write(at.join("orders.txt"), &orders).expect("the orders");
        fs::write(at.join("new-pass.txt"), "another passphrase of a merchant\n").expect("a file");
        assert!(shop::shell("chmod 600 new-pass.txt", at).success());
        for args in [&["rotate"][..], &["rotate"], &["publish", "--no-backup"]] {
            waxseal(args, at).expect("the shop is prepared");
        }
        let keys = waxseal(&["keys", "list", "--json"], at).expect("the keys are listed");
        let unused = member(keys.lines().find(|key| key.contains("unpublished")), "kid");
        let kids = keys.lines().map(|key| member(Some(key), "kid")).collect();
        Self { folder, kids, unused, references, orders }
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

/// An order with each reference, a line to each. Every fourth customer pays by card, and so the order
/// is of two parts: each part more is time.
fn sealed(at: &Path, references: &[String]) -> String {
    assert!(shop::shell(CARD_OR_NOT, at).success());
    waxseal(&["publish", "--no-backup"], at).expect("the policy is published");
    let manifest = manifest(at).expect("it was published");
    let fields = [orders::ADA, ADDRESS, ADDRESS, ADDRESS].into_iter().cycle();
    let seal = |(reference, fields): (&String, _)| {
        orders::seal(&manifest, fields, Some(reference), orders::now()) + "\n"
    };
    references.iter().zip(fields).map(seal).collect()
}

/// The manifest that pages load.
fn manifest(at: &Path) -> Result<Manifest, String> {
    let jws = fs::read_to_string(at.join("vault/waxseal.jws")).map_err(|e| e.to_string())?;
    Manifest::verify(&jws, shop::pin()).map_err(|error| error.to_string())
}

fn member(line: Option<&str>, name: &str) -> String {
    let start = format!("\"{name}\":\"");
    let value = line.and_then(|line| line.split_once(&start)).map(|(_, rest)| rest);
    value.and_then(|rest| rest.split('"').next()).expect("the member is there").to_owned()
}

/// All of them are there as they were, and each one opens.
fn opened(prepared: &Prepared, at: &Path) -> Result<(), String> {
    opens(&prepared.references, at, "orders.txt")
}

/// Each order once, in its place, and each one opens.
fn opens(references: &[String], at: &Path, file: &str) -> Result<(), String> {
    let opened = waxseal(&["open", "--json", file], at)?;
    let found: Vec<String> = opened.lines().map(|line| member(Some(line), "ref")).collect();
    match found == references {
        true => Ok(()),
        false => Err(format!("{file} has {} orders, or in another order", found.len())),
    }
}

fn rotated(prepared: &Prepared, at: &Path) -> Result<(), String> {
    opened(prepared, at)?;
    waxseal(&["rotate"], at)?;
    waxseal(&["publish", "--no-backup"], at).map(|_| ())
}

fn published(prepared: &Prepared, at: &Path) -> Result<(), String> {
    opened(prepared, at)?;
    let before = manifest(at)?.version;
    waxseal(&["publish", "--no-backup"], at)?;
    if manifest(at)?.version > before { Ok(()) } else { Err("no newer manifest".into()) }
}

/// So many orders are of one part and of two.
const FIRST: usize = 2;

/// What is left goes on where it was, unless it was done. All the orders are opened as they are
/// afterwards; of what they were before, the first: they need the same keys as the others.
fn resumed(prepared: &Prepared, at: &Path, args: &[&str]) -> Result<(), String> {
    let first: String = prepared.orders.split_inclusive('\n').take(FIRST).collect();
    fs::write(at.join("first.txt"), first).map_err(|error| error.to_string())?;
    opens(&prepared.references[..FIRST], at, "first.txt")?;
    // Between the file's coming to its place and the record's going, both are there.
    if !at.join("new.txt").exists() || at.join("new.txt.progress").exists() {
        waxseal(args, at)?;
    }
    opens(&prepared.references, at, "new.txt")?;
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
    opened(prepared, at)?;
    let state = || -> Result<String, String> {
        let listed = waxseal(&["keys", "list", "--json"], at)?;
        Ok(member(listed.lines().find(|key| key.contains(&prepared.unused)), "state"))
    };
    if state()? != "shredded" {
        waxseal(&["keys", "shred", "--yes", &prepared.unused], at)?;
    }
    if state()? == "shredded" { Ok(()) } else { Err("it cannot be shredded any more".into()) }
}

fn changed(prepared: &Prepared, at: &Path) -> Result<(), String> {
    opened(prepared, at)?;
    waxseal(&["passwd", "--new-passphrase-file", "pass.txt"], at).map(|_| ())
}

/// A copy that is there is whole; if there is none, one can be made.
fn copied(prepared: &Prepared, at: &Path) -> Result<(), String> {
    opened(prepared, at)?;
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
