//! The protected header of a part, read and written.

use super::{CTY, TYP};
use crate::jose::base64url;
use crate::jose::json::{Json, Writer};
use crate::jose::jwk::{AgreementPublicKey, Thumbprint};
use crate::{Code, Error};

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

impl OrderHeader {
    /// Reads what a header says of its order. Unknown members are ignored.
    pub(crate) fn read(header: &Json) -> Result<Self, Error> {
        if header.string_member("typ")? != TYP || header.string_member("cty")? != CTY {
            return Err(Error::new(Code::Unsupported, "a JWE that is not an order"));
        }
        Ok(Self {
            origin: header.string_member("origin")?.into(),
            to: Thumbprint::parse(header.string_member("to")?)?,
            jti: order_number(header)?,
            iat: header.integer_member("iat")?,
            ver: header.integer_member("ver")?,
            roles: roles(header)?,
            group: header.optional_string("grp")?.map(Into::into),
            form: header.optional_string("form")?.map(Into::into),
            reference: header.optional_string("ref")?.map(Into::into),
        })
    }

    /// The protected header of one part, as a JSON text.
    pub(crate) fn write(&self, part: &PartHeader<'_>) -> String {
        let mut header = Writer::default();
        header
            .string("alg", "ECDH-ES")
            .string("enc", "A256GCM")
            .string("typ", TYP)
            .string("cty", CTY)
            .string("kid", &part.kid.encode())
            .object("epk", &part.epk.to_jwk())
            .string("origin", &self.origin)
            .string("to", &self.to.encode())
            .string("jti", &self.jti)
            .integer("iat", self.iat)
            .integer("ver", self.ver)
            .string("role", part.role)
            .strings("parts", &self.roles);
        let optional = [("grp", &self.group), ("form", &self.form), ("ref", &self.reference)];
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
    pub(crate) fn read(header: &Json) -> Result<Self, Error> {
        let was = match header.get("was") {
            Some(_) => header.strings_member("was")?,
            None => Vec::new(),
        };
        let rew = header.get("rew").map(|_| header.integer_member("rew"));
        Ok(Self {
            was: was.iter().map(|kid| Thumbprint::parse(kid)).collect::<Result<_, _>>()?,
            rew: rew.transpose()?,
            red: match header.get("red") {
                None => false,
                Some(Json::Bool(true)) => true,
                Some(_) => {
                    return Err(Error::new(Code::Malformed, "it is true or not there").about("red"));
                }
            },
        })
    }

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

fn order_number(header: &Json) -> Result<String, Error> {
    let jti = header.string_member("jti")?;
    base64url::decode_array::<16>(jti)?;
    Ok(jti.into())
}

fn roles(header: &Json) -> Result<Vec<String>, Error> {
    let roles = header.strings_member("parts")?;
    if roles.is_sorted_by(|a, b| a < b) && !roles.is_empty() {
        return Ok(roles);
    }
    Err(Error::new(Code::Malformed, "the parts are not sorted and unique").about("parts"))
}
