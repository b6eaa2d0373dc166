//! Fields and a manifest become an order: one JWE per role that has a value, joined by `~`.

mod draft;
mod prepared;

pub use draft::Draft;
pub use prepared::PreparedKeys;

use rand_core::TryCryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::jose::{Json, base64url, json, jwe, random};
use crate::manifest::{Manifest, RecipientKey};
use crate::{Code, Error};
use draft::Sealable;

/// The `typ` of a part's protected header.
pub const TYP: &str = "vnd.waxseal.order.v1";
/// The `cty` of a part: its plaintext is a JSON object.
pub const CTY: &str = "json";
/// The plaintext is padded to a multiple of this many bytes.
pub const BLOCK: usize = 256;
/// The longest order, in bytes. Readers refuse longer ones.
pub const MAX_ORDER_BYTES: usize = 1 << 20;

/// Seals a draft at second `now`. Keys that were made ready are spent, even if sealing fails;
/// for a role without one, the key agreement is done on the spot.
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
    let seed: [u8; 16] = random::bytes(rng)?;
    let mut parts = Vec::with_capacity(roles.len());
    for &role in &roles {
        let recipient = manifest.recipient(role, draft.group, now)?;
        let agreement = ready.take_with_rng(recipient, rng)?;
        let header = header(manifest, draft, recipient, &roles, &seed, now);
        let header =
            jwe::Header { typ: TYP, cty: CTY, kid: &recipient.kid.encode(), members: &header };
        parts.push(agreement.encrypt_with_rng(&header, &plaintext(&fields, role, &seed), rng)?);
    }
    let order = parts.join("~");
    if order.len() > MAX_ORDER_BYTES {
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

/// The order's `jti`: the first 16 bytes of the SHA-256 of what each part holds in `_`.
pub(crate) fn order_id(seed: &[u8]) -> String {
    base64url::encode(&Sha256::digest(seed)[..16])
}

fn header<'a>(
    manifest: &Manifest,
    draft: &Draft<'_>,
    recipient: &RecipientKey,
    roles: &[&str],
    seed: &[u8; 16],
    now: u64,
) -> Vec<(&'a str, Json)> {
    let mut members = vec![
        ("origin", Json::string(draft.origin)),
        ("to", Json::String(manifest.identity.encode())),
        ("jti", Json::String(order_id(seed))),
        ("iat", Json::Integer(now)),
        ("ver", Json::Integer(manifest.version)),
        ("role", Json::string(&recipient.role)),
        ("parts", Json::strings(roles.iter().copied())),
    ];
    let optional = [("grp", draft.group), ("form", draft.form), ("ref", draft.reference)];
    members.extend(optional.into_iter().filter_map(|(name, v)| Some((name, Json::string(v?)))));
    members
}

/// One role's fields and the order's seed as a JSON object, padded with spaces.
fn plaintext(fields: &[Sealable<'_>], role: &str, seed: &[u8; 16]) -> Zeroizing<Vec<u8>> {
    // Room for every character to be escaped, so that no copy is left behind by growing.
    let length: usize = fields.iter().map(|f| f.name.len() + 6 * f.value.len() + 8).sum();
    let mut text = Zeroizing::new(String::with_capacity(length + 2 * BLOCK));
    text.push('{');
    for field in fields.iter().filter(|field| field.role == role) {
        write_member(&mut text, field.name, &field.value);
        text.push(',');
    }
    write_member(&mut text, "_", &base64url::encode(seed));
    text.push('}');
    while !text.len().is_multiple_of(BLOCK) {
        text.push(' ');
    }
    Zeroizing::new(core::mem::take(&mut *text).into_bytes())
}

fn write_member(text: &mut String, name: &str, value: &str) {
    json::write_string(text, name);
    text.push(':');
    json::write_string(text, value);
}
