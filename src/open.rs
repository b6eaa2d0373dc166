//! An order and keys become fields, at the desk. No page loads it.

mod check;
mod part;

use std::collections::HashMap;

use zeroize::Zeroizing;

use crate::field::{Kind, luhn};
use crate::jose::jwk::{AgreementKey, Thumbprint};
use crate::manifest::{Manifest, RecipientKey};
use crate::{Code, Error};

use crate::order::Sealed;
pub use crate::order::{Order, OrderHeader, Part, find_orders, names_an_order};
pub use check::Check;
pub(crate) use part::Content;

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

/// An order, opened as far as the keys at hand allow.
pub struct Opened {
    /// What the sealer says of the order, authenticated.
    pub header: OrderHeader,
    /// The fields, in the policy's order.
    pub fields: Vec<OpenedField>,
    /// The roles whose parts no key at hand opens, or that this version does not know how to open.
    pub unopened: Vec<String>,
    /// Each part, in their order, as a record of the opening names it.
    pub parts: Vec<OpenedPart>,
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
    /// Whether a mask is all that the archive copy kept of it.
    pub is_masked: bool,
    /// Its value, wiped when dropped.
    pub value: Zeroizing<String>,
}

impl OpenedField {
    /// Its value with all but a hint of it hidden. The sealer may have sealed anything: of a value
    /// that its kind refuses nothing is shown.
    #[must_use]
    pub fn masked(&self) -> Zeroizing<String> {
        if self.is_masked {
            return self.value.clone();
        }
        let canonical = self.kind.canonical(&self.value).map(Zeroizing::new);
        Zeroizing::new(match canonical {
            Ok(canonical) => self.kind.mask(&canonical),
            Err(_) => Kind::Text.mask(&self.value),
        })
    }
}

/// A part of an opened order, without a value.
pub struct OpenedPart {
    /// The role that it is for.
    pub role: String,
    /// The key that it is sealed to.
    pub kid: Thumbprint,
    /// The part as it stands in the order.
    pub text: String,
    /// The names of its fields; nothing, if it was not opened.
    pub fields: Option<Vec<String>>,
    /// Whether it was not because this version does not know the algorithm that it is sealed by.
    pub is_unsupported: bool,
}

/// An order whose parts were opened, as far as the keys at hand allow, and found to be in order.
pub(crate) struct Unsealed<'a> {
    pub(crate) order: Order<'a>,
    /// The manifest that it was sealed with, or the newest one.
    pub(crate) manifest: &'a Manifest,
    /// Whether it was sealed with that one.
    known: bool,
    /// What each part holds; nothing, if it was not opened.
    pub(crate) contents: Vec<Option<Content>>,
}

impl Desk<'_> {
    /// Opens one order.
    ///
    /// # Errors
    /// `malformed` or `unsupported` if it is not an order, no part of it is sealed as it is here, or a
    /// part names another algorithm than its key's;
    /// `incomplete` if a part is missing;
    /// `conflict` if its parts, or the desk's record of a key, contradict its header;
    /// `unknown-key` if no part can be opened here; `tampered` if it is not what was sealed;
    /// `unknown-field` if a part holds a field that is not its role's; `not-ready` if nothing was
    /// published.
    pub fn open(&self, line: &str) -> Result<Opened, Error> {
        let Unsealed { order, manifest, known, contents } = self.unseal(line)?;
        let parts: Vec<_> = order.parts.iter().zip(&contents).map(opened_part).collect();
        let unopened = parts.iter().filter(|part| part.fields.is_none());
        let unopened = unopened.map(|part| part.role.clone()).collect();
        let fields = contents.into_iter().flatten().flat_map(|content| content.fields);
        let mut fields: Vec<_> = fields.collect();
        fields.sort_by_key(|field| manifest.fields.iter().position(|f| f.name == field.name));
        let checks = self.checks(&order, &fields, manifest, known);
        Ok(Opened { header: order.header, fields, unopened, parts, checks })
    }

    /// Opens what can be opened of an order, with every check that stands before a value.
    pub(crate) fn unseal<'a>(&'a self, line: &'a str) -> Result<Unsealed<'a>, Error> {
        let order = Order::parse(line)?;
        if order.parts.iter().all(is_unsupported) {
            return Err(unsupported());
        }
        order.require_complete()?;
        if !self.identities.contains(&order.header.to) {
            return Err(self.addressed_elsewhere(&order.header));
        }
        let (manifest, known) = self.manifest(order.header.ver)?;
        if order.parts.iter().any(|part| is_unsupported(part) && self.is_ours(&part.kid)) {
            let reason = "a part names another algorithm than its key's";
            return Err(Error::new(Code::Unsupported, reason).about("alg"));
        }
        let open = |part: &Part<'_>| match (&part.sealed, self.keys.get(&part.kid)) {
            (Sealed::Here(jwe), Some(key)) => {
                part.open(jwe, key, &order.header, manifest).map(Some)
            }
            _ => Ok(None),
        };
        let contents = order.parts.iter().map(open).collect::<Result<Vec<_>, _>>()?;
        if contents.iter().all(Option::is_none) {
            return Err(self.unopened(&order));
        }
        Ok(Unsealed { order, manifest, known, contents })
    }

    /// Whether a key is one that this version opens with. Which algorithm is a key's, the manifest
    /// says: whoever holds an order on its way could have a part left out by saying another.
    fn is_ours(&self, kid: &Thumbprint) -> bool {
        let mut published = self.manifests.iter().flat_map(|manifest| &manifest.keys);
        self.keys.contains_key(kid) || published.any(|key| key.kid == *kid)
    }

    /// The manifest of this version, or the newest one; and whether the version is known.
    pub(crate) fn manifest(&self, version: u64) -> Result<(&Manifest, bool), Error> {
        match self.manifests.iter().find(|manifest| manifest.version == version) {
            Some(manifest) => Ok((manifest, true)),
            None => Ok((self.newest()?, false)),
        }
    }

    /// The manifest that was published last.
    pub(crate) fn newest(&self) -> Result<&Manifest, Error> {
        let newest = self.manifests.last();
        newest.ok_or_else(|| Error::new(Code::NotReady, "no manifest was published yet"))
    }

    /// Why nothing of an order opens. None of it is authenticated.
    fn unopened(&self, order: &Order<'_>) -> Error {
        let is_for_us = |part: &Part<'_>| self.keys.values().any(|key| key.role == part.role);
        if order.parts.iter().any(|part| is_unsupported(part) && is_for_us(part)) {
            return unsupported();
        }
        self.without_key(order)
    }

    /// Which keys it may be that are not here.
    fn without_key(&self, order: &Order<'_>) -> Error {
        let is_newer = order.parts.iter().any(|part| self.is_newer(part, &order.header));
        let reason = match is_newer {
            true => {
                "sealed to a newer key than is held here: a new export from the owner's vault, or \
                 a newer backup, has it"
            }
            false => "no key here opens any of its parts",
        };
        Error::new(Code::UnknownKey, reason)
    }

    /// Whether a part is sealed to a key that came after those held here for its role, or under a
    /// manifest that came after those known here.
    fn is_newer(&self, part: &Part<'_>, header: &OrderHeader) -> bool {
        let published = || self.manifests.iter().flat_map(|manifest| &manifest.keys);
        let Some(key) = published().find(|key| key.kid == part.kid) else {
            return self.is_later(header);
        };
        let same = |other: &&RecipientKey| other.role == key.role && other.group == key.group;
        let held = published().filter(same).filter(|other| self.keys.contains_key(&other.kid));
        held.map(|other| other.nbf).max().is_some_and(|newest| newest < key.nbf)
    }

    fn addressed_elsewhere(&self, header: &OrderHeader) -> Error {
        let reason = match self.is_later(header) {
            true => {
                "addressed to an identity that is unknown here: another merchant's, or a new one \
                 that a new export from the owner's vault names"
            }
            false => "addressed to another merchant's identity",
        };
        Error::new(Code::Conflict, reason)
    }

    /// Whether an order says that its manifest is newer than all that are known here.
    fn is_later(&self, header: &OrderHeader) -> bool {
        self.manifests.last().is_some_and(|newest| newest.version < header.ver)
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
        let mistyped = |field: &OpenedField| {
            field.kind == Kind::Card && !field.is_masked && !luhn(&field.value)
        };
        let findings = [
            (!manifest.allows_origin(&order.header.origin), Check::OtherOrigin),
            (!known, Check::UnknownVersion),
            (order.parts.iter().any(revoked), Check::RevokedKey),
            (order.parts.iter().any(is_unsupported), Check::Unsupported),
            (fields.iter().any(mistyped), Check::Luhn),
        ];
        findings.into_iter().filter_map(|(found, check)| found.then_some(check)).collect()
    }
}

fn is_unsupported(part: &Part<'_>) -> bool {
    part.unknown_alg().is_some()
}

fn unsupported() -> Error {
    let reason = "by an algorithm that is not known here: a newer version may open it";
    Error::new(Code::Unsupported, reason).about("alg")
}

fn opened_part((part, content): (&Part<'_>, &Option<Content>)) -> OpenedPart {
    let names = |content: &Content| content.fields.iter().map(|field| field.name.clone()).collect();
    OpenedPart {
        role: part.role.clone(),
        kid: part.kid,
        text: part.text.into(),
        fields: content.as_ref().map(names),
        is_unsupported: is_unsupported(part),
    }
}
