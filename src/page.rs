//! What a page does: it seals with the newest verified manifest that it has seen, reads a form's
//! inputs, and says which entries may leave. Time, randomness, the JSON parser and the place where
//! manifests are kept come in as arguments.

mod entries;
mod inputs;
mod newest;

use core::cell::Cell;

pub use entries::Leaving;
pub use inputs::{Input, Problem, Reading, Value};
pub use newest::Kept;

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use crate::Error;
use crate::field::autofill::Place;
use crate::jose::json::Parse;
use crate::jose::random::Drawn;
use crate::manifest::Manifest;
use crate::prelude::*;
use crate::seal::{self, Draft, PreparedKeys};

/// What the page says of itself.
pub struct Terms<'a> {
    /// The thumbprint URIs of the identities that it trusts, separated by spaces.
    pub pins: &'a str,
    /// Its origin.
    pub origin: &'a str,
    /// The oldest version of a manifest that it accepts.
    pub min_version: u64,
}

/// How an order is sealed, beside its fields.
#[derive(Clone, Copy, Default)]
pub struct Choice<'a> {
    /// The policy's form.
    pub form: Option<&'a str>,
    /// The customer group.
    pub group: Option<&'a str>,
    /// The merchant's own order reference.
    pub reference: Option<&'a str>,
}

/// A page with a manifest that it may seal with. Nothing here opens.
pub struct Page {
    manifest: Manifest,
    is_older: bool,
    origin: String,
    min_version: u64,
    /// Taken while it is in use: what the page runs meanwhile may ask for another order.
    prepared: Cell<PreparedKeys>,
}

impl Page {
    /// Verifies the manifest that was served, and keeps it; or takes a newer one that was kept
    /// before, while that is valid.
    ///
    /// # Errors
    /// Those of [`Manifest::verify_with`] and [`Manifest::check`].
    pub fn load(
        served: &str,
        terms: &Terms<'_>,
        kept: &impl Kept,
        parse: Parse,
        now: u64,
    ) -> Result<Self, Error> {
        let newest = newest::choose(served, terms, kept, parse, now)?;
        Ok(Self {
            manifest: newest.manifest,
            is_older: newest.is_older,
            origin: terms.origin.into(),
            min_version: terms.min_version,
            prepared: Cell::default(),
        })
    }

    /// What the merchant signed.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Whether the manifest that was served is older than one that was seen before.
    #[must_use]
    pub fn is_rolled_back(&self) -> bool {
        self.is_older
    }

    /// Whether the manifest may still be used: pages stay open for days. Where it may not, what was
    /// prepared is wiped.
    ///
    /// # Errors
    /// Those of [`Manifest::check`].
    pub fn check(&self, now: u64) -> Result<(), Error> {
        let checked = self.manifest.check(&self.origin, self.min_version, now);
        checked.inspect_err(|_| self.wipe())
    }

    /// Seals fields: names and values, as they were typed.
    ///
    /// # Errors
    /// Those of [`seal::seal_with_rng`].
    pub fn seal_with_rng(
        &self,
        fields: &[(String, Zeroizing<String>)],
        choice: &Choice<'_>,
        now: u64,
        rng: &mut impl TryCryptoRng,
    ) -> Result<String, Error> {
        self.check(now)?;
        let Choice { form, group, reference } = *choice;
        let draft = Draft { fields, form, group, reference, origin: &self.origin };
        let mut drawn = Drawn::with_rng(seal::most_random_bytes(&self.manifest), rng)?;
        let mut prepared = self.prepared.take();
        let sealed = seal::seal_with_rng(&self.manifest, &draft, &mut prepared, now, &mut drawn);
        self.prepared.set(prepared);
        sealed
    }

    /// Makes the agreements of the next order.
    ///
    /// # Errors
    /// Those of [`PreparedKeys::prepare_with_rng`].
    pub fn prepare_with_rng(
        &self,
        choice: &Choice<'_>,
        now: u64,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(), Error> {
        let Choice { form, group, .. } = *choice;
        let mut drawn = Drawn::with_rng(seal::most_random_bytes(&self.manifest), rng)?;
        let mut prepared = self.prepared.take();
        let done = prepared.prepare_with_rng(&self.manifest, form, group, now, &mut drawn);
        self.prepared.set(prepared);
        done
    }

    /// Forgets what was prepared.
    pub fn wipe(&self) {
        self.prepared.take();
    }

    /// Which field an input is, by the name that it is marked with and its `autocomplete`.
    #[must_use]
    pub fn place(&self, explicit: &str, autocomplete: &str) -> Place {
        inputs::place(&self.manifest, explicit, autocomplete)
    }

    /// The canonical form of a field's value; empty if it is absent.
    ///
    /// # Errors
    /// `unknown-field`, `invalid-field`.
    pub fn canonical(&self, name: &str, value: &str) -> Result<String, Error> {
        let field = self.manifest.field(name).ok_or_else(|| seal::not_here(name))?;
        field.kind.canonical(value).map_err(|error| error.about(name))
    }

    /// Reads a form's inputs and holds them against the policy.
    #[must_use]
    pub fn read(&self, form: Option<&str>, inputs: &[Input<'_>]) -> Reading {
        inputs::read(&self.manifest, form, inputs)
    }

    /// Whether the policy lets an entry of this name leave unsealed.
    #[must_use]
    pub fn passes(&self, entry: &str) -> bool {
        crate::policy::passes(&self.manifest.pass, entry)
    }
}
