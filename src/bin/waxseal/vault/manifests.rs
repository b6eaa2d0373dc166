//! Every manifest that was published: an order is read by the one that it was sealed with.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use waxseal::jose::json;
use waxseal::jose::jws::{Jws, signer};
use waxseal::manifest::{Manifest, TYP};
use waxseal::policy::{Archive, Field, Policy};
use waxseal::{Code, Error};

use super::{MANIFESTS, Vault};
use crate::failure::{Failure, Outcome};
use crate::{files, ui};

pub(super) const NEWEST: &str = "waxseal.jws";

/// Whether a manifest says what this policy does.
pub(crate) fn is_made_from(manifest: &Manifest, policy: &Policy) -> bool {
    let groups: BTreeSet<&str> = policy.groups.iter().map(String::as_str).collect();
    manifest.merchant == policy.merchant
        && manifest.env == policy.env
        && manifest.origins == policy.origins
        && manifest.fields.iter().map(published).eq(policy.fields.iter().map(published))
        && manifest.forms == policy.forms
        && manifest.pass == policy.pass
        && manifest.contact == policy.contact
        && manifest.privacy == policy.privacy
        && manifest.groups().collect::<BTreeSet<_>>() == groups
}

/// A manifest does not say what becomes of a field that is kept for ever.
fn published(field: &Field) -> Field {
    let mut field = field.clone();
    if field.keep_days.is_none() {
        field.archive = Archive::Drop;
    }
    field
}

impl Vault {
    /// All manifests published, in the order of their versions. A holder of some keys may put the
    /// newest one, as the shop serves it, in place of the one that the vault came with. Those of
    /// an identity that was taken out of `vault.toml` are left out.
    pub(crate) fn manifests(&self) -> Outcome<Vec<Manifest>> {
        let mut manifests = Vec::new();
        let newest = Some(self.path(NEWEST)).filter(|path| files::exists(path));
        let mut left_out = 0;
        for path in files::list(&self.path(MANIFESTS), "jws")?.into_iter().chain(newest) {
            match self.read_manifest(&path) {
                Ok(manifest) => manifests.push(manifest),
                Err(error) if error.code() == Code::Untrusted && self.is_anothers(&path)? => {
                    left_out += 1;
                }
                Err(error) => return Err(error.into()),
            }
        }
        if left_out > 0 {
            let manifests = ui::counted(left_out, "manifest is", "manifests are");
            ui::warn(&format!(
                "{manifests} by an identity that vault.toml does not name: left out"
            ));
        }
        manifests.sort_by_key(|manifest| manifest.version);
        manifests.dedup_by_key(|manifest| manifest.version);
        Ok(manifests)
    }

    /// The same, where orders are to be read by them: there is at least one.
    pub(crate) fn require_manifests(&self) -> Outcome<Vec<Manifest>> {
        let manifests = self.manifests()?;
        if manifests.is_empty() {
            let none = Error::new(Code::NotReady, "no manifest was published yet");
            return Err(Failure::from(none).or_hint(
                "`waxseal publish`; after a restore, first copy the shop's waxseal.jws into the vault",
            ));
        }
        Ok(manifests)
    }

    /// Verifies a manifest against the vault's own identities.
    pub(crate) fn verify(&self, jws: &str) -> Result<Manifest, Error> {
        Manifest::verify(jws, &self.pins())
    }

    /// Keeps a new manifest, and makes it the one to upload. Returns where that is.
    pub(crate) fn keep_manifest(&self, version: u64, jws: &str) -> Result<PathBuf, Error> {
        let kept = self.path(MANIFESTS).join(format!("{version}.jws"));
        files::write_new(&kept, jws.as_bytes())?;
        let newest = self.path(NEWEST);
        files::replace_public(&newest, jws.as_bytes())?;
        Ok(newest)
    }

    /// Refuses to copy a manifest over anything but an earlier one of this merchant.
    pub(crate) fn may_copy_to(&self, path: &Path) -> Outcome<()> {
        if !files::exists(path) || self.read_manifest(path).is_ok() {
            return Ok(());
        }
        Err(Failure::from(files::taken(path))
            .or_hint("only an earlier manifest of this vault is replaced"))
    }

    fn read_manifest(&self, path: &Path) -> Result<Manifest, Error> {
        self.verify(&files::read_text(path)?).map_err(|error| error.about(&files::name(path)))
    }

    /// Whether it says itself that an identity made it that is none of ours.
    fn is_anothers(&self, path: &Path) -> Result<bool, Error> {
        let text = files::read_text(path)?;
        let signer =
            Jws::parse(text.trim_ascii()).and_then(|jws| signer(jws.header(), TYP, json::parse));
        Ok(signer.is_ok_and(|signer| !self.identities.contains(&signer.thumbprint())))
    }
}
