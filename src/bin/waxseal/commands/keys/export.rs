//! `waxseal keys export`: a role's key for another tool.

use std::io::Write;

use waxseal::{Code, Error};

use crate::args;
use crate::failure::{Failure, Outcome, output_error};
use crate::ui;
use crate::vault::{StoredKey, Vault};

pub(super) fn run(args: &args::KeysExport) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    if !vault.key_records()?.iter().any(|key| key.is_for(&args.role, args.group.as_deref())) {
        return Err(none(args));
    }
    agree(args)?;
    let key = vault.unlock(&args.passphrase.source().read("vault", vault.modes)?)?;
    let newest = newest(key.role_keys(&vault)?, args).ok_or_else(|| none(args))?;
    let jwk = newest.secret.to_jwk();
    writeln!(std::io::stdout(), "{}", *jwk).map_err(|error| output_error(&error))
}

fn newest(keys: Vec<StoredKey>, args: &args::KeysExport) -> Option<StoredKey> {
    let is_asked = |key: &StoredKey| key.record.is_for(&args.role, args.group.as_deref());
    keys.into_iter().rfind(is_asked)
}

fn none(args: &args::KeysExport) -> Failure {
    let error = Error::new(Code::UnknownKey, "no key for this role and group in the vault");
    Failure::from(error.about(&args.role)).or_hint("`waxseal keys list` says which there are")
}

fn agree(args: &args::KeysExport) -> Outcome<()> {
    if args.yes {
        return Ok(());
    }
    if !ui::has_terminal() {
        return Err(Failure::usage(
            "this prints a private key: say --yes where nobody can be asked",
        ));
    }
    let question = format!(
        "This prints the private key of {}. Whoever has it opens its orders, for ever.",
        args.role
    );
    match ui::confirm(&question)? {
        true => Ok(()),
        false => Err(Failure::usage("not confirmed, so nothing was printed")),
    }
}
