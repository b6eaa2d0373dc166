//! What is worth a look in an order that opens.

/// Something worth a look that does not keep an order from being opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Check {
    /// The same line twice in one input.
    Repeated,
    /// Opened before, in an earlier run.
    OpenedBefore,
    /// Sealed by a page of an origin that the manifest does not name.
    OtherOrigin,
    /// Sealed with a manifest that this desk never published.
    UnknownVersion,
    /// Sealed long before it was received.
    Stale,
    /// Sealed to a key that was revoked.
    RevokedKey,
    /// A part is sealed by an algorithm that this version does not know; the others were opened.
    Unsupported,
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
            Self::OpenedBefore => "opened-before",
            Self::OtherOrigin => "other-origin",
            Self::UnknownVersion => "unknown-version",
            Self::Stale => "stale",
            Self::RevokedKey => "revoked-key",
            Self::Unsupported => "unsupported",
            Self::WrongRef => "wrong-ref",
            Self::Luhn => "luhn",
        }
    }
}
