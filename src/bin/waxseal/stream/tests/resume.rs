//! A run can stop anywhere, and goes on to the same end.

use std::fs;
use std::path::Path;

use waxseal::{Code, Error};

use super::{next, table, through};
use crate::args::Stored;
use crate::failure::{Failure, Outcome};
use crate::stream::progress::Seen;
use crate::stream::{Fate, Find, Job, Stream, Tally, Work};

/// Puts the next order in the place of each, and stops before a chunk.
struct Replacing {
    stop_before: usize,
}

impl Work for Replacing {
    fn chunk(&mut self, finds: &[Find], tally: &mut Tally) -> Outcome<Vec<Fate>> {
        if self.stop_before == 0 {
            return Err(Error::new(Code::Io, "the plug was pulled").into());
        }
        self.stop_before -= 1;
        finds.iter().for_each(|_| tally.done(0));
        Ok(finds.iter().map(|find| Fate::Replace(next(&find.word.order).into())).collect())
    }
}

fn stored(folder: &Path, resume: bool) -> Stored {
    Stored { input: folder.join("in.csv"), out: Some(folder.join("out.csv")), resume }
}

fn run(folder: &Path, resume: bool, stop_before: usize) -> Outcome<Tally> {
    let stored = stored(folder, resume);
    let job = Job {
        name: "test".into(),
        stored: &stored,
        received: None,
        drops_rows: false,
        is_dry: false,
        counts: &["replaced"],
    };
    Stream::open(&job)?.run(&mut Replacing { stop_before })
}

fn code(outcome: Outcome<Tally>) -> Option<Code> {
    match outcome {
        Err(Failure::Coded(error, _)) => Some(error.code()),
        _ => None,
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<_> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_run_that_was_stopped_at_any_chunk_goes_on_to_the_same_end() {
    let input = table(1500);
    let expected = through(&input[..], None, |find| Fate::Replace(next(&find.word.order).into())).0;
    for stop_before in 0..5 {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = folder.path();
        fs::write(at.join("in.csv"), &input).expect("written");
        assert_eq!(code(run(at, false, stop_before)), Some(Code::Io));
        assert_eq!(names(at), ["in.csv", "out.csv.partial", "out.csv.progress"]);
        assert_eq!(code(run(at, false, 99)), Some(Code::Io), "what is there is not overwritten");
        // What was written after the last record of it counts for nothing.
        let mut partial = fs::read(at.join("out.csv.partial")).expect("there");
        partial.extend_from_slice(b"torn");
        fs::write(at.join("out.csv.partial"), partial).expect("written");
        assert_eq!(code(run(at, true, 1)), Some(Code::Io));
        let tally = run(at, true, 99).expect("it goes on");
        assert_eq!(tally.orders(), 1500);
        assert!(fs::read(at.join("out.csv")).expect("placed") == expected);
        assert_eq!(names(at), ["in.csv", "out.csv"]);
        assert_eq!(code(run(at, true, 99)), Some(Code::Io), "it is whole");
    }
}

#[test]
fn a_run_does_not_go_on_with_what_was_changed() {
    let change = |name: &str, at: usize| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = |name| folder.path().join(name);
        fs::write(file("in.csv"), table(1500)).expect("written");
        assert_eq!(code(run(folder.path(), false, 2)), Some(Code::Io));
        let mut bytes = fs::read(file(name)).expect("there");
        bytes[at] ^= 1;
        fs::write(file(name), bytes).expect("written");
        let before = names(folder.path());
        let refused = code(run(folder.path(), true, 99));
        assert_eq!(names(folder.path()), before);
        refused
    };
    assert_eq!(change("in.csv", 3), Some(Code::Conflict));
    assert_eq!(change("in.csv", 400_000), Some(Code::Conflict));
    assert_eq!(change("out.csv.partial", 400_000), Some(Code::Conflict));
}

#[test]
fn a_run_that_was_stopped_between_its_last_steps_is_finished() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = folder.path();
    fs::write(at.join("in.csv"), table(10)).expect("written");
    run(at, false, 99).expect("it runs");
    // As if it had been stopped before it removed the record.
    let whole = fs::read(at.join("out.csv")).expect("placed");
    fs::rename(at.join("out.csv"), at.join("kept")).expect("moved");
    assert_eq!(code(run(at, false, 0)), Some(Code::Io));
    let record = fs::read_to_string(at.join("out.csv.progress")).expect("there");
    fs::remove_file(at.join("out.csv.partial")).expect("there");
    fs::remove_file(at.join("out.csv.progress")).expect("there");
    let mut seen = Seen::default();
    seen.add(&whole);
    let mark = format!("\"output\":{}", seen.mark().write());
    let empty = Seen::default().mark().write();
    let record =
        record.replace(&format!("\"output\":{empty}"), &mark).replace("\"whole\":0", "\"whole\":1");
    fs::write(at.join("out.csv.progress"), record).expect("written");
    fs::rename(at.join("kept"), at.join("out.csv")).expect("moved");
    run(at, true, 0).expect("nothing is left to do");
    assert_eq!(names(at), ["in.csv", "out.csv"]);
}
