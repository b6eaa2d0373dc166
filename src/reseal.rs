//! Stored orders, sealed again to the current keys: whole, or as an archive copy without what is
//! past its time. Never compiled to WebAssembly.
//!
//! An order keeps its number, its reference and what else the sealer said of it; each part says
//! which keys it was sealed to before. An order that [`Desk::open`] would refuse is refused by the
//! same code, and a part that needs no change stays as it is, byte for byte.

mod redact;
mod sealer;

use rand_core::TryCryptoRng;

use crate::Error;
use crate::jose::jwk::Thumbprint;
use crate::open::{Content, Desk, OrderHeader, Part};
use sealer::Sealer;

pub use redact::{Archived, Redacted, Redaction, archived, redact_with_rng};

/// An order after sealing again.
pub struct Resealed {
    /// What the sealer says of the order, authenticated; the same as before.
    pub header: OrderHeader,
    /// The order as it is to be stored.
    pub line: String,
    /// What became of each part, in their order.
    pub parts: Vec<ResealedPart>,
}

/// What became of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResealedPart {
    /// The role that it is for.
    pub role: String,
    /// The key that it was sealed to.
    pub old_kid: Thumbprint,
    /// The key that it is sealed to.
    pub kid: Thumbprint,
    /// The part as it stood in the order.
    pub old_text: String,
    /// The part as it stands in the order.
    pub text: String,
    /// What was done.
    pub change: Change,
}

/// What was done to a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Nothing: it is as it should be.
    Unchanged,
    /// Nothing: no key at hand opens it.
    NoKey,
    /// It is sealed to the current key, with the same content.
    Rewrapped,
    /// It is sealed to the current key, without what was past its time.
    Redacted {
        /// The names of the fields that are gone.
        dropped: Vec<String>,
        /// The names of the fields of which a mask is left.
        masked: Vec<String>,
    },
}

impl Resealed {
    /// Whether anything was sealed again.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.parts.iter().any(|part| part.text != part.old_text)
    }
}

impl ResealedPart {
    /// A part that stays as it is.
    fn kept(part: &Part<'_>, change: Change) -> Self {
        Self {
            role: part.role.clone(),
            old_kid: part.kid,
            kid: part.kid,
            old_text: part.text.into(),
            text: part.text.into(),
            change,
        }
    }
}

/// Seals what can be opened of an order again, to the keys of the newest manifest at second `now`.
/// The content stays the same to the last byte.
///
/// # Errors
/// Those of [`Desk::open`]; `policy` if the newest manifest has no valid key for a part's role and
/// group; `malformed` if the order would become longer than any; `io` if no randomness can be had.
pub fn rewrap_with_rng(
    desk: &Desk<'_>,
    line: &str,
    now: u64,
    rng: &mut impl TryCryptoRng,
) -> Result<Resealed, Error> {
    let unsealed = desk.unseal(line)?;
    let mut sealer = Sealer { desk, header: &unsealed.order.header, now, rng };
    let parts = unsealed.order.parts.iter().zip(&unsealed.contents);
    let parts = parts.map(|(part, content)| match content {
        None => Ok(ResealedPart::kept(part, Change::NoKey)),
        Some(content) => rewrap(&mut sealer, part, content),
    });
    let parts = parts.collect::<Result<_, _>>()?;
    sealer::whole(unsealed.order.header, parts)
}

fn rewrap(
    sealer: &mut Sealer<'_, impl TryCryptoRng>,
    part: &Part<'_>,
    content: &Content,
) -> Result<ResealedPart, Error> {
    let (kid, key) = sealer.current(&part.role)?;
    if kid == part.kid {
        return Ok(ResealedPart::kept(part, Change::Unchanged));
    }
    sealer.seal(part, (kid, key), &content.plaintext, part.red, Change::Rewrapped)
}
