//! An unlocked vault whose ledger can be written: what every command that opens something needs.

use std::path::Path;

use waxseal::jose::jwk::SigningKey;
use waxseal::manifest::Manifest;
use waxseal::{Code, Error};

use crate::failure::{Failure, Outcome};
use crate::files::Lock;
use crate::ledger::{Entry, Ledger};
use crate::passphrase::{self, Source};
use crate::vault::{Vault, VaultKey};
use crate::{clock, files, identity, ui};

/// An unlocked vault, and its ledger.
pub(crate) struct Session {
    pub(crate) vault: Vault,
    pub(crate) key: VaultKey,
    pub(crate) ledger: Ledger,
}

impl Session {
    /// Unlocks a vault that was found.
    pub(crate) fn of(vault: Vault, passphrase: &Source) -> Outcome<Self> {
        let text = passphrase.read("vault", vault.modes)?;
        Self::with(vault, &text)
    }

    /// Unlocks a vault with a passphrase that was read.
    pub(crate) fn with(vault: Vault, passphrase: &str) -> Outcome<Self> {
        let session = Self::whatever_the_clock(vault, passphrase)?;
        session.ledger.check_clock(clock::now()?)?;
        Ok(session)
    }

    /// The same, where the clock was ahead before and its owner says so.
    pub(crate) fn whatever_the_clock(vault: Vault, passphrase: &str) -> Outcome<Self> {
        let session = Self::unaccepted(vault, passphrase)?;
        session.ledger.require_accepted()?;
        Ok(session)
    }

    /// The same, for its holder who is to accept the merchant's text.
    pub(crate) fn unaccepted(vault: Vault, passphrase: &str) -> Outcome<Self> {
        let key = vault.unlock(passphrase)?;
        let ledger = Ledger::open(&vault, &key)?;
        Ok(Self { vault, key, ledger })
    }

    /// Unlocks the owner's own vault for a command that changes its files: no other one does until
    /// the lock is dropped. Nobody waits for it while a passphrase is typed.
    ///
    /// # Errors
    /// `policy` in a vault that was made for one person; see [`Session::require_owner`].
    pub(crate) fn alone(folder: &Path, passphrase: &Source) -> Outcome<(Lock, Self)> {
        let text = passphrase.read("vault", Vault::find(folder)?.modes)?;
        Self::alone_with(folder, &text)
    }

    /// The same, and one of the vault's identities.
    pub(crate) fn alone_as(
        folder: &Path,
        passphrase: &Source,
        identity: &Path,
        own: Source,
    ) -> Outcome<(Lock, Self, SigningKey)> {
        let modes = Vault::find(folder)?.modes;
        let file = identity::key_file(identity);
        let text = passphrase.read("vault", modes)?;
        let own = match passphrase::for_identity(own, passphrase).filter(|_| file.is_ok()) {
            Some(own) => own.read("identity", modes)?,
            None => text.clone(),
        };
        let (lock, session) = Self::alone_with(folder, &text)?;
        file?;
        let key = session.identity(identity, &own)?;
        Ok((lock, session, key))
    }

    fn alone_with(folder: &Path, passphrase: &str) -> Outcome<(Lock, Self)> {
        let lock = Vault::find(folder)?.lock()?;
        // What the settings say may have changed while we waited.
        let session = Self::with(Vault::find(folder)?, passphrase)?;
        session.require_owner()?;
        Ok((lock, session))
    }

    fn identity(&self, folder: &Path, passphrase: &str) -> Outcome<SigningKey> {
        let identity = identity::open(folder, self.vault.modes, passphrase).map_err(|failure| {
            let hint = "give the identity's own with --identity-passphrase-file FILE";
            failure.hint_for(Code::Passphrase, hint)
        })?;
        if !self.vault.identities.contains(&identity.public().thumbprint()) {
            let other = Error::new(Code::Untrusted, "this identity is none of the vault's");
            return Err(other.about(&files::name(folder)).into());
        }
        Ok(identity)
    }

    /// Refuses what is the owner's alone to do, in a vault that was made for one person.
    pub(crate) fn require_owner(&self) -> Outcome<()> {
        match self.ledger.sealed.holder {
            None => Ok(()),
            Some(_) => Err(Failure::from(Error::new(
                Code::Policy,
                "this vault was made for one person, and its owner alone can do this",
            ))
            .or_hint("do it with the vault that it was exported from")),
        }
    }

    /// Refuses to seal to the keys of a manifest that is older than the last one published here:
    /// they may be those that a rotation left behind.
    ///
    /// # Errors
    /// `rolled-back` if the newest is missing.
    pub(crate) fn require_newest(&self, manifests: &[Manifest]) -> Outcome<()> {
        let newest = manifests.last().map_or(0, |manifest| manifest.version);
        match self.ledger.published()? {
            Some(version) if version > newest => {
                let missing = Error::new(Code::RolledBack, "the newest manifest is missing");
                Err(Failure::from(missing.about(&format!("version {version}")))
                    .or_hint("put it back from a backup or the shop, or `waxseal publish` again"))
            }
            _ => Ok(()),
        }
    }

    /// Records one act.
    pub(crate) fn record(&mut self, entry: Entry) -> Outcome<()> {
        Ok(self.ledger.append(&[entry])?)
    }

    /// Tells where the ledger ends: kept elsewhere, it shows later that nothing was cut off.
    pub(crate) fn end(self) -> Outcome<()> {
        ui::note(&format!("ledger head: {}", self.ledger.head()?));
        Ok(())
    }
}

/// Whether there is a reason where the policy asks for one.
pub(crate) fn require_reason(vault: &Vault, reason: Option<&str>) -> Outcome<()> {
    match reason.map(str::trim) {
        Some("") => Err(Failure::usage("the reason is empty")),
        Some(_) => Ok(()),
        None if vault.policy()?.require_reason => {
            Err(Failure::from(Error::new(Code::Policy, "the policy asks for a reason"))
                .or_hint("say why the orders are opened: --reason TEXT"))
        }
        None => Ok(()),
    }
}
