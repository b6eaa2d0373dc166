//! `cargo xtask test`: sets up, runs every check and test to the end, and sums up.

mod closing;
mod steps;

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::process::{Transcript, shown, tee};
use crate::setup;
use closing::{Closing, Counts};
use steps::Step;

/// How much to run.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Also runs the tests that are marked as slow
    #[arg(long)]
    all: bool,
}

/// One line of the summary.
struct Outcome {
    name: &'static str,
    passed: bool,
    closing: Closing,
    time: Duration,
}

/// Runs every step, whatever became of those before it, and fails when one failed.
pub(crate) fn run(args: &Args) -> Result<()> {
    setup::wasm_target()?;
    setup::npm()?;
    setup::tools()?;
    setup::recipe_languages()?;
    let machine = steps::Machine { python: setup::python()?, chromium: setup::chromium()? };
    let outcomes: Vec<Outcome> = steps::all(&machine, args.all)?.into_iter().map(perform).collect();
    summarise(&outcomes);
    let failed: Vec<&str> =
        outcomes.iter().filter(|outcome| !outcome.passed).map(|outcome| outcome.name).collect();
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}

fn perform(step: Step) -> Outcome {
    let start = Instant::now();
    let result = step.command.and_then(|mut command| {
        println!("\n== {}: {}", step.name, shown(&command));
        tee(&mut command)
    });
    let (passed, closing) = match result {
        Ok(Transcript { lines, success }) => (success, (step.closing)(&lines)),
        Err(error) => (false, Closing::Words(format!("{error:#}"))),
    };
    // A runner that found no test has proved nothing.
    let passed = passed && closing.counts().is_none_or(|counts| counts.passed > 0);
    Outcome { name: step.name, passed, closing, time: start.elapsed() }
}

fn summarise(outcomes: &[Outcome]) {
    println!("\n== summary");
    for Outcome { name, passed, closing, time } in outcomes {
        let mark = if *passed { "ok    " } else { "FAILED" };
        println!("{mark} {name:<20} {:>7.1} s  {closing}", time.as_secs_f32());
    }
    let time: Duration = outcomes.iter().map(|outcome| outcome.time).sum();
    println!("all steps took {:.0} s", time.as_secs_f32());
    let counts = outcomes.iter().filter_map(|outcome| outcome.closing.counts());
    let total: Counts = counts.fold(Counts::default(), Counts::add);
    println!("{total}");
}
