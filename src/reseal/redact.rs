//! The archive copy: an order without what is past its time.

mod rule;

use rand_core::TryCryptoRng;

use super::sealer::{self, Sealer};
use super::{Change, Resealed, ResealedPart};
use crate::open::{Content, Desk, Opened, Part, Unsealed};
use crate::policy::Archive;
use crate::{Error, order};
use rule::Rules;

/// When an archive copy is made. Times are seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redaction {
    /// The present.
    pub now: u64,
    /// When the order is known to have come in, as far as somebody knows. Its age counts from here,
    /// or from when it says that it was sealed if that is earlier.
    pub received: Option<u64>,
}

/// An archive copy, to be stored.
pub struct Redacted {
    /// The order, sealed again where something was past its time.
    pub order: Resealed,
    /// Whether it holds nothing any more but what is past its time, or masks of that. Never if a
    /// part was not opened.
    pub is_past: bool,
}

/// An archive copy, to be read.
pub struct Archived {
    /// The order without what is past its time. Of whatever the order's manifest or the newest one
    /// masks, at the desk or in an archive, it holds the mask.
    pub order: Opened,
    /// As in [`Redacted`].
    pub is_past: bool,
}

/// Drops or masks the fields of an order that are past their time, by the order's own manifest or
/// by the newest one, and seals the parts that held one again to the current key. A card's security
/// code goes at any time.
///
/// A part whose role has no valid key any more is sealed to the key that it was sealed to: what is
/// past its time goes nevertheless.
///
/// # Errors
/// Those of [`Desk::open`]; `malformed` if the order would become longer than any; `io` if no
/// randomness can be had.
pub fn redact_with_rng(
    desk: &Desk<'_>,
    line: &str,
    redaction: &Redaction,
    rng: &mut impl TryCryptoRng,
) -> Result<Redacted, Error> {
    let Unsealed { order, manifest, contents, .. } = desk.unseal(line)?;
    let rules = Rules::new(desk, manifest, &order.header, redaction)?;
    let mut sealer = Sealer { desk, header: &order.header, now: redaction.now, rng };
    let parts = order.parts.iter().zip(&contents).map(|(part, content)| match content {
        None => Ok(ResealedPart::unopened(part)),
        Some(content) => redact(&mut sealer, part, content, &rules),
    });
    let parts = parts.collect::<Result<_, _>>()?;
    let is_past = contents
        .iter()
        .all(|content| content.as_ref().is_some_and(|content| rules.all_past(&content.fields)));
    Ok(Redacted { order: sealer::whole(order.header, parts)?, is_past })
}

fn redact(
    sealer: &mut Sealer<'_, impl TryCryptoRng>,
    part: &Part<'_>,
    content: &Content,
    rules: &Rules<'_>,
) -> Result<ResealedPart, Error> {
    let mut fields = Vec::with_capacity(content.fields.len());
    let (mut dropped, mut masked) = (Vec::new(), Vec::new());
    for field in &content.fields {
        let mask = field.masked();
        match rules.fate(&field.name) {
            Archive::Drop => dropped.push(field.name.clone()),
            Archive::Mask if mask != field.value => {
                masked.push(field.name.clone());
                fields.push((field.name.as_str(), mask));
            }
            Archive::Mask | Archive::Keep => fields.push((&field.name, field.value.clone())),
        }
    }
    if dropped.is_empty() && masked.is_empty() {
        return Ok(ResealedPart::kept(part, Change::Unchanged));
    }
    let fields = fields.iter().map(|(name, value)| (*name, value.as_str()));
    let plaintext = order::plaintext(fields, &content.seed);
    let key = sealer.current_or_own(part);
    sealer.seal(part, key, &plaintext, true, Change::Redacted { dropped, masked })
}

/// Opens an order as its archive copy, to be read and not stored sealed.
///
/// # Errors
/// Those of [`Desk::open`].
pub fn archived(desk: &Desk<'_>, line: &str, redaction: &Redaction) -> Result<Archived, Error> {
    let mut order = desk.open(line)?;
    let manifest = desk.manifest(order.header.ver)?.0;
    let rules = Rules::new(desk, manifest, &order.header, redaction)?;
    let is_past = order.unopened.is_empty() && rules.all_past(&order.fields);
    order.fields.retain(|field| rules.fate(&field.name) != Archive::Drop);
    for field in order.fields.iter_mut().filter(|field| rules.masks(&field.name)) {
        field.value = field.masked();
        field.is_masked = true;
    }
    Ok(Archived { order, is_past })
}
