//! Some moments of each command.

use crate::kill::scenarios::{self, Prepared, Scenario};
use crate::kill::trial;

/// So many of each, unless `KILL` says another number.
const SOME: usize = 8;

fn kill(scenario: &Scenario, prepared: &Prepared) {
    let asked = std::env::var("KILL").ok().and_then(|most| most.parse().ok());
    trial::run(scenario, prepared, asked.unwrap_or(SOME));
}

#[test]
fn a_rotation_that_is_killed_loses_nothing() {
    kill(&scenarios::ROTATE, &scenarios::FEW);
}

#[test]
fn a_publication_that_is_killed_loses_nothing() {
    kill(&scenarios::PUBLISH, &scenarios::FEW);
}

#[test]
fn a_rewrap_that_is_killed_loses_nothing() {
    kill(&scenarios::REWRAP, &scenarios::MANY);
}

#[test]
fn a_redaction_that_is_killed_loses_nothing() {
    kill(&scenarios::REDACT, &scenarios::MANY);
}

#[test]
fn a_shredding_that_is_killed_loses_nothing() {
    kill(&scenarios::SHRED, &scenarios::FEW);
}

#[test]
fn a_change_of_passphrase_that_is_killed_loses_nothing() {
    kill(&scenarios::PASSWD, &scenarios::FEW);
}

#[test]
fn a_backup_that_is_killed_loses_nothing() {
    kill(&scenarios::BACKUP, &scenarios::FEW);
}

#[test]
fn an_opening_that_is_killed_loses_nothing() {
    kill(&scenarios::OPEN, &scenarios::MANY);
}
