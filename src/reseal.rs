//! Stored orders, sealed again to the current keys: whole, or as an archive copy without what is
//! past its time. Never compiled to WebAssembly.
//!
//! An order keeps its number, its reference and what else the sealer said of it; each part says
//! which keys it was sealed to before. An order that [`Desk::open`] would refuse is refused by the
//! same code, and a part that needs no change stays as it is, byte for byte.

mod redact;
mod sealer;

use rand_core::TryCryptoRng;

use crate::jose::jwk::Thumbprint;
use crate::open::{Content, Desk, OrderHeader, Part, Unsealed};
use crate::{Code, Error};
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
    /// Nothing: this version does not know the algorithm that it is sealed by.
    Unsupported,
    /// It is sealed to the current key, with the same content.
    Rewrapped,
    /// The same, to that of another group of customers.
    Regrouped,
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
    /// A part that was not opened, and stays as it is.
    fn unopened(part: &Part<'_>) -> Self {
        let change = part.unknown_alg().map_or(Change::NoKey, |_| Change::Unsupported);
        Self::kept(part, change)
    }

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
/// Those of [`Desk::open`]; `policy` if the newest manifest does not have the order's group, or no
/// valid key for a part's role and group; `malformed` if the order would become longer than any;
/// `io` if no randomness can be had.
pub fn rewrap_with_rng(
    desk: &Desk<'_>,
    line: &str,
    now: u64,
    rng: &mut impl TryCryptoRng,
) -> Result<Resealed, Error> {
    let unsealed = desk.unseal(line)?;
    require_group(desk, &unsealed.order.header)?;
    again(desk, unsealed, &Change::Rewrapped, now, rng)
}

/// The same, and an order whose group the newest manifest does not have goes into this one: its
/// policy came to have groups, or to have others, after the order was sealed. Which group that is
/// somebody must say; `was` still names the keys of the one before.
///
/// # Errors
/// Those of [`rewrap_with_rng`]; `unknown-key` if no key at hand opens a part of an order that
/// changes its group, since all parts say the same group.
pub fn regroup_with_rng(
    desk: &Desk<'_>,
    line: &str,
    group: Option<&str>,
    now: u64,
    rng: &mut impl TryCryptoRng,
) -> Result<Resealed, Error> {
    let mut unsealed = desk.unseal(line)?;
    if desk.newest()?.has_group(unsealed.order.header.group.as_deref()) {
        return again(desk, unsealed, &Change::Rewrapped, now, rng);
    }
    if unsealed.contents.iter().any(Option::is_none) {
        let reason = "a part that no key here opens keeps it in its group";
        return Err(Error::new(Code::UnknownKey, reason));
    }
    unsealed.order.header.group = group.map(Into::into);
    require_group(desk, &unsealed.order.header)?;
    again(desk, unsealed, &Change::Regrouped, now, rng)
}

fn require_group(desk: &Desk<'_>, header: &OrderHeader) -> Result<(), Error> {
    let group = header.group.as_deref();
    let reason = match group {
        _ if desk.newest()?.has_group(group) => return Ok(()),
        None => "sealed without a group, and the policy has groups now",
        Some(_) => "sealed for a group that the policy does not have now",
    };
    Err(Error::new(Code::Policy, reason))
}

/// The order under its header, which may say another group than it was sealed for.
fn again(
    desk: &Desk<'_>,
    Unsealed { order, contents, .. }: Unsealed<'_>,
    change: &Change,
    now: u64,
    rng: &mut impl TryCryptoRng,
) -> Result<Resealed, Error> {
    let mut sealer = Sealer { desk, header: &order.header, now, rng };
    let parts = order.parts.iter().zip(&contents).map(|(part, content)| match content {
        None => Ok(ResealedPart::unopened(part)),
        Some(content) => rewrap(&mut sealer, part, content, change),
    });
    let parts = parts.collect::<Result<_, _>>()?;
    sealer::whole(order.header, parts)
}

fn rewrap(
    sealer: &mut Sealer<'_, impl TryCryptoRng>,
    part: &Part<'_>,
    content: &Content,
    change: &Change,
) -> Result<ResealedPart, Error> {
    let (kid, key) = sealer.current(&part.role)?;
    if kid == part.kid {
        return Ok(ResealedPart::kept(part, Change::Unchanged));
    }
    sealer.seal(part, (kid, key), &content.plaintext, part.red, change.clone())
}
