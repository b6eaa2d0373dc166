//! `waxseal backup`: a sealed copy of the vault, with a passphrase and a sheet of its own.

use waxseal::jose::jwk::Thumbprint;

use crate::args;
use crate::failure::Outcome;
use crate::files::{self, FolderDraft};
use crate::ledger::{Entry, Head};
use crate::pages::{SheetFacts, SheetKey, backup_sheet};
use crate::passphrase::New;
use crate::session::Session;
use crate::vault::{self, Vault};
use crate::{clock, ui};

const SHEET: &str = "sheet.html";

pub(crate) fn run(args: &args::Backup) -> Outcome<()> {
    Vault::find(args.vault.folder())?.require_outside(&args.to)?;
    let draft = FolderDraft::new(&args.to)?;
    let old = args.vault.source();
    let new = args.new_passphrase.source(&old)?;
    let (_lock, mut session) = Session::alone(args.vault.folder(), &old)?;
    let passphrase = New::read(&new, "backup")?;
    let head = fill(args, &session, &draft, &passphrase)?;
    passphrase.show("backup")?;
    let folder = draft.place()?;
    session.record(Entry::new("backup", "done").detail(&last_name(args))).inspect_err(|_| {
        files::take_back(&folder);
    })?;
    let folder = files::name(&folder);
    ui::note(&format!("made {folder}, a copy of the vault up to ledger head {head}"));
    ui::note(&format!("next: print {folder}/{SHEET}, and write the passphrase on it by hand"));
    ui::note("the identity is not in it: copy its folder too, and keep it elsewhere");
    session.end()
}

fn fill(
    args: &args::Backup,
    session: &Session,
    draft: &FolderDraft,
    passphrase: &New,
) -> Outcome<Head> {
    let Session { vault, key, ledger } = session;
    let modes = vault::modes_of(draft);
    let blame = |error| draft.blame(error);
    let copy = vault.copy_to(draft, modes).map_err(blame)?;
    copy.put_key(key, &passphrase.text).map_err(blame)?;
    let head = ledger.copy_to(vault.folder(), copy.folder()).map_err(blame)?;
    let sheet = backup_sheet(&facts(args, session, head)?)?;
    files::write_new(&copy.path(SHEET), sheet.as_bytes()).map_err(blame)?;
    Ok(head)
}

fn facts(args: &args::Backup, session: &Session, head: Head) -> Outcome<SheetFacts> {
    let keys = session.key.role_keys(&session.vault)?.into_iter().map(|key| SheetKey {
        kid: key.record.kid.encode(),
        role: key.record.role,
        group: key.record.group,
        nbf: key.record.nbf,
        exp: key.record.exp,
    });
    Ok(SheetFacts {
        merchant: session.vault.policy()?.merchant,
        vault: session.ledger.sealed.id.clone(),
        made: clock::now()?,
        folder: last_name(args),
        pins: session.vault.identities.iter().map(Thumbprint::to_uri).collect(),
        keys: keys.collect(),
        head: Some(head.to_string()),
    })
}

/// Where it is mounted says nothing later, and may say too much.
fn last_name(args: &args::Backup) -> String {
    let name = args.to.file_name().unwrap_or(args.to.as_os_str());
    name.to_string_lossy().into_owned()
}
