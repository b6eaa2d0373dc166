//! An unlocked vault whose ledger can be written: what every command that opens something needs.

use std::path::Path;

use waxseal::{Code, Error};

use crate::failure::{Failure, Outcome};
use crate::ledger::{Entry, Ledger};
use crate::passphrase::Source;
use crate::ui;
use crate::vault::{Vault, VaultKey};

/// An unlocked vault, and its ledger.
pub(crate) struct Session {
    pub(crate) vault: Vault,
    pub(crate) key: VaultKey,
    pub(crate) ledger: Ledger,
}

impl Session {
    /// Unlocks the vault in this folder.
    pub(crate) fn begin(folder: &Path, passphrase: &Source) -> Outcome<Self> {
        Self::of(Vault::find(folder)?, passphrase)
    }

    /// Unlocks a vault that was found.
    pub(crate) fn of(vault: Vault, passphrase: &Source) -> Outcome<Self> {
        let text = passphrase.read("vault", vault.modes)?;
        Self::with(vault, &text)
    }

    /// Unlocks a vault with a passphrase that was read.
    pub(crate) fn with(vault: Vault, passphrase: &str) -> Outcome<Self> {
        let key = vault.unlock(passphrase)?;
        let ledger = Ledger::open(&vault, &key)?;
        ledger.require_accepted()?;
        Ok(Self { vault, key, ledger })
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
