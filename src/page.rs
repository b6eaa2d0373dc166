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
use crate::field::autofill::{self, Place};
use crate::field::is_security_code;
use crate::jose::json::Parse;
use crate::jose::random::{self, Drawn};
use crate::manifest::Manifest;
use crate::policy::Field;
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
    payload: String,
    is_older: bool,
    origin: String,
    min_version: u64,
    /// Taken while it is in use: what the page runs meanwhile may ask for another order.
    prepared: Cell<PreparedKeys>,
    /// For the marks of what is read, which JavaScript has.
    mark_key: Zeroizing<[u8; 32]>,
}

impl Page {
    /// Verifies the manifest that was served, and keeps it; or takes a newer one that was kept
    /// before, while that is valid.
    ///
    /// # Errors
    /// Those of [`Manifest::verify_with`] and [`Manifest::check`]; `io` if no randomness can be had.
    pub fn load_with_rng(
        served: &str,
        terms: &Terms<'_>,
        kept: &impl Kept,
        parse: Parse,
        now: u64,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let newest = newest::choose(served, terms, kept, parse, now)?;
        Ok(Self {
            manifest: newest.manifest,
            payload: newest.payload,
            is_older: newest.is_older,
            origin: terms.origin.into(),
            min_version: terms.min_version,
            prepared: Cell::default(),
            mark_key: Zeroizing::new(random::bytes(rng)?),
        })
    }

    /// What the merchant signed.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The same as it was signed: the payload of a JWS, JSON.
    #[must_use]
    pub fn payload(&self) -> &str {
        &self.payload
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
        let mut prepared = self.prepared.take();
        let Choice { form, group, .. } = *choice;
        let done = prepared.prepare_with_rng(&self.manifest, form, group, now, rng);
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
        autofill::place(explicit, autocomplete, &|name| self.manifest.field(name).is_some())
    }

    /// The canonical form of a field's value; empty if there is nothing in it.
    ///
    /// # Errors
    /// `unknown-field`, `invalid-field`.
    pub fn canonical(&self, name: &str, value: &str) -> Result<Zeroizing<String>, Error> {
        let field = self.manifest.field(name).ok_or_else(|| seal::not_here(name))?;
        seal::canonical(field, value)
    }

    /// Whether an input shows what is not to be found on a page that is back: a number that the desk
    /// masks, or a card's security code, whatever the policy has of it.
    #[must_use]
    pub fn is_secret(&self, explicit: &str, autocomplete: &str) -> bool {
        let name = self.place(explicit, autocomplete).field;
        let is_masked = |field: &Field| field.kind.masked_by_default();
        is_security_code(&name) || self.manifest.field(&name).is_some_and(is_masked)
    }

    /// Reads a form's inputs and holds them against the policy.
    #[must_use]
    pub fn read(&self, form: Option<&str>, inputs: &[Input<'_>]) -> Reading {
        inputs::read(&self.manifest, form, inputs, &self.mark_key)
    }

    /// Whether the policy lets an entry of this name leave unsealed.
    #[must_use]
    pub fn passes(&self, entry: &str) -> bool {
        crate::policy::passes(&self.manifest.pass, entry)
    }
}
