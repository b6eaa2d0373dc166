//! The one public error: a stable code, a fixed reason, and at most a name and a line number.
//!
//! An [`Error`] never holds a value that a customer typed. Its reason is a constant of this
//! program, its subject is a name from the policy, a header or a command line.

use core::fmt;

use crate::prelude::*;

/// A stable error code, the same in Rust, JavaScript, `--json` output and the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// A file, a stream or the system's random source failed.
    Io,
    /// A key file can be read by others, or a folder cannot be written.
    Permissions,
    /// The page sealed before its manifest was there, or the vault has published none.
    NotReady,
    /// The page's content security policy does not allow WebAssembly.
    CspBlocked,
    /// `policy.toml` is not a policy.
    PolicySyntax,
    /// No key at hand has the `kid` that a part names.
    UnknownKey,
    /// The passphrase does not open the key file.
    Passphrase,
    /// An authentication failed: the order is not what was sealed.
    Tampered,
    /// A part that the order's header names is not there.
    Incomplete,
    /// The parts contradict each other, or the reader's own record of a key.
    Conflict,
    /// The input does not have the shape that its standard prescribes.
    Malformed,
    /// The input asks for an algorithm or an extension that is not used here.
    Unsupported,
    /// A field that the manifest does not give to this role or form.
    UnknownField,
    /// A field that the policy requires has no value.
    MissingField,
    /// A field's value does not have the form of its kind.
    InvalidField,
    /// The manifest is not signed, or not by an identity that the page pins.
    Untrusted,
    /// The manifest is past its time.
    Expired,
    /// The manifest is from further ahead than a wrong clock explains.
    NotYetValid,
    /// The manifest does not name the page's origin.
    WrongOrigin,
    /// The manifest is older than one that was already trusted.
    RolledBack,
    /// The policy or manifest contradicts itself, or does not allow what is asked.
    Policy,
}

impl Code {
    /// Every code, in the order of the documents.
    pub const ALL: [Self; 21] = [
        Self::Io,
        Self::Permissions,
        Self::NotReady,
        Self::CspBlocked,
        Self::PolicySyntax,
        Self::UnknownKey,
        Self::Passphrase,
        Self::Tampered,
        Self::Incomplete,
        Self::Conflict,
        Self::Malformed,
        Self::Unsupported,
        Self::UnknownField,
        Self::MissingField,
        Self::InvalidField,
        Self::Untrusted,
        Self::Expired,
        Self::NotYetValid,
        Self::WrongOrigin,
        Self::RolledBack,
        Self::Policy,
    ];

    /// The code as it is written everywhere outside Rust.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Io => "io",
            Self::Permissions => "permissions",
            Self::NotReady => "not-ready",
            Self::CspBlocked => "csp-blocked",
            Self::PolicySyntax => "policy-syntax",
            Self::UnknownKey => "unknown-key",
            Self::Passphrase => "passphrase",
            Self::Tampered => "tampered",
            Self::Incomplete => "incomplete",
            Self::Conflict => "conflict",
            Self::Malformed => "malformed",
            Self::Unsupported => "unsupported",
            Self::UnknownField => "unknown-field",
            Self::MissingField => "missing-field",
            Self::InvalidField => "invalid-field",
            Self::Untrusted => "untrusted",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::WrongOrigin => "wrong-origin",
            Self::RolledBack => "rolled-back",
            Self::Policy => "policy",
        }
    }

    /// The exit code of a command that ends with this error.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Io | Self::Permissions | Self::NotReady | Self::CspBlocked => 1,
            Self::PolicySyntax => 2,
            Self::UnknownKey | Self::Passphrase => 3,
            Self::Tampered | Self::Incomplete | Self::Conflict => 4,
            Self::Malformed
            | Self::Unsupported
            | Self::UnknownField
            | Self::MissingField
            | Self::InvalidField => 5,
            Self::Untrusted
            | Self::Expired
            | Self::NotYetValid
            | Self::WrongOrigin
            | Self::RolledBack
            | Self::Policy => 7,
        }
    }
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Parts>);

/// In a box, so that a result which may be one is small wherever it is handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    code: Code,
    reason: &'static str,
    subject: Option<Box<str>>,
    line: Option<u32>,
}

impl Error {
    /// An error of this code. The reason is a sentence without a capital or a full stop.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn new(code: Code, reason: &'static str) -> Self {
        Self(Box::new(Parts { code, reason, subject: None, line: None }))
    }

    /// Says what it is about: a name (of a field, a role, a file), never a value.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn about(mut self, subject: &str) -> Self {
        self.0.subject = Some(subject.into());
        self
    }

    /// Says in which line of the input, counted from 1.
    #[must_use]
    pub fn at_line(mut self, line: u32) -> Self {
        self.0.line = Some(line);
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Why, in words that hold no data.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        self.0.reason
    }

    /// The name that the error is about.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    /// The line of the input, counted from 1.
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        self.0.line
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code().as_str())?;
        if let Some(line) = self.line() {
            write!(f, ": line {line}")?;
        }
        if let Some(subject) = self.subject() {
            write!(f, ": {subject}")?;
        }
        write!(f, ": {}", self.reason())
    }
}

impl core::error::Error for Error {}

#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
/// The one answer to every failed authentication.
pub(crate) fn tampered() -> Error {
    Error::new(Code::Tampered, "this is not what was sealed")
}
