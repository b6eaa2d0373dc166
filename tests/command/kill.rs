//! Kills the command at the calls with which it changes a disk, and looks at what is left: the vault
//! opens, no key and no order is lost or doubled, the ledger verifies, and the command can be run
//! again.
//!
//! `strace` kills, before the call is carried out; so each state that a disk can be left in between
//! two calls is seen. Every call of each command is tried by `cargo xtask test --all`; otherwise some
//! of each, spread evenly: `KILL=40 cargo test --test command kill::` tries 40. Where there is no strace this
//! fails: `cargo xtask test` installs it.

mod scenarios;
mod victim;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use scenarios::{Prepared, SCENARIOS, Scenario, Shops};
use victim::Moment;

/// So many moments of each command are tried where not all are.
const SOME: usize = 8;

#[test]
fn nothing_is_lost_when_a_command_is_killed() {
    let asked = std::env::var("KILL").ok().and_then(|most| most.parse().ok());
    run(asked.unwrap_or(SOME));
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn nothing_is_lost_whenever_a_command_is_killed() {
    run(usize::MAX);
}

fn run(most: usize) {
    let shops = Shops::new();
    let mut tried = 0;
    let mut wrong = Vec::new();
    for scenario in SCENARIOS {
        let prepared = shops.of(scenario);
        let moments = spread(victim::moments(scenario, prepared), most);
        tried += moments.len();
        wrong.extend(try_all(scenario, prepared, &moments));
    }
    victim::tell(&format!("moments tried: {tried}, of {} commands", SCENARIOS.len()));
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// At most so many of them, from the first to the last.
fn spread(moments: Vec<Moment>, most: usize) -> Vec<Moment> {
    let count = moments.len();
    let wanted = |at: usize| count <= most || at * most / count != (at + 1) * most / count;
    moments.into_iter().enumerate().filter(|(at, _)| wanted(*at)).map(|(_, m)| m).collect()
}

/// Two at a time: much of it is waiting for the disk.
fn try_all(scenario: &Scenario, prepared: &Prepared, moments: &[Moment]) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    let work = || {
        while let Some(moment) = moments.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(what) = victim::kill(scenario, prepared, moment) {
                let what = format!("{}, killed at {moment}: {what}", scenario.name);
                wrong.lock().unwrap_or_else(PoisonError::into_inner).push(what);
            }
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    wrong.into_inner().unwrap_or_else(PoisonError::into_inner)
}
