//! `waxseal passwd`: a new passphrase, by rewriting one file.

use std::path::{Path, PathBuf};

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::files::{self, Modes};
use crate::ledger::Entry;
use crate::passphrase::{self, New, Source};
use crate::session::Session;
use crate::vault::Vault;
use crate::{identity, keyfile, ui};

pub(crate) fn run(args: &args::Passwd) -> Outcome<()> {
    let subject = Subject::of(args)?;
    let old = args.vault.source();
    let new = new_source(args, &old)?;
    let old = old.read(subject.what, subject.modes)?;
    let new = match new {
        Some(source) => New::given(source.read(subject.what, subject.modes)?, subject.what),
        None if args.generate => New::make()?,
        None => ask(&subject, &old)?,
    };
    match &args.identity {
        Some(folder) => change_identity(&subject, folder, &old, &new),
        None => change_vault(args, &subject, &old, &new),
    }
}

/// What has the passphrase.
struct Subject {
    what: &'static str,
    file: PathBuf,
    modes: Modes,
}

impl Subject {
    fn of(args: &args::Passwd) -> Outcome<Self> {
        let vault = Vault::find(args.vault.folder());
        let Some(folder) = &args.identity else {
            let vault = vault?;
            return Ok(Self { what: "vault", file: vault.key_file(), modes: vault.modes });
        };
        // The vault says whether files have modes here; an identity alone is held to them.
        let modes = vault.map_or(Modes::Checked, |vault| vault.modes);
        Ok(Self { what: "identity", file: identity::key_file(folder)?, modes })
    }

    fn tell(&self) {
        ui::note(&format!("{} is under the new passphrase", files::name(&self.file)));
        ui::note("copies and backups made before are still under the old one");
    }
}

/// The file of the new passphrase, if there is one.
fn new_source(args: &args::Passwd, old: &Source) -> Outcome<Option<Source>> {
    let new = args.new_passphrase_file.clone().map(Source::File);
    if new.as_ref().is_some_and(Source::is_stdin) && old.is_stdin() {
        return Err(Failure::usage("only one of the two passphrases can be on standard input"));
    }
    if new.is_none() && !args.generate && !ui::has_terminal() {
        return Err(Failure::usage("give --new-passphrase-file FILE or --generate"));
    }
    Ok(new)
}

/// Nobody thinks of a new one to be told that the old one was wrong.
fn ask(subject: &Subject, old: &str) -> Outcome<New> {
    keyfile::open(&subject.file, subject.modes, old)?;
    passphrase::ask_new(subject.what)?
        .map_or_else(New::make, |text| Ok(New::given(text, subject.what)))
}

/// Under the lock, where the old one may not fit any more: another command may have been faster.
fn change_vault(args: &args::Passwd, subject: &Subject, old: &str, new: &New) -> Outcome<()> {
    let _lock = Vault::find(args.vault.folder())?.lock()?;
    let mut session = Session::with(Vault::find(args.vault.folder())?, old)?;
    new.show(subject.what)?;
    session.vault.replace_key(&session.key, &new.text)?;
    session.record(Entry::new("passwd", "done"))?;
    subject.tell();
    session.end()
}

fn change_identity(subject: &Subject, folder: &Path, old: &str, new: &New) -> Outcome<()> {
    let _lock = identity::lock(folder)?;
    let jwk = keyfile::open(&subject.file, subject.modes, old)?;
    new.show(subject.what)?;
    files::replace(&subject.file, keyfile::seal(&jwk, &new.text)?.as_bytes())?;
    subject.tell();
    Ok(())
}
