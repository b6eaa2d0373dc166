//! Which tests took longest, from what their runners printed.

use std::time::Duration;

/// A test and how long it took.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Timed {
    pub(super) name: String,
    pub(super) time: Duration,
}

/// The slowest of them, the slowest first.
pub(super) fn slowest(mut tests: Vec<Timed>, count: usize) -> Vec<Timed> {
    tests.sort_by_key(|test| std::cmp::Reverse(test.time));
    tests.truncate(count);
    tests
}

/// Rust's runner, told to report it: `test NAME ... ok <1.234s>`.
pub(super) fn of_cargo(lines: &[String]) -> Vec<Timed> {
    let time = |line: &String| {
        let (name, rest) = line.strip_prefix("test ")?.split_once(" ... ")?;
        let seconds = rest.split_once('<')?.1.strip_suffix("s>")?;
        timed(name, seconds.parse().ok()?)
    };
    lines.iter().filter_map(time).collect()
}

/// Node.js: `✔ NAME (123.4ms)`. A group is begun by `▶ NAME` and ended as if it were a test.
pub(super) fn of_node(lines: &[String]) -> Vec<Timed> {
    let groups: Vec<&str> =
        lines.iter().filter_map(|line| line.trim_start().strip_prefix("▶ ")).collect();
    let time = |line: &String| {
        let line = line.trim_start();
        let rest = line.strip_prefix("✔ ").or_else(|| line.strip_prefix("✖ "))?;
        let (name, time) = rest.strip_suffix("ms)")?.rsplit_once(" (")?;
        let is_group = groups.contains(&name);
        timed(name, time.parse::<f64>().ok()? / 1000.0).filter(|_| !is_group)
    };
    let mut tests: Vec<Timed> = lines.iter().filter_map(time).collect();
    // One that failed is told twice.
    tests.sort_by(|a, b| a.name.cmp(&b.name).then(b.time.cmp(&a.time)));
    tests.dedup();
    tests
}

fn timed(name: &str, seconds: f64) -> Option<Timed> {
    Some(Timed { name: name.to_owned(), time: Duration::try_from_secs_f64(seconds).ok()? })
}

#[cfg(test)]
mod tests {
    use super::{Timed, of_cargo, of_node, slowest};

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    fn shown(tests: &[Timed]) -> Vec<String> {
        tests.iter().map(|test| format!("{} {:?}", test.name, test.time)).collect()
    }

    #[test]
    fn the_slowest_come_first() {
        let text = "test a ... ok <0.500s>\ntest b::c ... FAILED <2.000s>\ntest d ... ignored\n\
                    test e has been running for over 60 seconds\ntest f ... ok <1.250s>";
        let tests = of_cargo(&lines(text));
        assert_eq!(shown(&slowest(tests, 2)), ["b::c 2s", "f 1.25s"]);
    }

    #[test]
    fn a_test_of_node_is_timed_once_and_its_group_never() {
        let text = "▶ pages\n  ✔ caught: a (b) (1500ms)\n  ✖ no alarm (20.5ms)\n✖ pages (1600ms)\n\
                    ✖ failing tests:\n✖ no alarm (20.5ms)";
        let tests = slowest(of_node(&lines(text)), 9);
        assert_eq!(shown(&tests), ["caught: a (b) 1.5s", "no alarm 20.5ms"]);
    }
}
