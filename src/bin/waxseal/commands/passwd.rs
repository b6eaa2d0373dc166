//! `waxseal passwd`: a new passphrase, by rewriting one file.

use std::path::PathBuf;

use getrandom::SysRng;
use zeroize::Zeroizing;

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::files::{self, Modes};
use crate::passphrase::{self, Source};
use crate::vault::Vault;
use crate::{identity, keyfile, ui};

pub(crate) fn run(args: &args::Passwd) -> Outcome<()> {
    let (what, path, modes) = subject(args)?;
    let new_is_stdin =
        args.new_passphrase_file.as_ref().is_some_and(|path| path.as_os_str() == "-");
    let old = args.passphrase.source();
    if new_is_stdin && old.is_stdin() {
        return Err(Failure::usage("only one of the two passphrases can be on standard input"));
    }
    if args.new_passphrase_file.is_none() && !args.generate && !ui::has_terminal() {
        return Err(Failure::usage("give --new-passphrase-file FILE or --generate"));
    }
    let old = old.read(what, modes)?;
    let jwk = keyfile::open(&path, modes, &old)?;
    let (new, is_made) = new_passphrase(args, what, modes)?;
    if is_made {
        ui::show_passphrase(what, &new)?;
    }
    files::replace(&path, keyfile::seal(&jwk, &new)?.as_bytes())?;
    ui::note(&format!("{} is under the new passphrase", files::name(&path)));
    ui::note("copies and backups made before are still under the old one");
    Ok(())
}

fn subject(args: &args::Passwd) -> Outcome<(&'static str, PathBuf, Modes)> {
    let Some(folder) = &args.identity else {
        let vault = Vault::find(&args.vault.folder)?;
        return Ok(("vault", vault.key_file(), vault.modes));
    };
    // The vault says whether files have modes here; an identity alone is held to them.
    let modes = Vault::find(&args.vault.folder).map_or(Modes::Checked, |vault| vault.modes);
    Ok(("identity", identity::key_file(folder)?, modes))
}

fn new_passphrase(
    args: &args::Passwd,
    what: &str,
    modes: Modes,
) -> Outcome<(Zeroizing<String>, bool)> {
    let given = match &args.new_passphrase_file {
        Some(path) => Some(Source::File(path.clone()).read(what, modes)?),
        None if args.generate => None,
        None => passphrase::ask_new(what)?,
    };
    Ok(match given {
        Some(text) => (text, false),
        None => (passphrase::generate(&mut SysRng)?, true),
    })
}
