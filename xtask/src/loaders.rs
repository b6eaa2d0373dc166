//! `cargo xtask loaders`: real projects that install the packed package, build, and seal an order.

use std::process::Command;

use anyhow::Result;

use crate::process::{self, cargo, command};
use crate::{build, setup};

/// Which projects, and what for.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only these folders of tests/loaders
    names: Vec<String>,
    /// Only the environments that `cargo xtask test` runs
    #[arg(long)]
    quick: bool,
    /// Writes the table into docs/loaders.md
    #[arg(long, conflicts_with_all = ["names", "quick"])]
    write: bool,
}

/// Builds the package and the command, and checks every project, whatever became of another.
pub(crate) fn run(args: &Args) -> Result<()> {
    build::run()?;
    process::run(&mut cargo(["build", "--package", "waxseal", "--bin", "waxseal"]))?;
    let mut checks = checks(args.quick)?;
    checks.args(args.write.then_some("--write")).args(&args.names);
    process::run(&mut checks)
}

/// The checks alone, for a package and a command that are built already.
pub(crate) fn checks(quick: bool) -> Result<Command> {
    let mut node = command("node", ["tests/loaders/run.mjs"]);
    node.env("CHROMIUM", setup::chromium()?);
    if quick {
        node.arg("--quick");
    } else {
        setup::webkit()?;
        node.env("FIREFOX", setup::firefox()?);
    }
    Ok(node)
}
