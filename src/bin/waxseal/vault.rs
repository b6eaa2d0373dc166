//! The vault on disk.
//!
//! ```text
//! vault.toml            settings: format, the pins of the identities, permissions
//! vault.jwe             the vault key, under the passphrase
//! policy.toml           written by the merchant
//! confidentiality.md    what a holder of some of its keys accepts; written by the merchant
//! keys/<kid>.jwe        a role's private key, under the vault key
//! manifests/<version>.jws   every manifest published
//! waxseal.jws           the newest of them
//! ledger.jwe, ledger.db the key of the ledger's chain, and the ledger
//! code.jwe              the key of the customer codes
//! exports/<id>.jwe      what was given to whom
//! lock                  held by a command that changes the above
//! ```

mod compartments;
mod copy;
mod exports;
mod keys;
mod manifests;
mod settings;
mod states;

use std::path::{Path, PathBuf};

use getrandom::SysRng;
use waxseal::jose::jwk::Thumbprint;
use waxseal::jose::keywrap::WrappingKey;
use waxseal::policy::Policy;
use waxseal::{Code, Error};

use crate::failure::{Failure, Outcome};
use crate::files::{self, FolderDraft, Lock, Modes};
use crate::{keyfile, ui};

pub(crate) use compartments::Compartment;
pub(crate) use exports::{Export, Named, behind, names};
pub(crate) use keys::{KeyRecord, StoredKey, VaultKey, the_one};
pub(crate) use manifests::is_made_from;
pub(crate) use states::State;

const KEY: &str = "vault.jwe";
const POLICY: &str = "policy.toml";
const KEYS: &str = "keys";
const MANIFESTS: &str = "manifests";
const EXPORTS: &str = "exports";
pub(crate) const CODE: &str = "code.jwe";
const LOCK: &str = "lock";
/// The merchant's text for those who hold keys.
const CONFIDENTIALITY: &str = "confidentiality.md";

/// What a vault begins with, beside its keys.
pub(crate) struct Beginning<'a> {
    pub(crate) identities: &'a [Thumbprint],
    pub(crate) modes: Modes,
    /// The text of `policy.toml`.
    pub(crate) policy: &'a str,
    /// The text of `confidentiality.md`.
    pub(crate) confidentiality: &'a str,
}

/// A vault, locked.
pub(crate) struct Vault {
    folder: PathBuf,
    /// The identities whose manifests are this merchant's.
    pub(crate) identities: Vec<Thumbprint>,
    /// Whether its key files are held to their modes.
    pub(crate) modes: Modes,
}

/// Whether files can be kept from others where a vault is being drafted; says so if not.
pub(crate) fn modes_of(draft: &FolderDraft) -> Modes {
    let modes = draft.modes();
    if modes == Modes::Unchecked {
        ui::warn_without_modes();
    }
    modes
}

impl Vault {
    /// Finds the vault in this folder.
    pub(crate) fn find(folder: &Path) -> Outcome<Self> {
        let path = folder.join(settings::FILE);
        if !files::exists(&path) {
            let missing =
                Error::new(Code::Io, "no vault in this folder").about(&files::name(folder));
            let hint = "`waxseal init` makes one; --vault DIR or $WAXSEAL_VAULT names another";
            return Err(Failure::from(missing).or_hint(hint));
        }
        let (identities, modes) = settings::read(&path)?;
        Ok(Self { folder: folder.to_owned(), identities, modes })
    }

    /// Makes a vault in a folder that is being drafted; its keys are added later.
    pub(crate) fn create(
        draft: &FolderDraft,
        beginning: &Beginning<'_>,
        passphrase: &str,
    ) -> Result<(Self, VaultKey), Error> {
        let vault = Self::skeleton(draft, beginning.identities, beginning.modes)?;
        let key = VaultKey::new(WrappingKey::generate(&mut SysRng)?);
        files::write_new(&vault.path(POLICY), beginning.policy.as_bytes())?;
        files::write_new(&vault.path(CONFIDENTIALITY), beginning.confidentiality.as_bytes())?;
        vault.put_key(&key, passphrase)?;
        Ok((vault, key))
    }

    /// The folders, the lock and the settings of a vault that is being drafted.
    fn skeleton(
        draft: &FolderDraft,
        identities: &[Thumbprint],
        modes: Modes,
    ) -> Result<Self, Error> {
        let folder = draft.path().to_owned();
        let vault = Self { folder, identities: identities.to_vec(), modes };
        for name in [KEYS, MANIFESTS, EXPORTS] {
            files::new_folder(&vault.path(name))?;
        }
        files::write_new(&vault.path(LOCK), b"")?;
        let settings = settings::write(identities, modes);
        files::write_new(&vault.path(settings::FILE), settings.as_bytes())?;
        Ok(vault)
    }

    /// The file that is under the passphrase.
    pub(crate) fn key_file(&self) -> PathBuf {
        self.path(KEY)
    }

    /// Unlocks the vault key.
    pub(crate) fn unlock(&self, passphrase: &str) -> Outcome<VaultKey> {
        let jwk = keyfile::open_jwk(&self.key_file(), self.modes, passphrase)?;
        Ok(VaultKey::new(WrappingKey::from_jwk(&jwk)?))
    }

    /// The policy as it stands in `policy.toml` now.
    pub(crate) fn policy(&self) -> Outcome<Policy> {
        Ok(self.policy_and_text()?.0)
    }

    /// The same, with the text that it was read from.
    pub(crate) fn policy_and_text(&self) -> Outcome<(Policy, String)> {
        let path = self.path(POLICY);
        let text = files::read_text(&path)?;
        let policy = Policy::parse(&text)
            .map_err(|error| Failure::from(error).or_hint(format!("in {}", files::name(&path))))?;
        Ok((policy, text))
    }

    /// What a holder of its keys accepts.
    pub(crate) fn confidentiality(&self) -> Result<String, Error> {
        files::read_text(&self.path(CONFIDENTIALITY))
    }

    /// Refuses to make something in the vault's own folder: it would be lost with it.
    pub(crate) fn require_outside(&self, place: &Path) -> Outcome<()> {
        if !files::is_inside(place, &self.folder) {
            return Ok(());
        }
        let place = files::name(place);
        Err(Failure::usage(format!("{place} is inside the vault: name a place outside of it")))
    }

    /// The pins of its identities, as a page carries them.
    pub(crate) fn pins(&self) -> String {
        self.identities.iter().map(Thumbprint::to_uri).collect::<Vec<_>>().join(" ")
    }

    /// Takes a new identity in, as the one that publishes from now on. The earlier ones stay:
    /// orders to them still open.
    pub(crate) fn add_identity(&mut self, identity: Thumbprint) -> Result<(), Error> {
        self.identities.retain(|other| *other != identity);
        self.identities.insert(0, identity);
        let settings = settings::write(&self.identities, self.modes);
        files::replace(&self.path(settings::FILE), settings.as_bytes())
    }

    /// The file that names its identities.
    pub(crate) fn settings_file(&self) -> PathBuf {
        self.path(settings::FILE)
    }

    /// The folder of the vault.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where something of the vault lies.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Waits until no other command changes the vault, and keeps others from it until the lock is
    /// dropped. The ledger and reading need none.
    pub(crate) fn lock(&self) -> Result<Lock, Error> {
        files::lock(&self.path(LOCK))
    }
}
