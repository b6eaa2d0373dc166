//! `cargo xtask bench`: how fast sealing is in a page, beside others. After a build.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::process::{command, run};
use crate::setup;

const DIST: &str = "pkg/dist/index.js";
/// The peers, which only this and the measurement of sizes need.
const PEERS: &str = "tests/bytes";

/// Measures, prints the table and writes `docs/performance.md`.
pub(crate) fn page() -> Result<()> {
    ensure!(Path::new(DIST).exists(), "there is no {DIST} yet: cargo xtask build makes it");
    if !Path::new(PEERS).join("node_modules").exists() {
        run(command("npm", ["ci", "--no-audit", "--no-fund"]).current_dir(PEERS))?;
    }
    let chromium = setup::chromium()?;
    run(command("node", ["tests/browser/bench.mjs"]).env("CHROMIUM", chromium))
}
