//! Where things lie, and who can read them.

use std::path::PathBuf;

use waxseal::Code;

use super::{Findings, Patient};
use crate::files::{self, Modes};
use crate::findings::some;
use crate::identity;

/// The folders in a vault.
const FOLDERS: [&str; 3] = ["keys", "manifests", "exports"];
/// The files with secrets, or about who did what.
const PRIVATE: [&str; 6] =
    ["vault.jwe", "ledger.jwe", "ledger.db", "ledger.db-wal", "ledger.db-shm", "code.jwe"];

/// A command that runs has drafts too, but not for so long.
const STALE: u64 = 3600;

pub(super) fn examine(patient: &Patient, findings: &mut Findings) {
    match patient.modes {
        Modes::Checked => permissions(patient, findings),
        Modes::Unchecked => findings.warning(
            "permissions-unchecked",
            "vault.toml says permissions = \"unchecked\": who can read the key files is not looked at",
            "move the vault to a file system that keeps modes, and say \"checked\"",
        ),
    }
    identities(patient, findings);
    drafts(patient, findings);
}

fn permissions(patient: &Patient, findings: &mut Findings) {
    let vault = &patient.vault;
    let mut private: Vec<PathBuf> = PRIVATE.iter().map(|name| vault.path(name)).collect();
    for folder in ["keys", "exports"] {
        private.extend(files::list(&vault.path(folder), "jwe").unwrap_or_default());
    }
    let is_open = |path: &&PathBuf| {
        files::exists(path)
            && files::require_private(path, Modes::Checked)
                .is_err_and(|error| error.code() == Code::Permissions)
    };
    let open: Vec<String> = private.iter().filter(is_open).map(|path| files::name(path)).collect();
    if let Some(first) = open.first() {
        let what = format!("others than you can read {}", some(&open));
        let advice = format!("{}; whoever read it has a copy", files::how_to_keep_private(first));
        findings.serious("readable-by-others", what, &advice);
    }
    let folders: Vec<String> = folders(patient)
        .filter(|path| files::others_can_enter(path))
        .map(|path| files::name(&path))
        .collect();
    if let Some(first) = folders.first() {
        let what = format!("others than you can look into {}", some(&folders));
        let advice = match cfg!(unix) {
            true => format!("let nobody else in: chmod 700 {first}"),
            false => "let nobody else in: take others out of the folder's permissions".into(),
        };
        findings.warning("folder-open-to-others", what, &advice);
    }
}

/// Whoever takes the vault with the identity can publish manifests in the merchant's name.
fn identities(patient: &Patient, findings: &mut Findings) {
    let folder = patient.vault.folder();
    let mut inside = folders(patient).chain(files::folders(folder));
    let inside = inside.find(|place| identity::is_in(place));
    if let Some(place) = inside {
        findings.serious(
            "identity-in-vault",
            format!("the identity's key lies in {}", files::name(&place)),
            "move it out, to where only publishing needs it: offline",
        );
        return;
    }
    let beside = files::folders(&files::folder_of(folder)).into_iter();
    if let Some(place) = beside.filter(|place| place != folder).find(|place| identity::is_in(place))
    {
        findings.warning(
            "identity-beside-vault",
            format!("the identity's key lies beside the vault, in {}", files::name(&place)),
            "keep it offline, on a stick in a drawer: only `publish` needs it",
        );
    }
}

fn drafts(patient: &Patient, findings: &mut Findings) {
    let now = patient.now;
    let all = folders(patient).chain([files::folder_of(patient.vault.folder())]);
    let stale: Vec<String> = all
        .flat_map(|folder| files::drafts(&folder))
        .filter(|(_, changed)| changed + STALE < now)
        .map(|(path, _)| files::name(&path))
        .collect();
    if !stale.is_empty() {
        findings.warning(
            "stale-draft",
            format!("a command that was killed left {}", some(&stale)),
            "remove it: it is no part of the vault, and may hold keys",
        );
    }
}

/// The folders of the vault, itself first.
fn folders(patient: &Patient) -> impl Iterator<Item = PathBuf> {
    let inside = FOLDERS.iter().map(|name| patient.vault.path(name));
    std::iter::once(patient.vault.folder().to_owned()).chain(inside)
}
