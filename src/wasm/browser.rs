//! What the browser has of its own: a place to keep manifests, and the entries of a form.

use web_sys::{FormData, Storage};

use crate::page::{Kept, Leaving};
use crate::prelude::*;

/// `localStorage`, if it can be had.
pub(super) struct InStorage(pub(super) Option<Storage>);

impl Kept for InStorage {
    fn recall(&self, name: &str) -> Option<String> {
        self.0.as_ref()?.get_item(name).ok().flatten()
    }

    fn remember(&self, name: &str, text: &str) {
        if let Some(storage) = &self.0 {
            // It may be full.
            let _ = storage.set_item(name, text);
        }
    }
}

/// Leaves in `data` what may leave, and the sealed line. Returns the names that the policy does not
/// know.
pub(super) fn filter(
    data: &FormData,
    leaving: &Leaving<'_>,
    into: &str,
    line: Option<&str>,
) -> Vec<String> {
    let mut names = Vec::new();
    for name in data.keys() {
        let name = name.ok().and_then(|name| name.as_string()).unwrap_or_default();
        // One that is there often stands here often.
        if !leaving.keeps(&name) && names.last() != Some(&name) {
            names.push(name);
        }
    }
    names.iter().for_each(|name| data.delete(name));
    for (name, value) in leaving.also_passed() {
        // A name and a text are always entries.
        let _ = data.append_with_str(name, value);
    }
    if let Some(line) = line {
        let _ = data.set_with_str(into, line);
    }
    names.retain(|name| !leaving.is_own(name));
    names
}
