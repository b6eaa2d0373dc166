//! A vault for one person: some roles' keys, under a passphrase of its own.
//!
//! The owner's record is on the disk before the vault is at its place: what was given is never
//! unknown, and at worst something is recorded that was not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use waxseal::Error;

use super::none;
use crate::args;
use crate::commands::accept;
use crate::failure::Outcome;
use crate::files::{self, FolderDraft};
use crate::ledger::{ChainKey, Entry, Ledger, WITH_CODE, given};
use crate::mackey::MacKey;
use crate::passphrase::New;
use crate::session::Session;
use crate::vault::{self, Beginning, Export, StoredKey, Vault};
use crate::{clock, code, ui};

const COMMAND: &str = "keys export";

pub(super) fn run(args: &args::KeysExport, to: &Path, name: &str) -> Outcome<()> {
    Vault::find(args.vault.folder())?.require_outside(to)?;
    let draft = FolderDraft::new(to)?;
    let old = args.vault.source();
    let new = args.new_passphrase.source(&old)?;
    let (_lock, mut session) = Session::alone(args.vault.folder(), &old)?;
    let keys = asked(args, session.key.role_keys(&session.vault)?)?;
    let passphrase = New::read(&new, "new vault")?;
    let text = session.vault.confidentiality()?;
    let (id, chain) = fill(args, &session, &draft, &keys, (name, &text), &passphrase)?;
    passphrase.show(&format!("vault for {name}"))?;
    let export = export(args, id, name, &keys, &text)?;
    session.key.keep_export(&session.vault, &export, &chain)?;
    session.ledger.append(&entries(args, &export, &keys))?;
    draft.place().or_else(|error| take_back(&mut session, &export, error))?;
    tell(to, name, &export);
    session.end()
}

/// Everything that opens the roles' orders: of one group, or of all; the old keys and the retired
/// ones too.
fn asked(args: &args::KeysExport, keys: Vec<StoredKey>) -> Outcome<Vec<StoredKey>> {
    let group = args.group.as_deref();
    let is_of_group = |key: &StoredKey| group.is_none() || key.record.group.as_deref() == group;
    let keys: Vec<_> = keys
        .into_iter()
        .filter(|key| args.role.contains(&key.record.role) && is_of_group(key))
        .collect();
    for role in &args.role {
        if !keys.iter().any(|key| key.record.role == *role) {
            return Err(none(role));
        }
    }
    Ok(keys)
}

/// Writes the vault. Returns its id, and the key of its ledger for the owner.
fn fill(
    args: &args::KeysExport,
    session: &Session,
    draft: &FolderDraft,
    keys: &[StoredKey],
    (name, confidentiality): (&str, &str),
    passphrase: &New,
) -> Outcome<(String, ChainKey)> {
    let (_, policy) = session.vault.policy_and_text()?;
    session.vault.require_manifests()?;
    let modes = vault::modes_of(draft);
    let beginning = Beginning {
        identities: &session.vault.identities,
        modes,
        policy: &policy,
        confidentiality,
    };
    let code = code(args, session)?;
    let write = || {
        let (vault, key) = Vault::create(draft, &beginning, &passphrase.text)?;
        session.vault.copy_manifests_to(&vault)?;
        keys.iter().try_for_each(|stored| key.keep_key(&vault, stored))?;
        code.map_or(Ok(()), |code| code::key::write(&vault, &key, &code))?;
        let ledger = Ledger::create(&vault, &key, Some(name))?;
        Ok((ledger.id, ledger.key))
    };
    write().map_err(|error: Error| draft.blame(error).into())
}

/// The customer codes' key, if it goes along.
fn code(args: &args::KeysExport, session: &Session) -> Outcome<Option<MacKey>> {
    let of_owner = || code::key::of_owner(&session.vault, &session.key);
    args.with_code.then(of_owner).transpose()
}

fn export(
    args: &args::KeysExport,
    id: String,
    name: &str,
    keys: &[StoredKey],
    text: &str,
) -> Result<Export, Error> {
    let roles: BTreeSet<_> = args.role.iter().cloned().collect();
    Ok(Export {
        id,
        name: name.into(),
        kids: keys.iter().map(|key| key.record.kid).collect(),
        roles: roles.into_iter().collect(),
        group: args.group.clone(),
        time: clock::now()?,
        text: accept::detail(text),
    })
}

fn entries(args: &args::KeysExport, export: &Export, keys: &[StoredKey]) -> Vec<Entry> {
    let whom = given(&export.name, &export.id);
    let of_key = |key: &StoredKey| {
        let entry = Entry::new(COMMAND, "done").kid(&key.record.kid).role(&key.record.role);
        entry.detail(&whom)
    };
    let code = Entry::new(COMMAND, "done").detail(&format!("{WITH_CODE}{whom}"));
    keys.iter().map(of_key).chain(args.with_code.then_some(code)).collect()
}

/// The place was taken in the meantime: nobody was given anything.
fn take_back(session: &mut Session, export: &Export, error: Error) -> Outcome<PathBuf> {
    files::take_back(&session.vault.export_path(export));
    session.record(Entry::failed(COMMAND, &error).detail(&given(&export.name, &export.id)))?;
    Err(error.into())
}

fn tell(to: &Path, name: &str, export: &Export) {
    let group = export.group.as_deref().map_or(String::new(), |group| format!(" of group {group}"));
    let roles = export.roles.join(", ");
    let folder = files::name(to);
    let keys = ui::counted(export.kids.len() as u64, "key", "keys");
    ui::note(&format!("made {folder} for {name}: {keys} of {roles}{group}"));
    ui::note("next: hand over the folder, and the passphrase by another way");
    ui::note(&format!("it opens nothing until {name} has accepted the text: `waxseal accept`"));
}
