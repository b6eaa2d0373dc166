//! How far a long stream is, on a terminal that shows nothing else.

use std::io::{IsTerminal, Write, stderr, stdout};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What is done sooner needs no progress.
const PATIENCE: Duration = Duration::from_secs(1);
const EVERY: Duration = Duration::from_millis(200);

/// How many columns of the terminal's last line are taken.
static SHOWN: Mutex<usize> = Mutex::new(0);

/// The progress of one input.
pub(crate) struct Progress {
    started: Instant,
    /// When it is shown next; never where there is no terminal for it.
    next: Option<Instant>,
    rows: u64,
    size: Option<u64>,
}

impl Progress {
    /// Begins, for an input of so many bytes if that is known.
    pub(crate) fn begin(size: Option<u64>) -> Self {
        let started = Instant::now();
        Self { started, next: has_room().then(|| started + PATIENCE), rows: 0, size }
    }

    /// Counts a row, with so many bytes of the input read.
    pub(crate) fn row(&mut self, read: u64) {
        self.rows += 1;
        let Some(next) = self.next else { return };
        let now = Instant::now();
        if now >= next {
            self.next = Some(now + EVERY);
            show(&said(self.rows, now - self.started, read, self.size));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        clear();
    }
}

/// Takes the progress off the terminal, where a message or the end follows.
pub(crate) fn clear() {
    let mut shown = SHOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if *shown > 0 {
        let _ = write!(stderr(), "\r{:1$}\r", "", *shown);
        *shown = 0;
    }
}

/// Where standard output is a terminal too, it is most likely the same one.
fn has_room() -> bool {
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    stderr().is_terminal() && !stdout().is_terminal() && !is_dumb
}

/// Blanks, and no codes of the terminal, cover what was there: every terminal knows those.
fn show(text: &str) {
    let room = super::width_of(&stderr()).map_or(79, |width| width.saturating_sub(1));
    let text: String = text.chars().take(room).collect();
    let mut shown = SHOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut stderr = stderr().lock();
    let _ = write!(stderr, "\r{text:0$}", (*shown).min(room));
    let _ = stderr.flush();
    *shown = text.len();
}

fn said(rows: u64, elapsed: Duration, read: u64, size: Option<u64>) -> String {
    let seconds = elapsed.as_secs_f64().max(0.001);
    let rate = rows as f64 / seconds;
    let mut said = format!("waxseal: {} rows, {} a second", grouped(rows), grouped(rate as u64));
    if let Some(size) = size.filter(|size| read > 0 && *size >= read) {
        let left = (size - read) as f64 * seconds / read as f64;
        said.push_str(&format!(", {} left", duration(left.ceil() as u64)));
    }
    said
}

/// `12,345`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::said;

    #[test]
    fn the_time_left_is_told_where_the_size_is_known() {
        let ten = Duration::from_secs(10);
        let told = said(12_345, ten, 1000, Some(4000));
        assert_eq!(told, "waxseal: 12,345 rows, 1,234 a second, 30 s left");
        assert_eq!(said(5, ten, 1000, None), "waxseal: 5 rows, 0 a second");
        assert!(said(1, ten, 1, Some(10)).ends_with(", 2 min left"));
        assert!(said(1, ten, 1, Some(1000)).ends_with(", 2 h 46 min left"));
        assert!(said(1, ten, 1000, Some(1000)).ends_with(", 0 s left"));
    }

    #[test]
    fn a_file_that_grew_has_no_time_left() {
        assert_eq!(said(1, Duration::from_secs(1), 11, Some(10)), "waxseal: 1 rows, 1 a second");
    }
}
