//! kill -9 at many moments: what is gone on with afterwards has each order once, in order.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use waxseal::open::{Order, find_orders};

use crate::orders;
use crate::shop;

const MOMENTS: u32 = 24;

/// Three chunks of the ledger, between which it is stopped as within one.
#[test]
fn a_rewrap_that_is_killed_at_any_moment_goes_on_without_losing_or_doubling_an_order() {
    kill_a_rewrap_of(600);
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn a_long_rewrap_that_is_killed_at_any_moment_goes_on_without_losing_or_doubling_an_order() {
    kill_a_rewrap_of(3000);
}

fn kill_a_rewrap_of(count: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = folder.path();
    shop::set_up(Some("rotated"), at);
    let rows =
        (0..count).map(|id| format!("{id},\"a\nnote\",{{{{{}}}}}\r\n", ["ada", "bea"][id % 2]));
    let table = orders::fill(&("id,note,sealed\r\n".to_owned() + &rows.collect::<String>()));
    fs::write(at.join("in.csv"), &table).expect("written");

    let mut killed = 0;
    for moment in 0..MOMENTS {
        let mut run = rewrap(at);
        let_run(&mut run, at, moment % 4);
        run.kill().expect("ours to kill");
        match run.wait().expect("ours").code() {
            None => killed += 1,
            Some(code) => assert_eq!(code, 0),
        }
        if moment % 6 == 5 || at.join("out.csv").exists() {
            finish(at, &table);
        }
    }
    assert!(killed > MOMENTS / 2, "only {killed} runs were killed before their end");
}

/// Until it has recorded that it came further, or has ended; and then for so many quarters of the time
/// that this took. So no run depends on how fast an earlier one was.
fn let_run(run: &mut Child, at: &Path, quarters: u32) {
    let record = || fs::read(at.join("out.csv.progress")).ok();
    let (began, before) = (Instant::now(), record());
    while record() == before && run.try_wait().expect("ours").is_none() {
        sleep(Duration::from_millis(1));
    }
    sleep(began.elapsed() * quarters / 4);
}

/// Goes on to the end, which must come, and takes the output away.
fn finish(at: &Path, table: &[u8]) {
    if !at.join("out.csv").exists() || at.join("out.csv.progress").exists() {
        assert!(rewrap(at).wait().expect("ours").success());
    }
    check(table, &fs::read(at.join("out.csv")).expect("whole"));
    assert!(!at.join("out.csv.partial").exists() && !at.join("out.csv.progress").exists());
    fs::remove_file(at.join("out.csv")).expect("there");
}

/// The same bytes but for the orders, and the same orders, sealed to other keys.
fn check(before: &[u8], after: &[u8]) {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let (old, new) = (find_orders(&before), find_orders(&after));
    assert_eq!(new.len(), old.len());
    // No order goes on past the end of its row.
    let around = |text: &str| {
        let pieces = text
            .split("eyJ")
            .flat_map(|piece| piece.split_once('\r').map(|(_, rest)| rest.to_owned()));
        pieces.collect::<Vec<_>>()
    };
    assert!(around(&before) == around(&after));
    for (old, new) in old.iter().zip(&new) {
        let (old, new) = (Order::parse(old).expect("sealed"), Order::parse(new).expect("sealed"));
        assert_eq!(old.header, new.header);
        assert!(old.parts.iter().zip(&new.parts).all(|(old, new)| new.was == [old.kid]));
    }
}

fn rewrap(at: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_waxseal"))
        .args(["rewrap", "--resume", "--out", "out.csv", "in.csv"])
        .current_dir(at)
        .env("WAXSEAL_PASSPHRASE_FILE", "pass.txt")
        .env(shop::FEW_ITERATIONS.0, shop::FEW_ITERATIONS.1)
        .stderr(Stdio::null())
        .spawn()
        .expect("the command starts")
}
