//! The protected header of a part, as it is written.

use super::{CTY, TYP};
use crate::jose::json::Writer;
use crate::jose::jwk::{AgreementPublicKey, Thumbprint};
use crate::prelude::*;

/// The members of the protected header that are the same in every part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderHeader {
    /// The origin of the page that sealed, as it claims.
    pub origin: String,
    /// The identity that the order is addressed to.
    pub to: Thumbprint,
    /// The order's number: base64url of 16 bytes.
    pub jti: String,
    /// When it was sealed, in seconds since 1970, as the page claims.
    pub iat: u64,
    /// The version of the manifest that it was sealed with.
    pub ver: u64,
    /// The roles that have a part, sorted and unique.
    pub roles: Vec<String>,
    /// The customer group.
    pub group: Option<String>,
    /// The policy's form.
    pub form: Option<String>,
    /// The merchant's own order reference.
    pub reference: Option<String>,
}

/// What the desk adds to the header of a part that it seals again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ours {
    /// The keys that it was sealed to before, the oldest first.
    pub(crate) was: Vec<Thumbprint>,
    /// When it was sealed again.
    pub(crate) rew: Option<u64>,
    /// Whether it is an archive copy.
    pub(crate) red: bool,
}

/// The members of the protected header that are a part's own.
pub(crate) struct PartHeader<'a> {
    pub(crate) role: &'a str,
    pub(crate) kid: &'a Thumbprint,
    pub(crate) epk: &'a AgreementPublicKey,
    pub(crate) ours: &'a Ours,
}

/// The same as an [`OrderHeader`], of what others own.
pub(crate) struct Shared<'a> {
    pub(crate) origin: &'a str,
    pub(crate) to: Thumbprint,
    pub(crate) jti: &'a str,
    pub(crate) iat: u64,
    pub(crate) ver: u64,
    pub(crate) roles: &'a [&'a str],
    pub(crate) group: Option<&'a str>,
    pub(crate) form: Option<&'a str>,
    pub(crate) reference: Option<&'a str>,
}

impl OrderHeader {
    /// The protected header of one part, as a JSON text.
    #[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
    pub(crate) fn write(&self, part: &PartHeader<'_>) -> String {
        let roles: Vec<&str> = self.roles.iter().map(String::as_str).collect();
        let shared = Shared {
            origin: &self.origin,
            to: self.to,
            jti: &self.jti,
            iat: self.iat,
            ver: self.ver,
            roles: &roles,
            group: self.group.as_deref(),
            form: self.form.as_deref(),
            reference: self.reference.as_deref(),
        };
        shared.write(part)
    }
}

impl Shared<'_> {
    /// The protected header of one part, as a JSON text.
    pub(crate) fn write(&self, part: &PartHeader<'_>) -> String {
        let mut header = Writer::with_capacity(1024);
        header
            .string("alg", "ECDH-ES")
            .string("enc", "A256GCM")
            .string("typ", TYP)
            .string("cty", CTY)
            .string("kid", &part.kid.encode())
            .object("epk", &part.epk.to_jwk())
            .string("origin", self.origin)
            .string("to", &self.to.encode())
            .string("jti", self.jti)
            .integer("iat", self.iat)
            .integer("ver", self.ver)
            .string("role", part.role)
            .strings("parts", self.roles);
        let optional = [("grp", self.group), ("form", self.form), ("ref", self.reference)];
        for (name, value) in optional {
            if let Some(value) = value {
                header.string(name, value);
            }
        }
        part.ours.write(&mut header);
        header.finish()
    }
}

impl Ours {
    fn write(&self, header: &mut Writer) {
        if let Some(rew) = self.rew {
            header.integer("rew", rew);
        }
        if !self.was.is_empty() {
            let was: Vec<String> = self.was.iter().map(Thumbprint::encode).collect();
            header.strings("was", &was);
        }
        if self.red {
            header.bool("red", true);
        }
    }
}
