//! Fields and a manifest become an order: one JWE per role that has a value, joined by `~`.

mod draft;
mod prepared;

pub use draft::Draft;
pub use prepared::PreparedKeys;

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use crate::jose::{base64url, random};
use crate::manifest::Manifest;
use crate::order::{Ours, PartHeader};
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
    let seed = random::bytes(rng)?;
    let shared = draft.header(manifest, &roles, order::jti(&seed), now);
    let seed = Zeroizing::new(base64url::encode(&seed));
    let mut parts = Vec::with_capacity(roles.len());
    for role in &roles {
        let recipient = manifest.recipient(role, draft.group, now)?;
        let agreement = ready.take_with_rng(recipient, rng)?;
        let (kid, epk, ours) = (&recipient.kid, agreement.epk(), &Ours::default());
        let header = shared.write(&PartHeader { role, kid, epk, ours });
        let own = fields.iter().filter(|field| field.role == *role);
        let plaintext =
            order::plaintext(own.map(|field| (field.name, field.value.as_str())), &seed);
        parts.push(agreement.seal_with_rng(&header, &plaintext, rng)?);
    }
    let order = parts.join("~");
    if order.len() > order::MAX_BYTES {
        return Err(Error::new(Code::InvalidField, "the fields together are too long"));
    }
    Ok(order)
}

/// The roles that have a value, sorted and unique.
fn roles<'a>(fields: &[Sealable<'a>]) -> Vec<&'a str> {
    let mut roles: Vec<&str> = fields.iter().map(|field| field.role).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}
