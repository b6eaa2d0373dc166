//! The keys that were lost, and what of an order they open.

use std::collections::BTreeSet;

use waxseal::jose::jwk::Thumbprint;
use waxseal::manifest::Manifest;
use waxseal::open::{Order, Part};
use waxseal::{Code, Error};

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::ledger::Entry;
use crate::vault::{Export, Vault, the_one};

/// The keys that were lost.
pub(super) struct Lost {
    kids: Vec<Thumbprint>,
}

/// What a lost key opens, or opened, of an order.
pub(super) struct Affected {
    pub(super) kids: BTreeSet<String>,
    pub(super) roles: BTreeSet<String>,
    pub(super) fields: BTreeSet<String>,
    /// Whether it opens the order as it is stored here, and not only earlier copies.
    pub(super) is_openable: bool,
}

impl Lost {
    /// The keys that the flags name.
    pub(super) fn of(
        args: &args::Exposure,
        vault: &Vault,
        manifests: &[Manifest],
    ) -> Outcome<Self> {
        let known = known(vault, manifests)?;
        let kids = args.kid.iter().map(|start| find(start, &known));
        let mut kids = kids.collect::<Outcome<Vec<_>>>()?;
        let exports = if args.export.is_empty() { Vec::new() } else { vault.exports()? };
        for name in &args.export {
            let theirs: Vec<_> = exports.iter().filter(|export| is_named(export, name)).collect();
            if theirs.is_empty() {
                let error = Error::new(Code::UnknownKey, "no vault was exported for such a person");
                return Err(Failure::from(error.about(name))
                    .or_hint("`waxseal keys list` names those who hold a key"));
            }
            kids.extend(theirs.iter().flat_map(|export| &export.kids));
        }
        Ok(Self { kids })
    }

    /// What is recorded of the search itself.
    pub(super) fn entries(&self, command: &'static str, reason: Option<&str>) -> Vec<Entry> {
        let entry = |kid| Entry::new(command, "done").reason(reason).kid(kid);
        self.kids.iter().map(entry).collect()
    }

    /// What of an order they open, if anything.
    pub(super) fn look(&self, order: &Order<'_>, manifests: &[Manifest]) -> Option<Affected> {
        let has = |kid: &Thumbprint| self.kids.contains(kid);
        let names_one = |part: &&Part<'_>| has(&part.kid) || part.was.iter().any(has);
        let parts: Vec<_> = order.parts.iter().filter(names_one).collect();
        if parts.is_empty() {
            return None;
        }
        let sealed_to = parts.iter().flat_map(|part| part.was.iter().chain([&part.kid]));
        let role = |part: &&Part<'_>| part.role.clone();
        let roles: BTreeSet<_> = parts.iter().map(role).collect();
        let manifest = manifests.iter().find(|manifest| manifest.version == order.header.ver);
        let fields = manifest.or(manifests.last()).map_or(&[][..], |manifest| &manifest.fields);
        let theirs = fields.iter().filter(|field| roles.contains(&field.role));
        Some(Affected {
            kids: sealed_to.filter(|kid| has(kid)).map(Thumbprint::encode).collect(),
            fields: theirs.map(|field| field.name.clone()).collect(),
            roles,
            is_openable: parts.iter().any(|part| has(&part.kid)),
        })
    }
}

/// A person may have been given several, and is named in any letters, as `accept` takes it too.
fn is_named(export: &Export, name: &str) -> bool {
    export.name.to_lowercase() == name.to_lowercase() || export.id == name
}

/// The keys that the vault has, and those that it once published.
fn known(vault: &Vault, manifests: &[Manifest]) -> Outcome<BTreeSet<Thumbprint>> {
    let records = vault.key_records()?;
    let published = manifests.iter().flat_map(|manifest| &manifest.keys).map(|key| key.kid);
    Ok(records.iter().map(|record| record.kid).chain(published).collect())
}

/// A mistyped key would be in no order, which looks like good news.
fn find(start: &str, known: &BTreeSet<Thumbprint>) -> Outcome<Thumbprint> {
    the_one(start, known.iter().copied(), |kid| *kid, "this vault never had such a key")
}
