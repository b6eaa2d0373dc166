//! A role's newest key for another tool, as JWK in the clear.

use std::io::Write;

use waxseal::jose::jwk::Thumbprint;
use zeroize::Zeroizing;

use super::none;
use crate::args;
use crate::failure::{Failure, Outcome, output_error};
use crate::ledger::Entry;
use crate::session::Session;
use crate::vault::{StoredKey, Vault};
use crate::{files, ui};

pub(super) fn run(args: &args::KeysExport) -> Outcome<()> {
    let [role] = args.role.as_slice() else {
        return Err(Failure::usage("--jwk prints one key: give one --role"));
    };
    let group = args.group.as_deref();
    let vault = Vault::find(args.vault.folder())?;
    if !vault.key_records()?.iter().any(|key| key.is_for(role, group)) {
        return Err(none(role));
    }
    agree(args, role)?;
    let mut session = Session::of(vault, &args.vault.source())?;
    session.require_owner()?;
    let keys = session.key.role_keys(&session.vault)?;
    let is_asked = |key: &StoredKey| key.record.is_for(role, group);
    let newest = keys.into_iter().rfind(is_asked).ok_or_else(|| none(role))?;
    let entry = Entry::new("keys export", "done").kid(&newest.record.kid).role(role);
    session.record(entry.detail("as JWK"))?;
    let jwk = named(&newest.secret.to_jwk(), &newest.record.kid);
    writeln!(std::io::stdout(), "{}", *jwk).map_err(|error| output_error(&error))?;
    if files::others_can_read_output() {
        ui::warn("others can read the file that the private key went to: chmod 600 it");
    }
    session.end()
}

/// With its `kid` (RFC 7517 §4.5), by which another tool finds the key's part of an order.
fn named(jwk: &str, kid: &Thumbprint) -> Zeroizing<String> {
    let members = jwk.strip_prefix('{').expect("a JWK is a JSON object");
    // Room for all of it: what grows leaves a copy behind.
    let mut named = Zeroizing::new(String::with_capacity(256));
    for text in ["{\"kid\":\"", &kid.to_string(), "\",", members] {
        named.push_str(text);
    }
    named
}

fn agree(args: &args::KeysExport, role: &str) -> Outcome<()> {
    let question = format!(
        "This prints the private key of {role}. Whoever has it opens its orders, for ever."
    );
    let consent = ui::Consent {
        does: "this prints a private key",
        question: &question,
        otherwise: "nothing was printed",
    };
    consent.require(args.yes)
}
