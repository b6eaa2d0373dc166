//! Ctrl-C, and being told to end: what was begun is finished, and the terminal is as it was.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
#[cfg(any(unix, test))]
use std::time::Duration;

/// So long an end waits for what was begun. Who reads our output may have stopped reading.
#[cfg(any(unix, test))]
const PATIENCE: Duration = Duration::from_secs(3);

struct State {
    /// What must not be left by halves.
    held: usize,
    ending: bool,
}

static STATE: Mutex<State> = Mutex::new(State { held: 0, ending: false });
static CHANGED: Condvar = Condvar::new();

/// What is done when a signal ends the process.
static LAST: Mutex<Option<Box<dyn FnOnce() + Send>>> = Mutex::new(None);

/// Has this done when a signal ends the process, in place of what was to be done before.
pub(crate) fn at_end(act: impl FnOnce() + Send + 'static) {
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(act));
}

/// Until this is dropped, the process does not end.
pub(crate) struct Held(());

/// Begins what must not be left by halves: a line of output, a file.
pub(crate) fn hold() -> Held {
    let mut state = state();
    // What begins within another must come to its end.
    while state.ending && state.held == 0 {
        state = CHANGED.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
    state.held += 1;
    Held(())
}

impl Drop for Held {
    fn drop(&mut self) {
        state().held -= 1;
        CHANGED.notify_all();
    }
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until nothing is held, and lets nothing begin again.
#[cfg(any(unix, test))]
fn finish() {
    let mut state = state();
    state.ending = true;
    let waited = CHANGED.wait_timeout_while(state, PATIENCE, |state| state.held > 0);
    drop(waited.unwrap_or_else(PoisonError::into_inner));
}

/// Begins to watch for the signals. They end the process as they always do, so that a shell ends
/// its loop: 130 for Ctrl-C.
#[cfg(unix)]
pub(crate) fn watch() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    // Without a watch the signals do what they do.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            finish();
            crate::ui::restore_terminal();
            let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).take();
            last.into_iter().for_each(|act| act());
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
}

/// Windows ends the process at once.
#[cfg(not(unix))]
pub(crate) fn watch() {}
