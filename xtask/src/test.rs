//! `cargo xtask test`: sets up, runs every check and test to the end, and sums up. `cargo xtask check`
//! does so with the part that a change is held against while it is made.

mod alone;
mod closing;
mod cost;
mod covers;
mod slowest;
mod steps;

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::process::{Transcript, shown, tee};
use crate::setup;
use closing::{Closing, Counts};
use slowest::{Timed, slowest};
use steps::Step;

/// So many of the slowest tests are named.
const SLOWEST: usize = 5;

/// How much to run.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Also runs what is long and rarely fails: every leak, loader and moment to be killed at
    #[arg(long)]
    all: bool,
}

/// One line of the summary.
struct Outcome {
    name: &'static str,
    passed: bool,
    closing: Closing,
    tests: Vec<Timed>,
    runs_tests: bool,
    time: Duration,
    /// Seconds of the processors, where the system says so.
    cost: Option<u64>,
}

/// Runs every step, whatever became of those before it, and fails when one failed.
pub(crate) fn run(args: &Args) -> Result<()> {
    let _alone = alone::in_this_folder()?;
    setup::wasm_target()?;
    setup::npm()?;
    setup::tools()?;
    setup::recipe_languages()?;
    let machine = steps::Machine {
        python: setup::python()?,
        chromium: setup::chromium()?,
        chromium_shell: setup::chromium_shell()?,
    };
    let outcomes = perform_all(steps::all(&machine, args.all)?);
    summarise(&outcomes);
    if let Some(whole) = cost::of_children().filter(|_| !args.all) {
        let tests = outcomes.iter().filter(|outcome| outcome.runs_tests);
        println!("{}", cost::told(whole, tests.filter_map(|outcome| outcome.cost).sum()));
    }
    verdict(&outcomes)
}

/// Runs what a minute or two can say of the changes against main.
pub(crate) fn check() -> Result<()> {
    let _alone = alone::in_this_folder()?;
    setup::wasm_target()?;
    setup::npm()?;
    let files = covers::changed()?;
    let (chromium, shell) = (setup::chromium()?, setup::chromium_shell()?);
    let outcomes = perform_all(steps::quick(&chromium, shell.as_deref(), files)?);
    summarise(&outcomes);
    verdict(&outcomes)
}

fn perform_all(steps: Vec<Step>) -> Vec<Outcome> {
    steps.into_iter().map(perform).collect()
}

fn perform(step: Step) -> Outcome {
    let runs_tests = step.runner.runs_tests;
    let (start, before) = (Instant::now(), cost::of_children());
    let result = step.command.and_then(|mut command| {
        println!("\n== {}: {}", step.name, shown(&command));
        tee(&mut command)
    });
    let (passed, closing, tests) = match result {
        Ok(Transcript { lines, success }) => {
            (success, (step.runner.closing)(&lines), (step.runner.timed)(&lines))
        }
        Err(error) => (false, Closing::Words(format!("{error:#}")), Vec::new()),
    };
    // A runner that found no test has proved nothing.
    let passed = passed && closing.counts().is_none_or(|counts| counts.passed > 0);
    let cost = cost::of_children().zip(before).map(|(after, before)| after - before);
    Outcome { name: step.name, passed, closing, tests, runs_tests, time: start.elapsed(), cost }
}

fn summarise(outcomes: &[Outcome]) {
    println!("\n== summary");
    for Outcome { name, passed, closing, time, cost, .. } in outcomes {
        let mark = if *passed { "ok    " } else { "FAILED" };
        let cost = cost.map_or(String::new(), |cost| format!("{cost:>5} s of processors"));
        println!("{mark} {name:<20} {:>7.1} s {cost}  {closing}", time.as_secs_f32());
    }
    let tests = outcomes.iter().flat_map(|outcome| outcome.tests.clone()).collect();
    for Timed { name, time } in slowest(tests, SLOWEST) {
        println!("slow: {:>5.1} s  {name}", time.as_secs_f32());
    }
    let time: Duration = outcomes.iter().map(|outcome| outcome.time).sum();
    println!("all steps took {:.0} s", time.as_secs_f32());
    let counts = outcomes.iter().filter_map(|outcome| outcome.closing.counts());
    let total: Counts = counts.fold(Counts::default(), Counts::add);
    println!("{total}");
}

fn verdict(outcomes: &[Outcome]) -> Result<()> {
    let failed: Vec<&str> =
        outcomes.iter().filter(|outcome| !outcome.passed).map(|outcome| outcome.name).collect();
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}
