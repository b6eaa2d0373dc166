//! Several commands at once on one vault: nothing is lost, and the ledger knows of all.

use std::collections::BTreeSet;
use std::fs;

use crate::desk::{Desk, seal, text};

const FIELDS: &[(&str, &str)] = &[
    ("name", "Ada Lovelace"),
    ("email", "ada@shop.example"),
    ("street-address", "12 Analytical Row"),
    ("postal-code", "W1A 1AA"),
    ("country", "GB"),
];

/// Runs commands at the same time. Returns how each ended, and what it wrote.
fn together(desk: &Desk, commands: &[&[&str]]) -> Vec<(i32, String, String)> {
    let running: Vec<_> = commands.iter().map(|args| desk.begin(args)).collect();
    // Each is listened to by a thread of its own, so that none waits for its reader.
    let readers: Vec<_> = running
        .into_iter()
        .map(|child| std::thread::spawn(move || child.wait_with_output().expect("it ends")))
        .collect();
    let outputs = readers.into_iter().map(|reader| reader.join().expect("it was read"));
    outputs.map(|o| (o.status.code().unwrap_or(-1), text(&o.stdout), text(&o.stderr))).collect()
}

/// The `jti` in each JSON line.
fn jtis(lines: &str) -> BTreeSet<String> {
    let jti = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).expect("a JSON line");
        let found =
            line.get("jti").or_else(|| line.get("order").and_then(|order| order.get("jti")));
        found.and_then(|jti| jti.as_str()).map(str::to_owned)
    };
    lines.lines().filter_map(jti).collect()
}

/// Four chunks of the ledger, so that each command meets the others.
#[test]
fn two_openings_and_a_rotation_at_once_lose_nothing() {
    two_openings_and_a_rotation(1000);
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn two_long_openings_and_a_rotation_at_once_lose_nothing() {
    two_openings_and_a_rotation(2500);
}

fn two_openings_and_a_rotation(orders: usize) {
    let desk = Desk::new(&[]);
    desk.must(&["publish", "--no-backup"]);
    let manifest = desk.manifest();
    for name in ["a.txt", "b.txt"] {
        let lines = (0..orders).map(|n| seal(&manifest, FIELDS, &format!("{name}-{n}"), 60) + "\n");
        desk.write(name, &lines.collect::<String>());
    }
    let ended = together(&desk, &[&["open", "a.txt"], &["open", "b.txt"], &["rotate"]]);
    for (code, _, stderr) in &ended {
        assert_eq!(*code, 0, "{stderr}");
    }
    let opened: BTreeSet<_> = ended[..2].iter().flat_map(|(_, stdout, _)| jtis(stdout)).collect();
    assert_eq!(opened.len(), 2 * orders);
    let recorded = desk.must(&["ledger", "list", "--json", "--command", "open"]);
    assert_eq!(recorded.lines().count(), 2 * orders);
    assert_eq!(jtis(&recorded), opened);
    desk.must(&["ledger", "verify"]);
    // The rotation took place, and both the old key and the new one open their orders.
    let keys = desk.must(&["keys", "list", "--json"]);
    assert_eq!(keys.lines().count(), 2, "{keys}");
    desk.must(&["publish", "--no-backup"]);
    let newer = seal(&desk.manifest(), FIELDS, "newer", 0);
    let older = fs::read_to_string(desk.path("a.txt")).expect("it is there");
    let both = [older.lines().next().expect("an order"), &newer, ""].join("\n");
    desk.write("both.txt", &both);
    assert_eq!(jtis(&desk.must(&["open", "both.txt"])).len(), 2);
}

#[test]
fn of_two_new_passphrases_at_once_one_is_in_force_afterwards() {
    let desk = Desk::new(&[]);
    for name in ["one", "two"] {
        desk.write(name, &format!("the new passphrase {name}\n"));
    }
    let change = |name| ["passwd", "--new-passphrase-file", name];
    let ended = together(&desk, &[&change("one"), &change("two")]);
    let done = ended.iter().filter(|(code, ..)| *code == 0).count();
    assert!((1..=2).contains(&done), "{ended:?}");
    let opens = |name: &&str| {
        desk.run(&["ledger", "verify", "--passphrase-file", name], "").status.success()
    };
    let in_force: Vec<_> = ["pass.txt", "one", "two"].into_iter().filter(opens).collect();
    assert_eq!(in_force.len(), 1, "{in_force:?}");
    assert_ne!(in_force, ["pass.txt"]);
    for (at, name) in ["one", "two"].into_iter().enumerate() {
        let said_done = ended[at].0 == 0;
        assert!(said_done || in_force != [name], "{name} is in force, and its command failed");
    }
}

#[test]
fn two_publications_at_once_are_both_kept_and_the_newer_one_is_for_pages() {
    let desk = Desk::new(&[]);
    let ended = together(&desk, &[&["publish", "--no-backup"], &["publish", "--no-backup"]]);
    for (code, _, stderr) in &ended {
        assert_eq!(*code, 0, "{stderr}");
    }
    let kept = fs::read_dir(desk.path("vault/manifests")).expect("a folder").flatten();
    let mut names: Vec<_> = kept.map(|entry| entry.file_name().into_string()).collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    let newest = names.last().and_then(|name| name.as_ref().ok()).expect("two of them");
    assert_eq!(*newest, format!("{}.jws", desk.manifest().version));
    desk.must(&["ledger", "verify"]);
    let recorded = desk.must(&["ledger", "list", "--json", "--command", "publish"]);
    assert!(recorded.lines().count() >= 2, "{recorded}");
}
