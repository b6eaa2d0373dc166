//! The closing line of each runner, found in what it printed.

use std::fmt;

#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Counts {
    pub(super) passed: u32,
    failed: u32,
    skipped: u32,
}

impl Counts {
    pub(super) fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[derive(Debug, PartialEq)]
pub(super) enum Closing {
    Tests(Counts),
    Words(String),
}

impl Closing {
    pub(super) fn counts(&self) -> Option<Counts> {
        match self {
            Self::Tests(counts) => Some(*counts),
            Self::Words(_) => None,
        }
    }
}

impl fmt::Display for Closing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tests(counts) => counts.fmt(f),
            Self::Words(words) => f.write_str(words),
        }
    }
}

pub(super) fn last_line(lines: &[String]) -> Closing {
    let last = lines.iter().rev().map(|line| line.trim()).find(|line| !line.is_empty());
    Closing::Words(last.unwrap_or("nothing to say").to_owned())
}

/// Cargo closes each of its test programs with `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
pub(super) fn cargo_tests(lines: &[String]) -> Closing {
    let results = lines.iter().filter_map(|line| line.trim().strip_prefix("test result: "));
    let counts = results.map(|result| Counts {
        passed: number_before(result, " passed"),
        failed: number_before(result, " failed"),
        skipped: number_before(result, " ignored"),
    });
    Closing::Tests(counts.fold(Counts::default(), Counts::add))
}

/// Node.js closes with `ℹ pass 3`, `ℹ fail 0` and more of the kind, a line to each.
pub(super) fn node_tests(lines: &[String]) -> Closing {
    let count = |name: &str| {
        let start = format!("ℹ {name} ");
        let last = lines.iter().rev().find_map(|line| line.strip_prefix(&start));
        last.and_then(|count| count.trim().parse().ok()).unwrap_or(0)
    };
    let failed = count("fail") + count("cancelled");
    Closing::Tests(Counts { passed: count("pass"), failed, skipped: count("skipped") })
}

/// Python closes with `Ran 3 tests in 0.1s` and `OK` or `FAILED (failures=1, errors=1)`.
pub(super) fn python_tests(lines: &[String]) -> Closing {
    let find = |start: &str| lines.iter().rev().find_map(|line| line.strip_prefix(start));
    let ran: u32 = find("Ran ").map_or(0, |rest| number_before(rest, " test"));
    let verdict = find("FAILED ").or_else(|| find("OK ")).unwrap_or_default();
    let failed = number_after(verdict, "failures=") + number_after(verdict, "errors=");
    let skipped = number_after(verdict, "skipped=");
    Closing::Tests(Counts { passed: ran.saturating_sub(failed + skipped), failed, skipped })
}

fn number_before(text: &str, word: &str) -> u32 {
    let before = text.split(word).next().unwrap_or_default();
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn number_after(text: &str, word: &str) -> u32 {
    let after = text.split(word).nth(1).unwrap_or_default();
    let digits = after.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Closing, cargo_tests, last_line, node_tests, python_tests};

    fn read(closing: fn(&[String]) -> Closing, text: &str) -> String {
        closing(&text.lines().map(str::to_owned).collect::<Vec<_>>()).to_string()
    }

    #[test]
    fn the_programs_of_cargo_are_added_up() {
        let text = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n\
                    test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured";
        assert_eq!(read(cargo_tests, text), "5 passed, 1 failed, 1 skipped");
    }

    #[test]
    fn a_cancelled_test_of_node_has_failed() {
        let text = "✔ a\nℹ tests 4\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\n";
        assert_eq!(read(node_tests, text), "2 passed, 2 failed");
    }

    #[test]
    fn failures_and_errors_of_python_are_added_up() {
        let text = "Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=1, skipped=1)";
        assert_eq!(read(python_tests, text), "2 passed, 2 failed, 1 skipped");
        assert_eq!(read(python_tests, "Ran 1 test in 0.1s\n\nOK"), "1 passed, 0 failed");
    }

    #[test]
    fn a_check_closes_with_its_last_line() {
        assert_eq!(read(last_line, "a\n  Finished\n\n"), "Finished");
        assert_eq!(read(last_line, ""), "nothing to say");
    }
}
