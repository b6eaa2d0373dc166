//! Builds, checks, tests and shows Waxseal: `cargo xtask <command>`.

mod bench;
mod build;
mod demo;
mod files;
mod layout;
mod loaders;
mod process;
mod reproduce;
mod setup;
mod shipped;
mod size;
mod test;

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, checks, tests and shows Waxseal")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the module and the npm package, into pkg/dist
    Build,
    /// Prints how large each entry is, and fails above the limit
    Size,
    /// Measures how fast a page seals, beside others, into docs/performance.md
    Bench,
    /// Builds twice in clean folders, and fails when the two differ
    Reproduce,
    /// Checks who may name whom, and looks for forbidden words
    Layout,
    /// Seals an order in a real project of each bundler, framework and runtime
    Loaders(loaders::Args),
    /// Runs what a minute or two can say of the changes against main
    Check,
    /// Sets everything up and runs every check and test
    Test(test::Args),
    /// Builds the command as it is shipped, and fails when it knows what is for tests alone
    Shipped,
    /// Serves the demo shop on 127.0.0.1
    Demo(demo::Args),
}

fn main() -> ExitCode {
    let Err(error) = run(Args::parse().command) else { return ExitCode::SUCCESS };
    eprintln!("error: {error:#}");
    ExitCode::FAILURE
}

fn run(command: Command) -> Result<()> {
    go_to_workspace_root()?;
    match command {
        Command::Build => build::run(),
        Command::Size => size::run(),
        Command::Bench => bench::page(),
        Command::Reproduce => reproduce::run(),
        Command::Layout => layout::run(),
        Command::Loaders(args) => loaders::run(&args),
        Command::Check => test::check(),
        Command::Test(args) => test::run(&args),
        Command::Shipped => shipped::run(),
        Command::Demo(args) => demo::run(args),
    }
}

/// All paths in this program are relative to the workspace, wherever it was started.
fn go_to_workspace_root() -> Result<()> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").context("start it as `cargo xtask`")?;
    let root = std::path::Path::new(&package).join("..");
    std::env::set_current_dir(&root).with_context(|| root.display().to_string())
}
