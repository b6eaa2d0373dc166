//! Orders become codes: no part is opened that has none of the fields.

use waxseal::jose::jwk::Thumbprint;
use waxseal::manifest::Manifest;
use waxseal::open::{Desk, Keyring, Opened, Order, OrderHeader};
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
            let entry = match part.fields {
                Some(_) => Entry::new(self.command, "opened"),
                None => Entry::unopened(self.command, part),
            };
            entry.reason(self.reason.as_deref()).part_of(opened, part).fields([])
        });
        entries.collect()
    }

    fn failed(&self, order: &str, error: Error) -> Coded {
        let has_fields =
            |header: &OrderHeader| header.roles.iter().any(|role| self.fields.are_read_by(role));
        let error = match (error.code(), Order::parse(order)) {
            (Code::UnknownKey, Ok(parsed)) if !has_fields(&parsed.header) => {
                Error::new(Code::MissingField, "no part of this order has the fields of the code")
            }
            _ => error,
        };
        let entry = Entry::failed_order(self.command, order, &error);
        Coded { code: Err(error), entries: vec![entry.reason(self.reason.as_deref())] }
    }
}
