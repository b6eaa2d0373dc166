//! One record of the ledger.

use sha2::{Digest, Sha256};
use waxseal::Error;
use waxseal::jose::base64url;
use waxseal::jose::json::Writer;
use waxseal::jose::jwk::Thumbprint;
use waxseal::open::{Opened, OpenedPart, Order, OrderHeader};

/// So many bytes a text of a record has at most.
const LONGEST: usize = 512;

/// What is recorded of one act, or of one part of an order: never a value.
pub(crate) struct Entry {
    command: &'static str,
    outcome: String,
    reason: Option<String>,
    jti: Option<String>,
    reference: Option<String>,
    part: Option<String>,
    kid: Option<String>,
    role: Option<String>,
    fields: Option<Vec<String>>,
    detail: Option<String>,
}

impl Entry {
    /// An act of this command that ended so.
    pub(crate) fn new(command: &'static str, outcome: &str) -> Self {
        Self {
            command,
            outcome: outcome.into(),
            reason: None,
            jti: None,
            reference: None,
            part: None,
            kid: None,
            role: None,
            fields: None,
            detail: None,
        }
    }

    /// An act that failed, by its code.
    pub(crate) fn failed(command: &'static str, error: &Error) -> Self {
        Self::new(command, error.code().as_str())
    }

    /// An order on which it failed, as far as it says which it is.
    pub(crate) fn failed_order(command: &'static str, order: &str, error: &Error) -> Self {
        let entry = Self::failed(command, error).part(order);
        match Order::parse(order) {
            Ok(order) => entry.order(&order.header),
            Err(_) => entry,
        }
    }

    /// A part that was not opened, of an order of which others were.
    pub(crate) fn unopened(command: &'static str, part: &OpenedPart) -> Self {
        Self::new(command, if part.is_unsupported { "unsupported" } else { "no-key" })
    }

    /// Why it was done, in the operator's words.
    pub(crate) fn reason(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(Into::into);
        self
    }

    /// The order, by its number and the merchant's own reference.
    pub(crate) fn order(self, header: &OrderHeader) -> Self {
        self.jti(&header.jti).reference(header.reference.as_deref())
    }

    /// A part of an order that was opened, whether or not this part was.
    pub(crate) fn part_of(self, opened: &Opened, part: &OpenedPart) -> Self {
        self.order(&opened.header).part(&part.text).kid(&part.kid).role(&part.role)
    }

    pub(super) fn jti(mut self, jti: &str) -> Self {
        self.jti = Some(jti.into());
        self
    }

    pub(super) fn reference(mut self, reference: Option<&str>) -> Self {
        self.reference = reference.map(Into::into);
        self
    }

    /// The part, by the SHA-256 of its text.
    pub(crate) fn part(mut self, text: &str) -> Self {
        self.part = Some(base64url::encode(&Sha256::digest(text.as_bytes())));
        self
    }

    /// The key.
    pub(crate) fn kid(mut self, kid: &Thumbprint) -> Self {
        self.kid = Some(kid.encode());
        self
    }

    /// The role.
    pub(crate) fn role(mut self, role: &str) -> Self {
        self.role = Some(role.into());
        self
    }

    /// The names of the fields that were shown in full.
    pub(crate) fn fields<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.fields = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// What else there is to say, in our words.
    pub(crate) fn detail(mut self, detail: &str) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The record as it is chained and kept.
    pub(super) fn write(&self, now: u64, holder: Option<&str>) -> String {
        let mut record = Writer::default();
        record.integer("time", now).string("operator", &operator());
        let texts = [("holder", holder), ("command", Some(self.command))];
        let more = [
            ("reason", &self.reason),
            ("jti", &self.jti),
            ("ref", &self.reference),
            ("part", &self.part),
            ("kid", &self.kid),
            ("role", &self.role),
        ];
        let more = more.into_iter().map(|(name, text)| (name, text.as_deref()));
        for (name, text) in texts.into_iter().chain(more) {
            if let Some(text) = text {
                record.string(name, at_most(text));
            }
        }
        if let Some(fields) = &self.fields {
            record.strings("fields", fields);
        }
        record.string("outcome", &self.outcome);
        if let Some(detail) = &self.detail {
            record.string("detail", at_most(detail));
        }
        record.finish()
    }
}

/// The beginning of a text: a forged order may claim a reference of any length.
fn at_most(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// Who works here, as they say: the account's name, unless they say otherwise.
fn operator() -> String {
    ["WAXSEAL_OPERATOR", "USER", "LOGNAME", "USERNAME"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "unknown".into())
}
