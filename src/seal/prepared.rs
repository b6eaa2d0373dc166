//! Key agreements made ahead: the expensive half of sealing needs no plaintext.

use rand_core::TryCryptoRng;

use crate::Error;
use crate::jose::jwe::Agreement;
use crate::jose::jwk::Thumbprint;
use crate::manifest::{Manifest, RecipientKey};
use crate::prelude::*;

/// Agreements that wait for an order, at most one for each recipient's key. Each is bound to that
/// key, spent by the first seal that takes it, and wiped when dropped.
#[derive(Default)]
pub struct PreparedKeys(Vec<(Thumbprint, Agreement)>);

impl PreparedKeys {
    /// Makes ready what sealing this form for this group may need at `now`.
    ///
    /// # Errors
    /// `policy` for an unknown form or a role without a valid key; `io` if no randomness can be
    /// had.
    pub fn prepare_with_rng(
        &mut self,
        manifest: &Manifest,
        form: Option<&str>,
        group: Option<&str>,
        now: u64,
        rng: &mut impl TryCryptoRng,
    ) -> Result<(), Error> {
        for field in manifest.form_fields(form)? {
            let recipient = manifest.recipient(&field.role, group, now)?;
            if !self.0.iter().any(|(kid, _)| *kid == recipient.kid) {
                let agreement = Agreement::with_rng(&recipient.public, rng)?;
                self.0.push((recipient.kid, agreement));
            }
        }
        Ok(())
    }

    /// Takes the agreement with this recipient, or makes one.
    pub(super) fn take_with_rng(
        &mut self,
        recipient: &RecipientKey,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Agreement, Error> {
        match self.0.iter().position(|(kid, _)| *kid == recipient.kid) {
            Some(index) => Ok(self.0.swap_remove(index).1),
            None => Agreement::with_rng(&recipient.public, rng),
        }
    }
}
