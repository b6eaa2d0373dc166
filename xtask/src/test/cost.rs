//! What a run takes of the processors, beside what it took when that was last looked at. Unlike the
//! clock's time it says much the same on a machine that has other things to do.

use std::fs;

/// Seconds of processor time of all steps of an ordinary run that run tests, the loaders among them,
/// and not of those that build or check: these take less where something was built before. The
/// documented examples are compiled as they are run, each time. Measured on two cores; whoever makes the tests longer,
/// or shorter, writes the new figure here.
const USUAL: u64 = 760;

/// The last lines of the summary: of the whole run, and of its tests.
pub(super) fn told(whole: u64, tests: u64) -> String {
    let told =
        format!("processor time {whole} s, of which the tests took {tests} s; {USUAL} s is usual");
    match tests * 4 > USUAL * 5 {
        true => format!("{told}\nthe tests took over a quarter more than is usual"),
        false => told,
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
    use super::{USUAL, children, told};

    #[test]
    fn the_time_of_children_is_read() {
        let stat = "7 (a) b) S 1 2 3 4 5 6 7 8 9 10 11 12 250 1050 20 0";
        assert_eq!(children(stat), Some(13));
        assert_eq!(children("7 (a"), None);
    }

    #[test]
    fn a_quarter_more_is_said() {
        let limit = USUAL * 5 / 4;
        assert!(!told(2000, limit).contains("quarter"));
        assert!(told(2000, limit + 1).ends_with("over a quarter more than is usual"));
    }
}
