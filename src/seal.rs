//! Fields and a manifest become an order: one JWE per role that has a value, joined by `~`.

mod draft;
mod prepared;

pub use draft::Draft;
pub(crate) use draft::{canonical, checked, not_here, nothing_given};
pub use prepared::PreparedKeys;

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use crate::jose::{base64url, random};
use crate::manifest::Manifest;
use crate::order::{Ours, PartHeader};
use crate::prelude::*;
use crate::{Code, Error, order};
use draft::Sealable;

/// Seals a draft at second `now`. A key that was made ready is spent when it is taken, whether or
/// not sealing then fails; for a role without one, the key agreement is done on the spot.
///
/// # Errors
/// Those of [`Manifest::check`]; `policy` for a form or group that the manifest does not have, or
/// a role without a valid key; `unknown-field`, `missing-field`, `invalid-field`; `io` if no
/// randomness can be had.
pub fn seal_with_rng(
    manifest: &Manifest,
    draft: &Draft<'_>,
    ready: &mut PreparedKeys,
    now: u64,
    rng: &mut impl TryCryptoRng,
) -> Result<String, Error> {
    manifest.check(draft.origin, 0, now)?;
    let fields = draft.canonical(manifest)?;
    let roles = roles(&fields);
    let seed = Zeroizing::new(random::bytes(rng)?);
    let jti = order::jti(&seed);
    let shared = draft.header(manifest, &roles, &jti, now);
    let seed = Zeroizing::new(base64url::encode(&seed[..]));
    let mut order = String::new();
    for role in &roles {
        let recipient = manifest.recipient(role, draft.group, now)?;
        let agreement = ready.take_with_rng(recipient, rng)?;
        let (kid, epk, ours) = (&recipient.kid, agreement.epk(), &Ours::default());
        let header = shared.write(&PartHeader { role, kid, epk, ours });
        let own = fields.iter().filter(|field| field.role == *role);
        let own = own.map(|field| (field.name, field.value.as_str()));
        let plaintext = order::plaintext(own, &seed);
        order.push_str(if order.is_empty() { "" } else { "~" });
        order.push_str(&agreement.seal_with_rng(&header, &plaintext, rng)?);
    }
    if order.len() > order::MAX_BYTES {
        return Err(Error::new(Code::InvalidField, "the fields together are too long"));
    }
    Ok(order)
}

/// The roles that have a value, sorted and unique.
fn roles<'a>(fields: &[Sealable<'a>]) -> Vec<&'a str> {
    sorted(fields.iter().map(|field| field.role))
}

/// The most random bytes that an order under this manifest takes: its seed, and for each role an IV
/// and a private key. For those who draw once.
pub(crate) fn most_random_bytes(manifest: &Manifest) -> usize {
    let roles = sorted(manifest.fields.iter().map(|field| field.role.as_str()));
    16 + (12 + 32) * roles.len()
}

/// Sorted and unique. There are few: the library's sort would be a twentieth of the module.
fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut sorted = Vec::new();
    for name in names {
        if let Err(at) = sorted.binary_search(&name) {
            sorted.insert(at, name);
        }
    }
    sorted
}
