//! Orders become codes: no part is opened that has none of the fields.

use waxseal::jose::jwk::Thumbprint;
use waxseal::manifest::Manifest;
use waxseal::open::{Desk, Keyring, Opened, Order};
use waxseal::{Code, Error};

use super::{CustomerCode, Fields, of};
use crate::failure::Outcome;
use crate::ledger::Entry;
use crate::mackey::MacKey;
use crate::session::Session;

/// What makes codes of orders.
pub(crate) struct Coder<'a> {
    manifests: &'a [Manifest],
    keys: Keyring,
    identities: Vec<Thumbprint>,
    fields: Fields,
    key: MacKey,
    command: &'static str,
    reason: Option<String>,
}

/// What became of an order.
pub(crate) struct Coded {
    pub(crate) code: Result<CustomerCode, Error>,
    /// What is recorded before anything of it is shown.
    pub(crate) entries: Vec<Entry>,
}

impl<'a> Coder<'a> {
    /// Takes what it needs out of an unlocked vault.
    pub(crate) fn of(
        session: &Session,
        manifests: &'a [Manifest],
        fields: Fields,
        command: &'static str,
        reason: Option<&str>,
    ) -> Outcome<Self> {
        let mut keys = session.key.keyring(&session.vault)?;
        keys.retain(|_, key| fields.are_read_by(&key.role));
        let key = super::key::of(session)?;
        let identities = session.vault.identities.clone();
        let reason = reason.map(Into::into);
        Ok(Self { manifests, keys, identities, fields, key, command, reason })
    }

    /// The code of an order's customer.
    pub(crate) fn code(&self, order: &str) -> Coded {
        let desk =
            Desk { keys: &self.keys, manifests: self.manifests, identities: &self.identities };
        match desk.open(order) {
            Ok(opened) => {
                let code = of(&opened, &self.fields, &self.key);
                Coded { code, entries: self.opened(&opened) }
            }
            Err(error) => self.failed(order, error),
        }
    }

    /// A record for each part that was opened, or would have been.
    fn opened(&self, opened: &Opened) -> Vec<Entry> {
        let wanted = opened.parts.iter().filter(|part| self.fields.are_read_by(&part.role));
        let entries = wanted.map(|part| {
            let outcome = if part.fields.is_some() { "opened" } else { "no-key" };
            self.entry(outcome, &opened.header.jti, opened.header.reference.as_deref())
                .part(&part.text)
                .kid(&part.kid)
                .role(&part.role)
                .fields([])
        });
        entries.collect()
    }

    fn failed(&self, order: &str, error: Error) -> Coded {
        let Ok(parsed) = Order::parse(order) else {
            let entry = Entry::failed(self.command, &error).reason(self.reason.as_deref());
            return Coded { code: Err(error), entries: vec![entry.part(order)] };
        };
        let header = &parsed.header;
        let is_without = !header.roles.iter().any(|role| self.fields.are_read_by(role));
        let error = match error.code() {
            Code::UnknownKey if is_without => {
                Error::new(Code::MissingField, "no part of this order has the fields of the code")
            }
            _ => error,
        };
        let outcome = error.code().as_str();
        let entry = self.entry(outcome, &header.jti, header.reference.as_deref());
        Coded { code: Err(error), entries: vec![entry.part(order)] }
    }

    fn entry(&self, outcome: &str, jti: &str, reference: Option<&str>) -> Entry {
        Entry::new(self.command, outcome)
            .reason(self.reason.as_deref())
            .jti(jti)
            .reference(reference)
    }
}
