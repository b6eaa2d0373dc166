//! What a shop's server can see of an order without a key: whether the desk could open it, and whether
//! it is for this merchant. It proves nothing about who sealed.

use crate::jose::jwk::Thumbprint;
use crate::manifest::{CLOCK_TOLERANCE, LaterKey, Manifest, RecipientKey};
use crate::order::{MAX_BYTES, Order, OrderHeader, Part, Sealed, is_found};
use crate::prelude::*;
use crate::{Code, Error};

/// What a line is held against.
pub struct Expected<'a> {
    /// The manifests that a page may have sealed with, not verified.
    pub manifests: &'a [Manifest],
    /// The identities that an order may be addressed to.
    pub identities: &'a [Thumbprint],
    /// The server's own reference of this order.
    pub reference: Claim<'a>,
    /// The customer group.
    pub group: Option<&'a str>,
    /// The policy's form.
    pub form: Option<&'a str>,
    /// The server's time, in seconds since 1970.
    pub now: u64,
    /// How many seconds ago it may have been sealed. If it is not a number, no order is young enough.
    pub max_age: f64,
}

/// What a server knows of an order's reference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Claim<'a> {
    /// It does not say.
    Any,
    /// It should know, and does not, as when a session has ended: no order fits.
    Lost,
    /// This one.
    Is(&'a str),
}

/// Takes a line apart, and refuses what the desk could not open.
///
/// # Errors
/// `malformed` or `unsupported` if it is not an order, or a part names another algorithm than its
/// key's; `incomplete` if a part is missing; `conflict`
/// if its parts contradict each other, or it is for another merchant, reference, group or form;
/// `unknown-key` if a part is sealed to a key that no manifest has; `tampered` if a key of a part is
/// one that no page makes; `wrong-origin`, `missing-field` or `policy` if the manifest does not allow
/// it; `expired` or `not-yet-valid` if it was sealed too long ago, or ahead.
pub fn inspect<'a>(line: &'a str, expected: &Expected<'_>) -> Result<Order<'a>, Error> {
    if line.len() > MAX_BYTES || line.trim_ascii() != line {
        return Err(Error::new(Code::Malformed, "not an order, or more than one line"));
    }
    let order = Order::parse(line)?;
    order.require_complete()?;
    if !is_found(line) {
        return Err(Error::new(Code::Malformed, "written so that the desk would not find it"));
    }
    if !expected.identities.contains(&order.header.to) {
        return Err(Error::new(Code::Conflict, "addressed to another merchant"));
    }
    check_claims(&order.header, expected)?;
    check_age(&order.header, expected)?;
    for part in &order.parts {
        check_key(part, &order.header, expected)?;
    }
    order.parts.iter().try_for_each(check_sealed)?;
    check_policy(&order.header, expected)?;
    Ok(order)
}

fn check_claims(header: &OrderHeader, expected: &Expected<'_>) -> Result<(), Error> {
    let reference = match expected.reference {
        Claim::Is(reference) => Some(reference),
        Claim::Any | Claim::Lost => None,
    };
    check_claim(&header.reference, reference, "sealed without a ref", "sealed for another ref")?;
    check_claim(
        &header.group,
        expected.group,
        "sealed without a group",
        "sealed for another group",
    )?;
    check_claim(&header.form, expected.form, "sealed without a form", "sealed for another form")?;
    if expected.reference == Claim::Lost {
        return Err(Error::new(Code::Conflict, "there is no ref to hold it against"));
    }
    Ok(())
}

fn check_claim(
    claimed: &Option<String>,
    expected: Option<&str>,
    without: &'static str,
    another: &'static str,
) -> Result<(), Error> {
    match (claimed.as_deref(), expected) {
        (_, None) => Ok(()),
        (Some(claimed), Some(expected)) if claimed == expected => Ok(()),
        (None, _) => Err(Error::new(Code::Conflict, without)),
        (Some(_), _) => Err(Error::new(Code::Conflict, another)),
    }
}

/// Neither older than it may be, nor from further ahead than a wrong clock explains.
#[expect(clippy::cast_precision_loss, reason = "seconds are far below 2^53")]
fn check_age(header: &OrderHeader, expected: &Expected<'_>) -> Result<(), Error> {
    let oldest = expected.now as f64 - expected.max_age;
    if oldest.is_nan() || (header.iat as f64) < oldest {
        return Err(Error::new(Code::Expired, "sealed too long ago"));
    }
    if header.iat > expected.now.saturating_add(CLOCK_TOLERANCE) {
        let reason = "sealed further ahead than a wrong clock explains";
        return Err(Error::new(Code::NotYetValid, reason));
    }
    Ok(())
}

/// Each part is sealed to a key of its role and group, which may still be used.
fn check_key(part: &Part<'_>, header: &OrderHeader, expected: &Expected<'_>) -> Result<(), Error> {
    if newest(expected.manifests).is_some_and(|manifest| manifest.revoked.contains(&part.kid)) {
        return Err(Error::new(Code::Policy, "sealed to a key that was revoked"));
    }
    let is_known = match &part.sealed {
        Sealed::Here(_) => check_own_key(part, header, expected)?,
        Sealed::Later { .. } => check_later_key(part, header, expected)?,
    };
    if is_known {
        return Ok(());
    }
    Err(Error::new(Code::UnknownKey, "sealed to a key that no manifest here has"))
}

/// Whether a manifest has the part's key. A page seals to it while it may be used.
fn check_own_key(
    part: &Part<'_>,
    header: &OrderHeader,
    expected: &Expected<'_>,
) -> Result<bool, Error> {
    let Some(key) = own_key(part, expected) else { return Ok(false) };
    check_reader((&key.role, &key.group), part, header)?;
    if !key.is_valid(expected.now) {
        return Err(Error::new(Code::Expired, "sealed to a key that has ended"));
    }
    Ok(true)
}

/// The same of a key that this version cannot seal to: which those are, the manifest says, and no
/// part may say it of another.
fn check_later_key(
    part: &Part<'_>,
    header: &OrderHeader,
    expected: &Expected<'_>,
) -> Result<bool, Error> {
    if own_key(part, expected).is_some() {
        let reason = "a part names another algorithm than its key's";
        return Err(Error::new(Code::Unsupported, reason).about("alg"));
    }
    let mut keys = expected.manifests.iter().flat_map(|manifest| &manifest.later_keys);
    let Some(LaterKey { role, group, .. }) = keys.find(|key| key.kid == part.kid) else {
        return Ok(false);
    };
    check_reader((role, group), part, header)?;
    Ok(true)
}

fn own_key<'a>(part: &Part<'_>, expected: &'a Expected<'_>) -> Option<&'a RecipientKey> {
    let mut keys = expected.manifests.iter().flat_map(|manifest| &manifest.keys);
    keys.find(|key| key.kid == part.kid)
}

fn check_reader(
    (role, group): (&str, &Option<String>),
    part: &Part<'_>,
    header: &OrderHeader,
) -> Result<(), Error> {
    if role == part.role && *group == header.group {
        return Ok(());
    }
    Err(Error::new(Code::Conflict, "a part names another role or group than its key"))
}

/// Whoever agrees with a key of low order gets the same secret as everyone else. No order is empty.
fn check_sealed(part: &Part<'_>) -> Result<(), Error> {
    if let Sealed::Here(jwe) = &part.sealed
        && jwe.epk().is_low_order()
    {
        return Err(Error::new(Code::Tampered, "a key of low order").about("epk"));
    }
    if part.is_empty() {
        return Err(Error::new(Code::Malformed, "nothing is sealed"));
    }
    Ok(())
}

/// What the manifest allows that it was sealed with; if that is not at hand, the newest one.
fn check_policy(header: &OrderHeader, expected: &Expected<'_>) -> Result<(), Error> {
    let own = expected.manifests.iter().find(|manifest| manifest.version == header.ver);
    let manifest = own.or_else(|| newest(expected.manifests));
    if !manifest.is_some_and(|manifest| manifest.allows_origin(&header.origin)) {
        let reason = "sealed on a page that the manifest does not name";
        return Err(Error::new(Code::WrongOrigin, reason));
    }
    own.map_or(Ok(()), |own| check_required(header, own))
}

/// A required field is in no part if its role has none.
fn check_required(header: &OrderHeader, manifest: &Manifest) -> Result<(), Error> {
    for field in manifest.form_fields(header.form.as_deref())? {
        if field.required && !header.roles.contains(&field.role) {
            let reason = "it is required, and its role has no part";
            return Err(Error::new(Code::MissingField, reason).about(&field.name));
        }
    }
    Ok(())
}

fn newest(manifests: &[Manifest]) -> Option<&Manifest> {
    manifests.iter().max_by_key(|manifest| manifest.version)
}
