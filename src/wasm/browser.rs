//! What the browser has of its own: a place to keep manifests.

use web_sys::Storage;

use crate::page::Kept;
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
