//! What anyone can see of an order: its parts and their headers.

use super::{MAX_BYTES, OrderHeader, Ours, TYP};
use crate::jose::Json;
use crate::jose::compact::Outline;
use crate::jose::jwe::{self, Jwe};
use crate::jose::jwk::Thumbprint;
use crate::prelude::*;
use crate::{Code, Error};

/// An order taken apart. Nothing of it is authenticated yet.
pub struct Order<'a> {
    /// What all parts say alike.
    pub header: OrderHeader,
    /// The parts that are there, in their order.
    pub parts: Vec<Part<'a>>,
}

/// One role's part of an order.
pub struct Part<'a> {
    /// The role that it is for.
    pub role: String,
    /// The key that it is sealed to.
    pub kid: Thumbprint,
    /// The keys that the desk had it sealed to before, the oldest first.
    pub was: Vec<Thumbprint>,
    /// When the desk sealed it again, in seconds since 1970.
    pub rew: Option<u64>,
    /// Whether it is an archive copy: values may be dropped from it, or be masks.
    pub red: bool,
    /// The part as it stands in the order.
    pub text: &'a str,
    pub(crate) sealed: Sealed<'a>,
}

/// How a part is sealed.
pub(crate) enum Sealed<'a> {
    /// As it is here.
    Here(Jwe<'a>),
    /// By an algorithm that comes after this version: whose key that is, the manifest says.
    Later { outline: Outline<'a>, len: usize },
}

impl Part<'_> {
    /// The length of the plaintext in bytes, with its padding; of the ciphertext, if this version
    /// does not know how the part is sealed.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.sealed {
            Sealed::Here(jwe) => jwe.ciphertext_len(),
            Sealed::Later { len, .. } => *len,
        }
    }

    /// The `alg` that it is sealed by, if this version does not know it: nothing here opens it.
    #[must_use]
    pub fn unknown_alg(&self) -> Option<&str> {
        match &self.sealed {
            Sealed::Here(_) => None,
            Sealed::Later { outline, .. } => outline.header.get("alg").and_then(Json::as_str),
        }
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
    /// the parts contradict each other. A part may be sealed by an algorithm that this version does
    /// not know.
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

    pub(crate) fn require_complete(&self) -> Result<(), Error> {
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
    let sealed = Sealed::parse(text)?;
    let header = sealed.header();
    let order = OrderHeader::read(header)?;
    let role = header.string_member("role")?.into();
    let kid = Thumbprint::parse(header.string_member("kid")?)?;
    let Ours { was, rew, red } = Ours::read(header)?;
    Ok((order, Part { role, kid, was, rew, red, text, sealed }))
}

impl<'a> Sealed<'a> {
    fn parse(text: &'a str) -> Result<Self, Error> {
        let outline = Outline::parse(text)?;
        if outline.header.string_member("alg")? == jwe::ALG {
            return Jwe::read(outline).map(Self::Here);
        }
        if outline.header.get("typ").and_then(Json::as_str) != Some(TYP) {
            return Err(Error::new(Code::Unsupported, "another algorithm").about("alg"));
        }
        let len = outline.ciphertext_len()?;
        Ok(Self::Later { outline, len })
    }

    fn header(&self) -> &Json {
        match self {
            Self::Here(jwe) => jwe.header(),
            Self::Later { outline, .. } => &outline.header,
        }
    }
}
