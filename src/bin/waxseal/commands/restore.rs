//! `waxseal restore`: a vault from a backup.

use std::collections::BTreeSet;

use waxseal::jose::jwk::Thumbprint;

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::files::{self, FolderDraft};
use crate::ledger::{Entry, Head, Ledger, copy_files};
use crate::session::Session;
use crate::vault::{self, Vault, VaultKey};
use crate::{code, ui};

pub(crate) fn run(args: &args::Restore) -> Outcome<()> {
    let backup = Vault::find(&args.folder)?;
    let draft = FolderDraft::new(args.vault.folder())
        .map_err(|error| Failure::from(error).or_hint("name another place: --vault DIR"))?;
    let key = backup.unlock(&args.vault.source().read("backup", backup.modes)?)?;
    check(&backup, &key)?;
    let (before, head) = fill(&backup, key, &draft)?;
    let folder = files::name(&draft.place()?);
    ui::note(&format!("made {folder} from {}", files::name(&args.folder)));
    ui::note(&format!("what was recorded after ledger head {before} is not in it"));
    ui::note("it has the backup's passphrase: `waxseal passwd` changes it");
    ui::note(&format!("ledger head: {head}"));
    Ok(())
}

/// Everything opens, and is what was sealed or signed.
fn check(backup: &Vault, key: &VaultKey) -> Outcome<()> {
    key.role_keys(backup)?;
    key.exports(backup)?;
    code::key::read(backup, key)?;
    backup.policy()?;
    let kept: BTreeSet<Thumbprint> = backup.key_records()?.iter().map(|key| key.kid).collect();
    let manifests = backup.manifests()?;
    let published = manifests.iter().flat_map(|manifest| &manifest.keys);
    let lost: BTreeSet<_> =
        published.filter(|key| !kept.contains(&key.kid)).map(|key| (key.kid, &key.role)).collect();
    for (kid, role) in lost {
        let kid = kid.encode();
        ui::warn(&format!("the backup lacks the key {kid} of role {role}: its orders stay closed"));
    }
    Ok(())
}

/// Returns where the ledger ended, and where it ends now.
fn fill(backup: &Vault, key: VaultKey, draft: &FolderDraft) -> Outcome<(Head, Head)> {
    let modes = vault::modes_of(draft);
    let copy = || {
        let vault = backup.copy_to(draft, modes)?;
        vault.take_key(backup)?;
        copy_files(backup.folder(), vault.folder())?;
        Ok(vault)
    };
    let vault = copy().map_err(|error| draft.blame(error))?;
    let ledger = Ledger::open(&vault, &key).map_err(|failure| of_backup(failure, backup))?;
    let before = ledger.verify_chain()?;
    let mut session = Session { vault, key, ledger };
    session.require_owner()?;
    session.record(Entry::new("restore", "done").detail(&format!("from ledger head {before}")))?;
    Ok((before, session.ledger.head()?))
}

/// It is the backup's ledger that is wrong, whatever the copy is called.
fn of_backup(failure: Failure, backup: &Vault) -> Failure {
    match failure {
        Failure::Coded(error, _) => error.about(&files::name(backup.folder())).into(),
        other => other,
    }
}
