//! Every manifest that was published: an order is read by the one that it was sealed with.

use std::path::{Path, PathBuf};

use waxseal::jose::json;
use waxseal::manifest::Manifest;
use waxseal::{Code, Error};

use super::{MANIFESTS, Vault};
use crate::failure::{Failure, Outcome};
use crate::files;

const NEWEST: &str = "waxseal.jws";

impl Vault {
    /// All manifests published, in the order of their versions.
    pub(crate) fn manifests(&self) -> Outcome<Vec<Manifest>> {
        let mut manifests = Vec::new();
        for path in files::list(&self.path(MANIFESTS), "jws")? {
            manifests.push(self.read_manifest(&path)?);
        }
        manifests.sort_by_key(|manifest| manifest.version);
        Ok(manifests)
    }

    /// Verifies a manifest against the vault's own identities.
    pub(crate) fn verify(&self, jws: &str) -> Result<Manifest, Error> {
        Manifest::verify(jws, &self.pins(), json::parse).map(|(manifest, _)| manifest)
    }

    /// Keeps a new manifest, and makes it the one to upload. Returns where that is.
    pub(crate) fn keep_manifest(&self, version: u64, jws: &str) -> Result<PathBuf, Error> {
        let kept = self.path(MANIFESTS).join(format!("{version}.jws"));
        files::write_new(&kept, jws.as_bytes())?;
        let newest = self.path(NEWEST);
        files::replace_public(&newest, jws.as_bytes())?;
        Ok(newest)
    }

    /// Writes a copy, but only over an earlier manifest of this merchant.
    pub(crate) fn copy_manifest(&self, jws: &str, to: &Path) -> Outcome<()> {
        if files::exists(to) && files::read_text(to).and_then(|text| self.verify(&text)).is_err() {
            let taken = Error::new(Code::Io, "exists already and is not overwritten");
            return Err(Failure::from(taken.about(&files::name(to)))
                .or_hint("only an earlier manifest of this vault is replaced"));
        }
        Ok(files::replace_public(to, jws.as_bytes())?)
    }

    fn read_manifest(&self, path: &Path) -> Result<Manifest, Error> {
        self.verify(&files::read_text(path)?).map_err(|error| error.about(&files::name(path)))
    }
}
