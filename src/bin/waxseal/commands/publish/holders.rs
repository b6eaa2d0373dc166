//! Who was given a vault, and what it lacks of what was just published.

use std::collections::BTreeSet;

use waxseal::manifest::{Manifest, RecipientKey};

use crate::failure::Outcome;
use crate::ui;
use crate::vault::{Named, Vault, behind, names};

/// Names those who need another vault, and those who need the manifest alone.
pub(super) fn tell(vault: &Vault, manifest: &Manifest) -> Outcome<()> {
    let exports = vault.exports()?;
    let keys: Vec<_> = manifest.keys.iter().map(named).collect();
    let again = match is_by_new_identity(vault, manifest)? {
        true => names(&exports),
        false => behind(&exports, &keys),
    };
    let rest: BTreeSet<_> = names(&exports).difference(&again).cloned().collect();
    if !again.is_empty() {
        let again = joined(again);
        ui::note(&format!(
            "these vaults lack what was published: `waxseal keys export` for {again}"
        ));
    }
    if !rest.is_empty() {
        let rest = joined(rest);
        ui::note(&format!("for the vaults of {rest}: the new waxseal.jws in place of theirs"));
    }
    Ok(())
}

fn named(key: &RecipientKey) -> Named<'_> {
    (&key.kid, &key.role, key.group.as_deref())
}

/// Whether no manifest before it is by its identity: no vault knows that, but one that was made
/// since `rotate --new-identity`.
fn is_by_new_identity(vault: &Vault, manifest: &Manifest) -> Outcome<bool> {
    let manifests = vault.manifests()?;
    let mut before = manifests.iter().filter(|other| other.version < manifest.version).peekable();
    Ok(before.peek().is_some() && before.all(|other| other.identity != manifest.identity))
}

fn joined(names: BTreeSet<String>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}
