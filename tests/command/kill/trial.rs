//! One command, killed at many moments.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::kill::scenarios::{Prepared, Scenario};
use crate::kill::victim::{self, Moment};

/// Kills it at most so often, and says how often it was. Fails when something was lost.
pub(crate) fn run(scenario: &Scenario, prepared: &Prepared, most: usize) {
    let every = victim::moments(scenario, prepared);
    let count = every.len();
    let moments = spread(every, most);
    victim::tell(&format!("{}: killed at {} of {count} moments", scenario.name, moments.len()));
    let wrong = try_all(scenario, prepared, &moments);
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
