//! Opened orders in a file: it is its owner's alone, and stands at its place only when it is whole.

use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::{files, interrupt, ui};

/// Makes the file by this work, which is told where to write meanwhile. What was opened before the
/// work was stopped is removed.
pub(super) fn make<T>(place: &Path, work: impl FnOnce(&Path) -> Outcome<T>) -> Outcome<T> {
    if files::exists(place) {
        return Err(files::taken(place).into());
    }
    let mut done = None;
    files::make_new(place, |draft| {
        let left = draft.to_owned();
        interrupt::at_end(move || files::take_back(&left));
        done = Some(work(draft).map_err(|failure| about(failure, place))?);
        Ok::<_, Failure>(())
    })?;
    ui::note(&format!("wrote {}, opened: remove it when it has served", files::name(place)));
    Ok(done.expect("the file was made by it"))
}

/// What could not be written was this file.
fn about(failure: Failure, place: &Path) -> Failure {
    match failure {
        Failure::Output(error) => Failure::Output(error.about(&files::name(place))),
        other => other,
    }
}
