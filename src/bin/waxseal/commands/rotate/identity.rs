//! `waxseal rotate --new-identity`: another identity publishes from now on.

use std::io::Write;
use std::path::Path;

use getrandom::SysRng;
use waxseal::jose::jwk::Thumbprint;
use waxseal::{Code, Error};

use crate::args;
use crate::failure::{Outcome, output_error};
use crate::files::{self, FolderDraft, Modes};
use crate::identity;
use crate::ledger::Entry;
use crate::passphrase::{self, Source};
use crate::session::Session;
use crate::{ui, vault};

pub(super) fn run(args: &args::Rotate, folder: &Path) -> Outcome<()> {
    let (_lock, mut session, old) = Session::alone_as(
        &args.vault.folder,
        &args.passphrase.source(),
        &args.identity.folder,
        args.identity_passphrase.source(),
    )?;
    let new = new_identity(args, folder, session.vault.modes)?;
    if new == old.public().thumbprint() {
        let same = Error::new(Code::Policy, "this is the identity that is to be replaced");
        return Err(same.about(&files::name(folder)).into());
    }
    session.ledger.sealed.add_identity(&session.vault, &session.key, new)?;
    session.vault.add_identity(new)?;
    session.record(Entry::new("rotate", "done").detail(&format!("new identity {new}")))?;
    tell(folder);
    let holders = vault::names(&session.vault.exports()?);
    if !holders.is_empty() {
        let names = holders.into_iter().collect::<Vec<_>>().join(", ");
        ui::note("the vaults that were made for others refuse orders to the new identity:");
        ui::note(&format!("`waxseal keys export` again for {names}"));
    }
    let pins = session.vault.pins();
    session.end()?;
    writeln!(std::io::stdout(), "{pins}").map_err(|error| output_error(&error))
}

/// The thumbprint of the identity in this folder. One that is there already may be what a command
/// left that was stopped before the vault knew of it.
fn new_identity(args: &args::Rotate, folder: &Path, modes: Modes) -> Outcome<Thumbprint> {
    let given = args.new_passphrase_file.clone().map(Source::File);
    if !files::exists(folder) {
        return make(given.as_ref(), folder, modes);
    }
    let passphrase = given.unwrap_or(Source::Terminal).read("new identity", modes)?;
    let found = identity::open(folder, modes, &passphrase);
    let found = found.map_err(|failure| {
        failure.hint_for(Code::Passphrase, "give its own with --new-passphrase-file FILE")
    })?;
    Ok(found.public().thumbprint())
}

fn make(given: Option<&Source>, folder: &Path, modes: Modes) -> Outcome<Thumbprint> {
    let draft = FolderDraft::new(folder)?;
    let passphrase = match given {
        Some(source) => source.read("new identity", modes)?,
        None => passphrase::generate(&mut SysRng)?,
    };
    let made = identity::create(&draft, &passphrase).map_err(|error| draft.blame(error))?;
    if given.is_none() {
        ui::show_passphrase("new identity", &passphrase)?;
    }
    draft.place()?;
    Ok(made.public().thumbprint())
}

fn tell(folder: &Path) {
    let folder = files::name(folder);
    ui::note(&format!("vault.toml names the identity in {folder} first, and the earlier ones"));
    ui::note("next: let the page carry all of these pins, separated by spaces (data-waxseal-pin)");
    ui::note(&format!("then: waxseal publish --identity {folder}, and upload the manifest"));
    ui::note("when every page carries them, take the old pin from the page, not from vault.toml:");
    ui::note("orders that are addressed to the old identity open as long as it is there");
}
