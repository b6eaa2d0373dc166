//! `cargo xtask shipped`: whether the command that is shipped does without what is for tests alone.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::{cargo, run as run_program};

/// The variable that makes a passphrase quicker to try.
const FOR_TESTS: &str = "WAXSEAL_TEST_ITERATIONS";
/// One that every build reads: were it not found, the search would prove nothing.
const FOR_ALL: &str = "WAXSEAL_PASSPHRASE_FILE";

/// Builds the command, and fails when it could read the variable.
pub(crate) fn run() -> Result<()> {
    run_program(&mut cargo(["build", "--release", "--package", "waxseal", "--bin", "waxseal"]))?;
    let path = format!("target/release/waxseal{}", std::env::consts::EXE_SUFFIX);
    look(&fs::read(Path::new(&path)).context(path)?)?;
    println!("shipped: the command does not know {FOR_TESTS}");
    Ok(())
}

fn look(program: &[u8]) -> Result<()> {
    ensure!(holds(program, FOR_ALL), "the command does not know {FOR_ALL} either");
    ensure!(!holds(program, FOR_TESTS), "the command knows {FOR_TESTS}");
    Ok(())
}

fn holds(program: &[u8], word: &str) -> bool {
    program.windows(word.len()).any(|bytes| bytes == word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::look;

    #[test]
    fn a_command_that_knows_the_variable_is_not_shipped() {
        assert!(look(b"-WAXSEAL_PASSPHRASE_FILE-").is_ok());
        assert!(look(b"-WAXSEAL_PASSPHRASE_FILE-WAXSEAL_TEST_ITERATIONS").is_err());
        assert!(look(b"nothing that is read").is_err());
    }
}
