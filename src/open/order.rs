//! What anyone can see of an order: its parts and their headers.

use crate::jose::Json;
use crate::jose::base64url;
use crate::jose::jwe::Jwe;
use crate::jose::jwk::Thumbprint;
use crate::order::{CTY, MAX_BYTES, TYP};
use crate::{Code, Error};

/// An order taken apart. Nothing of it is authenticated yet.
pub struct Order<'a> {
    /// What all parts say alike.
    pub header: OrderHeader,
    /// The parts that are there, in their order.
    pub parts: Vec<Part<'a>>,
}

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

/// One role's part of an order.
pub struct Part<'a> {
    /// The role that it is for.
    pub role: String,
    /// The key that it is sealed to.
    pub kid: Thumbprint,
    pub(super) jwe: Jwe<'a>,
}

impl Part<'_> {
    /// The length of the plaintext in bytes, with its padding.
    #[must_use]
    pub fn len(&self) -> usize {
        self.jwe.ciphertext_len()
    }

    /// Whether the part holds nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<'a> Order<'a> {
    /// Takes an order apart.
    ///
    /// # Errors
    /// `malformed` or `unsupported` if a part is not a JWE of the order's format; `conflict` if
    /// the parts contradict each other.
    pub fn parse(line: &'a str) -> Result<Self, Error> {
        let line = line.trim_ascii();
        if line.len() > MAX_BYTES {
            return Err(Error::new(Code::Malformed, "longer than any order"));
        }
        let mut texts = line.split('~');
        let (header, first) = parse_part(texts.next().unwrap_or_default())?;
        let mut parts = vec![first];
        for text in texts {
            let (other, part) = parse_part(text)?;
            if other != header {
                return Err(Error::new(Code::Conflict, "parts of different orders"));
            }
            parts.push(part);
        }
        let order = Self { header, parts };
        order.check_roles()?;
        Ok(order)
    }

    /// The roles that the header names and that have no part here.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        let is_there = |role: &str| self.parts.iter().any(|part| part.role == role);
        self.header.roles.iter().map(String::as_str).filter(move |role| !is_there(role))
    }

    pub(super) fn require_complete(&self) -> Result<(), Error> {
        match self.missing().next() {
            None => Ok(()),
            Some(_) => Err(Error::new(Code::Incomplete, "a part that the header names is missing")),
        }
    }

    /// The parts stand in the order of the roles, each at most once.
    fn check_roles(&self) -> Result<(), Error> {
        let mut named = self.header.roles.iter();
        if self.parts.iter().all(|part| named.any(|role| *role == part.role)) {
            return Ok(());
        }
        Err(Error::new(Code::Conflict, "parts that the header does not name in this order"))
    }
}

fn parse_part(text: &str) -> Result<(OrderHeader, Part<'_>), Error> {
    let jwe = Jwe::parse(text)?;
    let header = jwe.header();
    if header.string_member("typ")? != TYP || header.string_member("cty")? != CTY {
        return Err(Error::new(Code::Unsupported, "a JWE that is not an order"));
    }
    let common = OrderHeader {
        origin: header.string_member("origin")?.into(),
        to: Thumbprint::parse(header.string_member("to")?)?,
        jti: order_number(header)?,
        iat: header.integer_member("iat")?,
        ver: header.integer_member("ver")?,
        roles: roles(header)?,
        group: header.optional_string("grp")?.map(Into::into),
        form: header.optional_string("form")?.map(Into::into),
        reference: header.optional_string("ref")?.map(Into::into),
    };
    let role = header.string_member("role")?.into();
    let kid = Thumbprint::parse(header.string_member("kid")?)?;
    Ok((common, Part { role, kid, jwe }))
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
