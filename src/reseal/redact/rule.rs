//! What becomes of a field, by its age.

use super::Redaction;
use crate::Error;
use crate::field::is_security_code;
use crate::manifest::Manifest;
use crate::open::{Desk, OpenedField, OrderHeader};
use crate::policy::{Archive, Field};

const DAY: u64 = 24 * 60 * 60;

/// The rules for one order: what its shopper was told, and what the merchant says now. Each is
/// applied to its own period, and the stricter outcome counts.
pub(super) struct Rules<'a> {
    manifests: [&'a Manifest; 2],
    /// The age of the order in seconds.
    age: u64,
}

impl<'a> Rules<'a> {
    pub(super) fn new(
        desk: &'a Desk<'_>,
        own: &'a Manifest,
        header: &OrderHeader,
        redaction: &Redaction,
    ) -> Result<Self, Error> {
        let since = redaction.received.map_or(header.iat, |time| time.min(header.iat));
        let age = redaction.now.saturating_sub(since);
        Ok(Self { manifests: [own, desk.newest()?], age })
    }

    /// What becomes of the field of this name. `Keep` also if it is not due yet, or never is.
    pub(super) fn fate(&self, name: &str) -> Archive {
        if is_security_code(name) {
            return Archive::Drop;
        }
        let due = self.fields(name).filter(|field| self.is_due(field)).map(|field| field.archive);
        due.min_by_key(|archive| leniency(*archive)).unwrap_or(Archive::Keep)
    }

    /// Whether the field is shown masked where it is shown at all.
    pub(super) fn masks(&self, name: &str) -> bool {
        self.fields(name).any(|field| field.mask || field.archive == Archive::Mask)
    }

    /// Whether none of these fields is kept.
    pub(super) fn all_past(&self, fields: &[OpenedField]) -> bool {
        fields.iter().all(|field| self.fate(&field.name) != Archive::Keep)
    }

    fn fields(&self, name: &str) -> impl Iterator<Item = &Field> {
        self.manifests.iter().filter_map(move |manifest| manifest.field(name))
    }

    fn is_due(&self, field: &Field) -> bool {
        field.keep_days.is_some_and(|days| self.age >= u64::from(days) * DAY)
    }
}

const fn leniency(archive: Archive) -> u8 {
    match archive {
        Archive::Drop => 0,
        Archive::Mask => 1,
        Archive::Keep => 2,
    }
}
