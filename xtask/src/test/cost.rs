//! What a run takes of the processors, beside what it took when that was last looked at. Unlike the
//! clock's time it says much the same on a machine that has other things to do.

use std::fs;
use std::path::Path;

/// Seconds of processor time of a whole run, measured on two cores. Whoever makes the tests longer,
/// or shorter, writes the new figure here.
const FRESH: u64 = 1500;
/// The same where this folder's dependencies were compiled before.
const WARM: u64 = 1000;

/// The figure that a run is held against: what is compiled first is known before it begins.
pub(super) struct Expected {
    seconds: u64,
    what: &'static str,
}

/// Looks for what an earlier run compiled.
pub(super) fn expected() -> Expected {
    let compiled = fs::read_dir(Path::new("target/debug/deps")).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("command-"))
    });
    match compiled {
        true => Expected { seconds: WARM, what: "with dependencies compiled before" },
        false => Expected { seconds: FRESH, what: "with nothing compiled before" },
    }
}

impl Expected {
    /// The last lines of the summary.
    pub(super) fn beside(&self, seconds: u64) -> String {
        let Self { seconds: expected, what } = self;
        let told = format!("processor time {seconds} s; {expected} s is usual {what}");
        match seconds * 4 > expected * 5 {
            true => format!("{told}\nthis run took over a quarter more than is usual"),
            false => told,
        }
    }
}

/// Seconds of processor time of every program that this one started and that has ended; none where
/// the system does not say it so.
pub(super) fn of_children() -> Option<u64> {
    children(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// The 16th and 17th number of proc(5)'s `stat`, in hundredths; the second is a name in brackets.
fn children(stat: &str) -> Option<u64> {
    let mut numbers = stat.rsplit_once(')')?.1.split_whitespace().skip(13);
    let mut hundredths = || numbers.next()?.parse::<u64>().ok();
    Some((hundredths()? + hundredths()?) / 100)
}

#[cfg(test)]
mod tests {
    use super::{Expected, children};

    #[test]
    fn the_time_of_children_is_read() {
        let stat = "7 (a) b) S 1 2 3 4 5 6 7 8 9 10 11 12 250 1050 20 0";
        assert_eq!(children(stat), Some(13));
        assert_eq!(children("7 (a"), None);
    }

    #[test]
    fn a_quarter_more_is_said() {
        let expected = Expected { seconds: 100, what: "here" };
        assert_eq!(expected.beside(125), "processor time 125 s; 100 s is usual here");
        let said = expected.beside(126);
        assert!(said.ends_with("\nthis run took over a quarter more than is usual"), "{said}");
    }
}
