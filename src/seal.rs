//! Fields and a manifest become an order: one JWE per role that has a value, joined by `~`.

mod draft;
mod prepared;

pub use draft::Draft;
pub use prepared::PreparedKeys;

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use crate::jose::json::Writer;
use crate::jose::jwk::AgreementPublicKey;
use crate::jose::{base64url, random};
use crate::manifest::{Manifest, RecipientKey};
use crate::{Code, Error, order};
use draft::Sealable;

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
    let seed = random::bytes(rng)?;
    let shared = Shared { manifest, draft, roles: &roles, jti: order::jti(&seed), iat: now };
    let mut parts = Vec::with_capacity(roles.len());
    for role in &roles {
        let recipient = manifest.recipient(role, draft.group, now)?;
        let agreement = ready.take_with_rng(recipient, rng)?;
        let header = shared.header(recipient, agreement.epk());
        let plaintext = plaintext(&fields, role, &seed);
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

/// What the headers of all parts of an order are made of.
struct Shared<'a> {
    manifest: &'a Manifest,
    draft: &'a Draft<'a>,
    roles: &'a [&'a str],
    jti: String,
    iat: u64,
}

impl Shared<'_> {
    /// The protected header of the part for this recipient.
    fn header(&self, recipient: &RecipientKey, epk: &AgreementPublicKey) -> String {
        let mut header = Writer::default();
        header
            .string("alg", "ECDH-ES")
            .string("enc", "A256GCM")
            .string("typ", order::TYP)
            .string("cty", order::CTY)
            .string("kid", &recipient.kid.encode())
            .object("epk", &epk.to_jwk())
            .string("origin", self.draft.origin)
            .string("to", &self.manifest.identity.encode())
            .string("jti", &self.jti)
            .integer("iat", self.iat)
            .integer("ver", self.manifest.version)
            .string("role", &recipient.role)
            .strings("parts", self.roles);
        self.draft.write_optional(&mut header);
        header.finish()
    }
}

/// One role's fields and the order's seed as a JSON object, padded with spaces.
fn plaintext(fields: &[Sealable<'_>], role: &str, seed: &[u8; 16]) -> Zeroizing<Vec<u8>> {
    // Room for every character to be escaped, so that no copy is left behind by growing.
    let length: usize = fields.iter().map(|f| f.name.len() + 6 * f.value.len() + 8).sum();
    let mut object = Writer::with_capacity(length + 2 * order::BLOCK);
    for field in fields.iter().filter(|field| field.role == role) {
        object.string(field.name, &field.value);
    }
    object.string("_", &base64url::encode(seed));
    let mut plaintext = Zeroizing::new(object.finish().into_bytes());
    let padded = plaintext.len().next_multiple_of(order::BLOCK);
    plaintext.resize(padded, b' ');
    plaintext
}
