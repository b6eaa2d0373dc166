//! The manifest: the policy and the current public keys, signed by the identity (RFC 7515), and
//! the checks before it is trusted.

mod read;
#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
mod sign;

#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
pub use sign::{DAYS, Signing, sign};

use crate::jose::json::Parse;
#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
use crate::jose::jwk::VerifyingKey;
use crate::jose::jwk::{AgreementPublicKey, Thumbprint};
use crate::jose::jws::{self, Jws};
use crate::policy::{Contact, Env, Field, Form};
use crate::prelude::*;
use crate::{Code, Error};

/// The `typ` of a manifest's protected header.
pub const TYP: &str = "vnd.waxseal.manifest.v1";

/// The longest manifest, in bytes: a thousand fields and their keys fit in.
pub const MAX_BYTES: usize = 1 << 20;

/// How wrong a clock may be, in seconds, before a validity period is held against it.
pub const CLOCK_TOLERANCE: u64 = 24 * 60 * 60;

/// A public key that orders are sealed to.
#[derive(Clone)]
pub struct RecipientKey {
    /// The X25519 key.
    pub public: AgreementPublicKey,
    /// Its thumbprint (RFC 7638).
    pub kid: Thumbprint,
    /// Who holds the private half.
    pub role: String,
    /// The compartment of customers, if the merchant keeps any.
    pub group: Option<String>,
    /// Not used before this second.
    pub nbf: u64,
    /// Not used after this second.
    pub exp: u64,
}

/// A key of the manifest that comes after this version, which cannot seal to it.
#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
pub struct LaterKey {
    /// Its thumbprint, as the manifest says.
    pub kid: Thumbprint,
    /// Who holds the private half.
    pub role: String,
    /// The compartment of customers, if the merchant keeps any.
    pub group: Option<String>,
}

impl RecipientKey {
    /// Whether new orders may be sealed to it at `now`, allowing for a wrong clock.
    pub(crate) fn is_valid(&self, now: u64) -> bool {
        self.nbf <= now.saturating_add(CLOCK_TOLERANCE)
            && now <= self.exp.saturating_add(CLOCK_TOLERANCE)
    }

    fn is_for(&self, role: &str, group: Option<&str>) -> bool {
        self.role == role && self.group.as_deref() == group
    }
}

/// A verified manifest: its signature fits an identity that the caller trusts, and it does not
/// contradict itself. Times are seconds since 1970.
pub struct Manifest {
    /// The merchant's name, as a shopper knows it.
    pub merchant: String,
    /// Live, or for tests.
    pub env: Env,
    /// The pages that may seal with it.
    pub origins: Vec<String>,
    /// When it was signed.
    pub iat: u64,
    /// When it ends.
    pub exp: u64,
    /// Grows with every publication.
    pub version: u64,
    /// The keys to seal to.
    pub keys: Vec<RecipientKey>,
    /// Those that newer versions seal to. Only a reader of orders looks at them.
    #[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
    pub later_keys: Vec<LaterKey>,
    /// Keys that must not be used any more.
    pub revoked: Vec<Thumbprint>,
    /// The fields that may leave the page sealed.
    pub fields: Vec<Field>,
    /// The forms, if there is more than one.
    pub forms: Vec<Form>,
    /// The patterns of entries that may leave the page unsealed.
    pub pass: Vec<String>,
    /// How to order otherwise.
    pub contact: Contact,
    /// The address of the privacy statement.
    pub privacy: Option<String>,
    /// The thumbprint of the identity that signed it.
    pub identity: Thumbprint,
    /// What all of this was read from: the payload of the JWS, a JSON text.
    pub payload: String,
}

impl Manifest {
    /// Verifies a manifest against pins: thumbprint URIs (RFC 9278), separated by spaces.
    ///
    /// # Errors
    /// Those of [`Manifest::verify_with`].
    #[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
    pub fn verify(jws: &str, pins: &str) -> Result<Self, Error> {
        Self::verify_with(crate::jose::json::parse, jws, pins)
    }

    /// A manifest of the reader's own: its signature is **not looked at**, nor whether it contradicts
    /// itself.
    ///
    /// # Errors
    /// `malformed` or `unsupported` if it is not a manifest.
    #[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
    pub fn unverified(jws: &str) -> Result<Self, Error> {
        let jws = Jws::parse(jws.trim_ascii())?;
        let header = crate::jose::json::parse(jws.header())?;
        let missing = || Error::new(Code::Malformed, "the header has no key").about("jwk");
        let signer = VerifyingKey::from_jwk(header.get("jwk").ok_or_else(missing)?)?;
        read::manifest(crate::jose::json::parse, jws.payload()?, signer.thumbprint())
    }

    /// The same with a JSON parser of the caller's: a page has one of its own.
    ///
    /// # Errors
    /// `malformed` or `unsupported` if it is not a manifest; `untrusted` if its key is none of
    /// the pinned or its signature does not fit; `policy` if it contradicts itself.
    pub fn verify_with(parse: Parse, jws: &str, pins: &str) -> Result<Self, Error> {
        if jws.len() > MAX_BYTES {
            return Err(Error::new(Code::Malformed, "longer than any manifest"));
        }
        let jws = Jws::parse(jws.trim_ascii())?;
        let signer = jws::signer(jws.header(), TYP, parse)?;
        let identity = signer.thumbprint();
        if !is_pinned(identity, pins)? {
            let reason = "not signed by an identity that the page pins";
            return Err(Error::new(Code::Untrusted, reason));
        }
        let manifest = read::manifest(parse, jws.verify(&signer)?, identity)?;
        manifest.check_keys()?;
        Ok(manifest)
    }

    /// Checks whether the manifest may be used by a page at `origin`, now.
    ///
    /// # Errors
    /// `expired`, `not-yet-valid`, `wrong-origin`, or `rolled-back` if its version is below
    /// `min_version`.
    pub fn check(&self, origin: &str, min_version: u64, now: u64) -> Result<(), Error> {
        if now > self.exp.saturating_add(CLOCK_TOLERANCE) {
            return Err(Error::new(Code::Expired, "the manifest is past its time"));
        }
        if self.iat > now.saturating_add(CLOCK_TOLERANCE) {
            return Err(Error::new(Code::NotYetValid, "the manifest is from further ahead"));
        }
        if !self.allows_origin(origin) {
            let reason = "the manifest is not for this origin";
            return Err(Error::new(Code::WrongOrigin, reason).about(origin));
        }
        if self.version < min_version {
            return Err(Error::new(Code::RolledBack, "an older manifest than the page asks for"));
        }
        Ok(())
    }

    /// Whether the manifest is meant for pages of this origin. Only a test manifest allows
    /// `http://localhost` on any port, and wildcards.
    #[must_use]
    pub fn allows_origin(&self, origin: &str) -> bool {
        let is_test = self.env == Env::Test;
        self.origins.iter().any(|allowed| {
            allowed == origin || is_test && allowed.contains('*') && matches(allowed, origin)
        }) || is_test && matches("http://localhost:*", origin)
            || is_test && origin == "http://localhost"
    }

    /// The key to seal to, for a role and a group: of several valid ones, the latest.
    ///
    /// # Errors
    /// `policy` if the role has no valid key for that group.
    pub fn recipient(
        &self,
        role: &str,
        group: Option<&str>,
        now: u64,
    ) -> Result<&RecipientKey, Error> {
        self.keys
            .iter()
            .filter(|key| key.is_for(role, group) && key.is_valid(now))
            .max_by_key(|key| key.nbf)
            .ok_or_else(|| Error::new(Code::Policy, "no valid key for this role").about(role))
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The fields of a form; all fields, if the policy has no forms.
    ///
    /// # Errors
    /// `policy` for a form that it does not have, and for none where it has forms.
    pub fn form_fields(&self, form: Option<&str>) -> Result<Vec<&Field>, Error> {
        let form = self.form(form)?;
        let mut fields = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            if form.is_none_or(|form| form.fields.contains(&field.name)) {
                fields.push(field);
            }
        }
        Ok(fields)
    }

    fn form(&self, name: Option<&str>) -> Result<Option<&Form>, Error> {
        match (name, self.forms.is_empty()) {
            (None, true) => Ok(None),
            (None, false) => Err(Error::new(Code::Policy, "the policy has forms: say which one")),
            (Some(name), _) => match self.forms.iter().find(|form| form.name == name) {
                Some(form) => Ok(Some(form)),
                None => Err(Error::new(Code::Policy, "the policy has no such form").about(name)),
            },
        }
    }

    /// The groups that orders are sealed for, or nothing if the merchant keeps none.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().filter_map(|key| key.group.as_deref())
    }

    /// Whether it has keys for this group of customers; without a group, whether it keeps none.
    #[must_use]
    pub fn has_group(&self, group: Option<&str>) -> bool {
        match group {
            None => self.groups().next().is_none(),
            Some(group) => self.groups().any(|known| known == group),
        }
    }

    /// The rules that hold whatever the time and the page.
    fn check_keys(&self) -> Result<(), Error> {
        let contradicts =
            |reason, kid: &Thumbprint| Err(Error::new(Code::Policy, reason).about(&kid.encode()));
        for (index, key) in self.keys.iter().enumerate() {
            if key.kid != key.public.thumbprint() {
                return contradicts("a kid that is not the key's thumbprint", &key.kid);
            }
            if key.public.is_low_order() {
                return contradicts("a key of low order", &key.kid);
            }
            if self.keys[..index].iter().any(|other| other.kid == key.kid) {
                return contradicts("one key appears twice", &key.kid);
            }
            if self.revoked.contains(&key.kid) {
                return contradicts("a key that is also revoked", &key.kid);
            }
        }
        self.check_recipients()
    }

    /// Every role that a field needs has a key that is valid while the manifest is, for each group.
    fn check_recipients(&self) -> Result<(), Error> {
        for field in &self.fields {
            if self.groups().next().is_none() {
                self.recipient(&field.role, None, self.iat)?;
            }
            for group in self.groups() {
                self.recipient(&field.role, Some(group), self.iat)?;
            }
        }
        Ok(())
    }
}

fn is_pinned(identity: Thumbprint, pins: &str) -> Result<bool, Error> {
    let mut pinned = None;
    for pin in pins.split_ascii_whitespace() {
        let is_it = Thumbprint::parse_uri(pin).map_err(|_| not_a_pin())? == identity;
        pinned = Some(is_it || pinned == Some(true));
    }
    pinned.ok_or_else(|| Error::new(Code::Untrusted, "the page gives no pin"))
}

fn not_a_pin() -> Error {
    let reason = "a pin is not a thumbprint URI: urn:ietf:params:oauth:jwk-thumbprint:sha-256: and \
                  43 characters";
    Error::new(Code::Malformed, reason)
}

/// Matches an origin against a pattern in which one `*` stands for any characters but `/` and `@`.
fn matches(pattern: &str, origin: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return false };
    origin
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after))
        .is_some_and(|star| !star.is_empty() && !star.contains(['/', '@']))
}
