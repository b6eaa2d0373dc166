//! Every moment of each command, in a shop of many orders.

use crate::kill::scenarios::{self, Scenario};
use crate::kill::trial;

fn kill(scenario: &Scenario) {
    trial::run(scenario, &scenarios::MANY, usize::MAX);
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn a_rotation_that_is_killed_loses_nothing() {
    kill(&scenarios::ROTATE);
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn a_publication_that_is_killed_loses_nothing() {
    kill(&scenarios::PUBLISH);
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn a_rewrap_that_is_killed_loses_nothing() {
    kill(&scenarios::REWRAP);
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn a_redaction_that_is_killed_loses_nothing() {
    kill(&scenarios::REDACT);
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn a_shredding_that_is_killed_loses_nothing() {
    kill(&scenarios::SHRED);
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn a_change_of_passphrase_that_is_killed_loses_nothing() {
    kill(&scenarios::PASSWD);
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn a_backup_that_is_killed_loses_nothing() {
    kill(&scenarios::BACKUP);
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn an_opening_that_is_killed_loses_nothing() {
    kill(&scenarios::OPEN);
}
