//! Which entries of a form may leave: those that the policy passes, those of fields that the shop
//! needs in clear, and the sealed one.

use super::{Page, Reading};
use crate::prelude::*;

/// What may leave of a form.
pub struct Leaving<'a> {
    page: &'a Page,
    /// The name of the sealed entry.
    into: &'a str,
    reading: &'a Reading,
}

impl Page {
    /// What may leave of a form that was read, its order in an entry called `into`.
    #[must_use]
    pub fn leaving<'a>(&'a self, reading: &'a Reading, into: &'a str) -> Leaving<'a> {
        Leaving { page: self, into, reading }
    }
}

impl Leaving<'_> {
    /// Whether an entry that is there may stay. Under a name that is ours nobody else's may,
    /// whatever the policy passes.
    #[must_use]
    pub fn keeps(&self, entry: &str) -> bool {
        !self.is_own(entry) && self.page.passes(entry)
    }

    /// Whether a name is ours: of the sealed entry, of a field's input, or of an entry in clear.
    #[must_use]
    pub fn is_own(&self, entry: &str) -> bool {
        entry == self.into
            || self.reading.names.iter().any(|name| name == entry)
            || self.reading.also_passed.iter().any(|(name, _)| name == entry)
    }

    /// The entries in clear, to be set anew: none that could be taken for the sealed one.
    pub fn also_passed(&self) -> impl Iterator<Item = &(String, String)> {
        self.reading.also_passed.iter().filter(|(name, _)| name != self.into)
    }
}
