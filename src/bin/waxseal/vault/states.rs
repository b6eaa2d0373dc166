//! What becomes of a key: sealed to, kept for opening, taken out of use, destroyed.

use waxseal::manifest::{CLOCK_TOLERANCE, Manifest};

use super::{KeyRecord, Named};

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// The newest manifest seals to it.
    Active,
    /// An earlier manifest did.
    OpeningOnly,
    /// No manifest names it.
    Unpublished,
    /// It was taken out of use for new orders.
    Retired,
    /// Its private half was destroyed.
    Shredded,
}

impl State {
    /// The word in lists.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::OpeningOnly => "opening-only",
            Self::Unpublished => "unpublished",
            Self::Retired => "retired",
            Self::Shredded => "shredded",
        }
    }
}

impl KeyRecord {
    /// Where it stands, by the manifests published.
    pub(crate) fn state(&self, manifests: &[Manifest]) -> State {
        match manifests.split_last() {
            _ if self.shredded.is_some() => State::Shredded,
            _ if self.retired.is_some() => State::Retired,
            Some((newest, _)) if self.is_in(newest) => State::Active,
            Some((_, earlier)) if earlier.iter().any(|one| self.is_in(one)) => State::OpeningOnly,
            _ => State::Unpublished,
        }
    }

    /// It, and whose it is.
    pub(crate) fn named(&self) -> Named<'_> {
        (&self.kid, &self.role, self.group.as_deref())
    }

    /// Whether pages with this manifest seal to it.
    pub(crate) fn is_in(&self, manifest: &Manifest) -> bool {
        manifest.keys.iter().any(|key| key.kid == self.kid)
    }

    /// Whether somebody took it out of use.
    pub(crate) fn has_ended(&self) -> bool {
        self.retired.is_some() || self.shredded.is_some()
    }

    /// Whether the next manifest may name it.
    pub(crate) fn is_usable(&self, now: u64) -> bool {
        !self.has_ended() && self.exp > now
    }

    /// Until when pages in flight may seal to it: those that loaded a manifest that names it.
    pub(crate) fn in_flight_until(&self, manifests: &[Manifest], now: u64) -> Option<u64> {
        let naming = manifests.iter().filter(|manifest| self.is_in(manifest));
        let ends = naming.map(|manifest| manifest.exp.min(self.exp) + CLOCK_TOLERANCE);
        ends.max().filter(|end| *end > now)
    }
}
