//! A copy of a vault: a backup, and the vault restored from it.

use waxseal::Error;

use super::manifests::NEWEST;
use super::{CODE, CONFIDENTIALITY, EXPORTS, KEYS, MANIFESTS, POLICY, Vault, VaultKey};
use crate::files::{self, FolderDraft, Modes};

/// The files that every vault has or may have, beside its key and its ledger.
const FILES: [&str; 4] = [POLICY, CONFIDENTIALITY, NEWEST, CODE];
const FOLDERS: [(&str, &str); 3] = [(KEYS, "jwe"), (MANIFESTS, "jws"), (EXPORTS, "jwe")];

impl Vault {
    /// Copies all but the vault's key and its ledger to a folder that is being drafted.
    pub(crate) fn copy_to(&self, draft: &FolderDraft, modes: Modes) -> Result<Self, Error> {
        let copy = Self::skeleton(draft, &self.identities, modes)?;
        for name in FILES {
            let file = self.path(name);
            if name == POLICY || files::exists(&file) {
                files::copy_new(&file, &copy.path(name))?;
            }
        }
        for (folder, extension) in FOLDERS {
            self.copy_folder(&copy, folder, extension)?;
        }
        Ok(copy)
    }

    /// Copies every manifest published.
    pub(crate) fn copy_manifests_to(&self, copy: &Self) -> Result<(), Error> {
        files::copy_new(&self.path(NEWEST), &copy.path(NEWEST))?;
        self.copy_folder(copy, MANIFESTS, "jws")
    }

    fn copy_folder(&self, copy: &Self, folder: &str, extension: &str) -> Result<(), Error> {
        for file in files::list(&self.path(folder), extension)? {
            let name = file.file_name().expect("a listed file has a name");
            files::copy_new(&file, &copy.path(folder).join(name))?;
        }
        Ok(())
    }

    /// Puts the vault's key under a passphrase, where there is none yet.
    pub(crate) fn put_key(&self, key: &VaultKey, passphrase: &str) -> Result<(), Error> {
        files::write_new(&self.key_file(), key.under(passphrase)?.as_bytes())
    }

    /// Puts the vault's key under another passphrase.
    pub(crate) fn replace_key(&self, key: &VaultKey, passphrase: &str) -> Result<(), Error> {
        files::replace(&self.key_file(), key.under(passphrase)?.as_bytes())
    }

    /// Takes the vault's key as another vault has it, under the same passphrase.
    pub(crate) fn take_key(&self, from: &Self) -> Result<(), Error> {
        files::copy_new(&from.key_file(), &self.key_file())
    }
}
