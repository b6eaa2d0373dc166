//! An order and keys become fields, at the desk. Never compiled to WebAssembly.

mod find;
mod order;

use std::collections::HashMap;

use zeroize::Zeroizing;

use crate::field::{Kind, luhn};
use crate::jose::jwe::tampered;
use crate::jose::jwk::{AgreementKey, Thumbprint};
use crate::jose::{Json, base64url, json};
use crate::manifest::Manifest;
use crate::policy::Field;
use crate::{Code, Error};

pub use find::{find_orders, names_an_order};
pub use order::{Order, OrderHeader, Part};

/// A role's private key, with the desk's own record of whose it is.
pub struct RoleKey {
    /// The X25519 key.
    pub secret: AgreementKey,
    /// The role that it belongs to.
    pub role: String,
    /// The compartment of customers that it belongs to.
    pub group: Option<String>,
}

/// The keys at hand, by thumbprint.
pub type Keyring = HashMap<Thumbprint, RoleKey>;

/// What a reader of orders holds and knows.
pub struct Desk<'a> {
    /// The private keys at hand.
    pub keys: &'a Keyring,
    /// Every manifest published, in the order of their versions.
    pub manifests: &'a [Manifest],
    /// The identities that orders may be addressed to.
    pub identities: &'a [Thumbprint],
}

/// Something worth a look that does not keep an order from being opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Check {
    /// The same line twice in one input.
    Repeated,
    /// Sealed by a page of an origin that the manifest does not name.
    OtherOrigin,
    /// Sealed with a manifest that this desk never published.
    UnknownVersion,
    /// Sealed long before it was received.
    Stale,
    /// Sealed to a key that was revoked.
    RevokedKey,
    /// The reference inside is not the row's own.
    WrongRef,
    /// A card number whose check digit is wrong.
    Luhn,
}

impl Check {
    /// The check as it is written in output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Repeated => "repeated",
            Self::OtherOrigin => "other-origin",
            Self::UnknownVersion => "unknown-version",
            Self::Stale => "stale",
            Self::RevokedKey => "revoked-key",
            Self::WrongRef => "wrong-ref",
            Self::Luhn => "luhn",
        }
    }
}

/// An order, opened as far as the keys at hand allow.
pub struct Opened {
    /// What the sealer says of the order, authenticated.
    pub header: OrderHeader,
    /// The fields, in the policy's order.
    pub fields: Vec<OpenedField>,
    /// The roles whose parts no key at hand opens.
    pub unopened: Vec<String>,
    /// What is worth a look.
    pub checks: Vec<Check>,
}

/// A field of an opened order.
pub struct OpenedField {
    /// Its name.
    pub name: String,
    /// Its kind, by the policy.
    pub kind: Kind,
    /// Whether the policy masks it at the desk.
    pub mask: bool,
    /// Its value, wiped when dropped.
    pub value: Zeroizing<String>,
}

impl Desk<'_> {
    /// Opens one order.
    ///
    /// # Errors
    /// `malformed` or `unsupported` if it is not an order; `incomplete` if a part is missing;
    /// `conflict` if its parts, or the desk's record of a key, contradict its header;
    /// `unknown-key` if no part can be opened here; `tampered` if it is not what was sealed;
    /// `unknown-field` if a part holds a field that is not its role's; `not-ready` if nothing was
    /// published.
    pub fn open(&self, line: &str) -> Result<Opened, Error> {
        let order = Order::parse(line)?;
        order.require_complete()?;
        if !self.identities.contains(&order.header.to) {
            return Err(Error::new(Code::Conflict, "addressed to another merchant's identity"));
        }
        let (manifest, known) = self.manifest(order.header.ver)?;
        let mut fields = Vec::new();
        let mut unopened = Vec::new();
        for part in &order.parts {
            match self.keys.get(&part.kid) {
                Some(key) => fields.extend(open_part(part, key, &order.header, manifest)?),
                None => unopened.push(part.role.clone()),
            }
        }
        if unopened.len() == order.parts.len() {
            return Err(Error::new(Code::UnknownKey, "no key here opens any of its parts"));
        }
        fields.sort_by_key(|field| manifest.fields.iter().position(|f| f.name == field.name));
        let checks = self.checks(&order, &fields, manifest, known);
        Ok(Opened { header: order.header, fields, unopened, checks })
    }

    /// The manifest of this version, or the newest one; and whether the version is known.
    fn manifest(&self, version: u64) -> Result<(&Manifest, bool), Error> {
        let same = self.manifests.iter().find(|manifest| manifest.version == version);
        match (same, self.manifests.last()) {
            (Some(manifest), _) => Ok((manifest, true)),
            (None, Some(newest)) => Ok((newest, false)),
            (None, None) => Err(Error::new(Code::NotReady, "no manifest was published yet")),
        }
    }

    fn checks(
        &self,
        order: &Order<'_>,
        fields: &[OpenedField],
        manifest: &Manifest,
        known: bool,
    ) -> Vec<Check> {
        let revoked = |part: &Part<'_>| {
            self.manifests.last().is_some_and(|newest| newest.revoked.contains(&part.kid))
        };
        let mistyped = |field: &OpenedField| field.kind == Kind::Card && !luhn(&field.value);
        let findings = [
            (!manifest.allows_origin(&order.header.origin), Check::OtherOrigin),
            (!known, Check::UnknownVersion),
            (order.parts.iter().any(revoked), Check::RevokedKey),
            (fields.iter().any(mistyped), Check::Luhn),
        ];
        findings.into_iter().filter_map(|(found, check)| found.then_some(check)).collect()
    }
}

fn open_part(
    part: &Part<'_>,
    key: &RoleKey,
    header: &OrderHeader,
    manifest: &Manifest,
) -> Result<Vec<OpenedField>, Error> {
    if part.role != key.role || header.group != key.group {
        return Err(Error::new(Code::Conflict, "a part names another role or group than its key"));
    }
    let plaintext = part.jwe.decrypt(&key.secret)?;
    let content = parse_content(&plaintext)?;
    check_seed(&content, &header.jti)?;
    let members = content.as_object().unwrap_or_default();
    let fields = members.iter().filter(|(name, _)| name != "_");
    fields.map(|(name, value)| opened_field(name, value, &key.role, manifest)).collect()
}

fn parse_content(plaintext: &[u8]) -> Result<Zeroizing<Json>, Error> {
    let malformed = || Error::new(Code::Malformed, "a part whose content is not a JSON object");
    let text = core::str::from_utf8(plaintext).map_err(|_| malformed())?;
    let content = Zeroizing::new(json::parse(text)?);
    if content.as_object().is_none() {
        return Err(malformed());
    }
    Ok(content)
}

/// Holds the secret that all parts of an order share against its public `jti`, so that nobody who
/// saw the headers can put a part of their own beside a real one.
fn check_seed(content: &Json, jti: &str) -> Result<(), Error> {
    let seed = content.get("_").and_then(Json::as_str).ok_or_else(tampered)?;
    let seed: [u8; 16] = base64url::decode_array(seed).map_err(|_| tampered())?;
    if crate::order::jti(&seed) == jti { Ok(()) } else { Err(tampered()) }
}

fn opened_field(
    name: &str,
    value: &Json,
    role: &str,
    manifest: &Manifest,
) -> Result<OpenedField, Error> {
    let field: Option<&Field> = manifest.field(name).filter(|field| field.role == role);
    let Some(field) = field else {
        return Err(Error::new(Code::UnknownField, "a part holds a field that is not its role's"));
    };
    let value = value.as_str().ok_or_else(|| {
        Error::new(Code::Malformed, "a value that is not a string").about(&field.name)
    })?;
    Ok(OpenedField {
        name: field.name.clone(),
        kind: field.kind,
        mask: field.mask,
        value: Zeroizing::new(value.into()),
    })
}
