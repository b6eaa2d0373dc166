//! Seals one part again.

use rand_core::TryCryptoRng;

use super::{Change, Resealed, ResealedPart};
use crate::jose::jwe::Agreement;
use crate::jose::jwk::{AgreementPublicKey, Thumbprint};
use crate::open::{Desk, OrderHeader, Part};
use crate::order::{self, Ours, PartHeader};
use crate::{Code, Error};

/// What the parts of one order are sealed again with.
pub(super) struct Sealer<'a, R> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) header: &'a OrderHeader,
    pub(super) now: u64,
    pub(super) rng: &'a mut R,
}

impl<R: TryCryptoRng> Sealer<'_, R> {
    /// The key that a page would seal to now.
    pub(super) fn current(&self, role: &str) -> Result<(Thumbprint, AgreementPublicKey), Error> {
        let group = self.header.group.as_deref();
        let recipient = self.desk.newest()?.recipient(role, group, self.now)?;
        Ok((recipient.kid, recipient.public.clone()))
    }

    /// The current key, or the one that the part is sealed to if there is none.
    pub(super) fn current_or_own(&self, part: &Part<'_>) -> (Thumbprint, AgreementPublicKey) {
        self.current(&part.role).unwrap_or_else(|_| {
            let key = self.desk.keys.get(&part.kid).expect("the part was opened with it");
            (part.kid, key.secret.public())
        })
    }

    /// The part with this plaintext, to this key.
    pub(super) fn seal(
        &mut self,
        part: &Part<'_>,
        (kid, key): (Thumbprint, AgreementPublicKey),
        plaintext: &[u8],
        red: bool,
        change: Change,
    ) -> Result<ResealedPart, Error> {
        let agreement = Agreement::with_rng(&key, self.rng)?;
        let ours = Ours { was: kids_before(part, kid), rew: Some(self.now), red };
        let (role, epk) = (&part.role, agreement.epk());
        let header = self.header.write(&PartHeader { role, kid: &kid, epk, ours: &ours });
        let text = agreement.seal_with_rng(&header, plaintext, self.rng)?;
        Ok(ResealedPart { kid, text, ..ResealedPart::kept(part, change) })
    }
}

fn kids_before(part: &Part<'_>, kid: Thumbprint) -> Vec<Thumbprint> {
    let mut was = part.was.clone();
    was.extend((part.kid != kid).then_some(part.kid));
    was
}

/// The order of these parts.
pub(super) fn whole(header: OrderHeader, parts: Vec<ResealedPart>) -> Result<Resealed, Error> {
    let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    let line = texts.join("~");
    if line.len() > order::MAX_BYTES {
        return Err(Error::new(Code::Malformed, "it would become longer than any order"));
    }
    Ok(Resealed { header, line, parts })
}
