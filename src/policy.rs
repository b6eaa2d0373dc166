//! What may leave the page, who reads it, and how long it is kept.

#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
mod check;
#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
mod origin;
mod pass;
#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
mod presets;
#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
mod toml;

use crate::field::Kind;
use crate::prelude::*;

pub use pass::passes;

/// A merchant's policy: everything is denied that it does not name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The merchant's name, as shoppers know it.
    pub merchant: String,
    /// Whether real orders are taken under it.
    pub env: Env,
    /// The origins of the pages that may seal, as browsers serialise them.
    pub origins: Vec<String>,
    /// The address of the privacy statement.
    pub privacy: Option<String>,
    /// The compartments of customers; none, if all are in one.
    pub groups: Vec<String>,
    /// The patterns of the entries that may leave unsealed, presets included.
    pub pass: Vec<String>,
    /// Whether each opening at the desk needs a reason.
    pub require_reason: bool,
    /// Other ways to order.
    pub contact: Contact,
    /// The names of the roles, each of which reads at least one field.
    pub roles: Vec<String>,
    /// The fields, in the order of the policy.
    pub fields: Vec<Field>,
    /// The forms; none, if all fields are one form.
    pub forms: Vec<Form>,
}

/// A field that may leave the page, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name, a WHATWG autofill token wherever one fits.
    pub name: String,
    /// The role that reads it.
    pub role: String,
    /// What its value is.
    pub kind: Kind,
    /// Why it is asked for, in words for the shopper.
    pub purpose: String,
    /// Whether an order without it is refused.
    pub required: bool,
    /// For how many days it is kept; without, until somebody deletes it.
    pub keep_days: Option<u32>,
    /// What becomes of it after that.
    pub archive: Archive,
    /// Whether it leaves in clear too.
    pub also_pass: bool,
    /// Whether the desk masks it.
    pub mask: bool,
}

/// A step of a checkout, or one form of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Its name.
    pub name: String,
    /// The names of its fields.
    pub fields: Vec<String>,
}

/// Other ways to order, shown to a shopper whose browser cannot seal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// A postal address.
    pub post: Option<String>,
    /// A telephone number.
    pub tel: Option<String>,
    /// An email address.
    pub email: Option<String>,
    /// The address of a page.
    pub url: Option<String>,
}

/// Whether real orders are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Env {
    /// They are.
    Live,
    /// They are not: `http://localhost` and wildcard origins are allowed.
    Test,
}

impl Env {
    /// The word in a policy and a manifest.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }

    /// What the word says.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Live, Self::Test].into_iter().find(|env| env.as_str() == word)
    }
}

/// What becomes of a field that is past its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Archive {
    /// Its mask is kept.
    Mask,
    /// Nothing is kept.
    Drop,
    /// All of it is kept.
    Keep,
}

impl Archive {
    /// The word in a policy and a manifest.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mask => "mask",
            Self::Drop => "drop",
            Self::Keep => "keep",
        }
    }

    /// What the word says.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Mask, Self::Drop, Self::Keep].into_iter().find(|archive| archive.as_str() == word)
    }
}

/// The days of a period as a policy and a manifest write it, such as `90d`: at most a century.
#[must_use]
pub fn parse_days(period: &str) -> Option<u32> {
    let digits = period.strip_suffix("d").filter(|digits| !digits.is_empty())?;
    digits.chars().try_fold(0, |days, digit| {
        let days = days * 10 + digit.to_digit(10)?;
        (days <= 36_500).then_some(days)
    })
}
