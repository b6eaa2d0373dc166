//! The kinds of a field: canonical form, check, mask and length limit, the same in the browser
//! and at the desk.

pub mod autofill;
mod canonical;
mod chars;
mod mask;

pub use canonical::luhn;

/// What a field's value is, and so how it is written, checked and masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Anything, over several lines.
    Text,
    /// A person's name, on one line.
    Name,
    /// An email address.
    Email,
    /// A telephone number, national or with its country code.
    Tel,
    /// A postal code of any country.
    PostalCode,
    /// A payment card's number.
    Card,
    /// A payment card's expiry date, written `MM/YY`.
    Expiry,
    /// A national identity or tax number.
    NationalId,
}

impl Kind {
    /// Every kind, in the order of the documents.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Name,
        Self::Email,
        Self::Tel,
        Self::PostalCode,
        Self::Card,
        Self::Expiry,
        Self::NationalId,
    ];

    /// The kind as a policy writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Name => "name",
            Self::Email => "email",
            Self::Tel => "tel",
            Self::PostalCode => "postal-code",
            Self::Card => "card",
            Self::Expiry => "expiry",
            Self::NationalId => "national-id",
        }
    }

    /// The kind that a policy calls so.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }

    /// The kind of a field whose policy names none, by its WHATWG autofill token.
    ///
    /// The parts of a telephone number that are too short to be one, such as `tel-area-code`,
    /// are text.
    #[must_use]
    pub fn of_field(name: &str) -> Self {
        match autofill::token(name) {
            "email" => Self::Email,
            "tel" | "tel-national" | "tel-local" => Self::Tel,
            "postal-code" => Self::PostalCode,
            "cc-number" => Self::Card,
            "cc-exp" => Self::Expiry,
            "national-id" => Self::NationalId,
            "name" | "nickname" => Self::Name,
            token if token.ends_with("-name") => Self::Name,
            _ => Self::Text,
        }
    }

    /// The most bytes that a canonical value has.
    #[must_use]
    pub const fn max_bytes(self) -> usize {
        match self {
            Self::Text => 8192,
            Self::Name => 256,
            Self::Email => 254,
            Self::Tel => 1 + 15,
            Self::PostalCode => 16,
            Self::Card => 19,
            Self::Expiry => 5,
            Self::NationalId => 32,
        }
    }

    /// Whether the desk masks this kind unless a field says otherwise.
    #[must_use]
    pub const fn masked_by_default(self) -> bool {
        matches!(self, Self::Card | Self::NationalId)
    }
}

#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
/// Whether a field is a card's security code, whatever kind the policy gives it. PCI DSS 3.3.1
/// forbids keeping it after authorisation, even encrypted.
pub(crate) fn is_security_code(name: &str) -> bool {
    autofill::token(name) == "cc-csc"
}
