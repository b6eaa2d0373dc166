//! What the owner records of each vault that was made for one person: `exports/<id>.jwe`, with the
//! key of that vault's ledger inside.

use std::collections::BTreeSet;
use std::path::PathBuf;

use waxseal::Error;
use waxseal::jose::Json;
use waxseal::jose::json::Writer;
use waxseal::jose::jwk::Thumbprint;
use waxseal::jose::keywrap::protected_header;

use super::{EXPORTS, Vault, VaultKey};
use crate::failure::Outcome;
use crate::ledger::{ChainKey, Given, Store};
use crate::{files, keyfile};

/// A vault that was made for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Export {
    /// Names that vault; its ledger begins with it.
    pub(crate) id: String,
    /// Who holds it.
    pub(crate) name: String,
    /// The keys in it.
    pub(crate) kids: Vec<Thumbprint>,
    pub(crate) roles: Vec<String>,
    /// The one group of customers whose keys it holds; all of the roles' without.
    pub(crate) group: Option<String>,
    /// When it was made.
    pub(crate) time: u64,
    /// What its holder accepts, as a ledger names it.
    pub(crate) text: String,
}

impl Export {
    fn read(header: &Json) -> Result<Self, Error> {
        let kids = header.strings_member("kids")?;
        Ok(Self {
            id: header.string_member("id")?.into(),
            name: header.string_member("name")?.into(),
            kids: kids.iter().map(|kid| Thumbprint::parse(kid)).collect::<Result<_, _>>()?,
            roles: header.strings_member("roles")?,
            group: header.optional_string("grp")?.map(Into::into),
            time: header.integer_member("time")?,
            text: header.string_member("text")?.into(),
        })
    }

    fn write(&self, header: &mut Writer) {
        let kids: Vec<_> = self.kids.iter().map(Thumbprint::encode).collect();
        header
            .string("cty", "jwk+json")
            .string("id", &self.id)
            .string("name", &self.name)
            .strings("kids", &kids)
            .strings("roles", &self.roles);
        if let Some(group) = &self.group {
            header.string("grp", group);
        }
        header.integer("time", self.time).string("text", &self.text);
    }
}

/// A key as its role and group name it.
pub(crate) type Named<'a> = (&'a Thumbprint, &'a str, Option<&'a str>);

/// Who holds keys of a role and group, and none of these newer ones; each person once.
pub(crate) fn behind<'a>(exports: &[Export], keys: &[Named<'a>]) -> BTreeSet<String> {
    let is_of = |export: &Export, (_, role, group): &Named<'a>| {
        let in_group = export.group.is_none() || export.group.as_deref() == *group;
        in_group && export.roles.iter().any(|own| own == role)
    };
    let has = |name: &str, kid: &Thumbprint| {
        exports.iter().any(|export| export.name == name && export.kids.contains(kid))
    };
    let lacks =
        |export: &&Export| keys.iter().any(|key| is_of(export, key) && !has(&export.name, key.0));
    exports.iter().filter(lacks).map(|export| export.name.clone()).collect()
}

/// The names of all who were given a vault.
pub(crate) fn names(exports: &[Export]) -> BTreeSet<String> {
    exports.iter().map(|export| export.name.clone()).collect()
}

impl Vault {
    /// What was given to whom, the earliest first, **not authenticated**: no passphrase is needed.
    pub(crate) fn exports(&self) -> Outcome<Vec<Export>> {
        let mut exports = Vec::new();
        for path in files::list(&self.path(EXPORTS), "jwe")? {
            let export = protected_header(files::read_text(&path)?.trim_end())
                .and_then(|header| Export::read(&header))
                .map_err(|error| {
                    Error::new(error.code(), "not the record of an export")
                        .about(&files::name(&path))
                })?;
            exports.push(export);
        }
        exports.sort_by_key(|export| export.time);
        Ok(exports)
    }

    /// Those that the ledger names, and that are not recorded here.
    pub(crate) fn forgotten(&self, ledger: &Store) -> Outcome<Vec<Given>> {
        let mut given = ledger.given()?;
        let path = |id: &str| self.path(EXPORTS).join(format!("{id}.jwe"));
        given.retain(|one| !files::exists(&path(&one.id)));
        Ok(given)
    }

    /// Those that were given this key.
    pub(crate) fn holders(&self, kid: &Thumbprint) -> Outcome<Vec<Export>> {
        let mut exports = self.exports()?;
        exports.retain(|export| export.kids.contains(kid));
        Ok(exports)
    }

    /// Where an export is recorded.
    pub(crate) fn export_path(&self, export: &Export) -> PathBuf {
        self.path(EXPORTS).join(format!("{}.jwe", export.id))
    }
}

impl VaultKey {
    /// The same, authenticated, with the keys of their ledgers.
    pub(crate) fn exports(&self, vault: &Vault) -> Outcome<Vec<(Export, ChainKey)>> {
        let mut exports = Vec::new();
        for path in files::list(&vault.path(EXPORTS), "jwe")? {
            let compact = keyfile::read(&path, vault.modes)?;
            let export = self
                .open_export(compact.trim_end())
                .map_err(|error| error.about(&files::name(&path)))?;
            exports.push(export);
        }
        exports.sort_by_key(|(export, _)| export.time);
        Ok(exports)
    }

    /// Records an export.
    pub(crate) fn keep_export(
        &self,
        vault: &Vault,
        export: &Export,
        chain: &ChainKey,
    ) -> Result<(), Error> {
        let file = self.seal(|header| export.write(header), chain.to_jwk().as_bytes())?;
        files::write_new(&vault.export_path(export), file.as_bytes())
    }

    fn open_export(&self, compact: &str) -> Result<(Export, ChainKey), Error> {
        let (header, jwk) = self.open(compact)?;
        Ok((Export::read(&header)?, ChainKey::from_jwk(keyfile::text(&jwk)?)?))
    }
}
