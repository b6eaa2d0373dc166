//! What the vault records of each vault that was made for one person.

use waxseal::Error;
use waxseal::jose::Json;
use waxseal::jose::jwk::Thumbprint;
use waxseal::jose::keywrap::protected_header;

use super::{EXPORTS, Vault};
use crate::failure::Outcome;
use crate::files;

/// Who was given which keys.
pub(crate) struct ExportRecord {
    /// Names the exported vault.
    pub(crate) id: String,
    /// Its holder.
    pub(crate) name: String,
    pub(crate) kids: Vec<Thumbprint>,
    /// When it was made, in seconds since 1970.
    pub(crate) time: u64,
}

impl ExportRecord {
    fn read(header: &Json) -> Result<Self, Error> {
        let kids = header.strings_member("kids")?;
        Ok(Self {
            id: header.string_member("id")?.into(),
            name: header.string_member("name")?.into(),
            kids: kids.iter().map(|kid| Thumbprint::parse(kid)).collect::<Result<_, _>>()?,
            time: header.integer_member("time")?,
        })
    }
}

impl Vault {
    /// What the records of exports say of themselves, **not authenticated**: no passphrase is
    /// needed. An exported vault has none.
    pub(crate) fn export_records(&self) -> Outcome<Vec<ExportRecord>> {
        let folder = self.path(EXPORTS);
        if !files::exists(&folder) {
            return Ok(Vec::new());
        }
        let mut records = Vec::new();
        for path in files::list(&folder, "jwe")? {
            let record = protected_header(files::read_text(&path)?.trim_end())
                .and_then(|header| ExportRecord::read(&header))
                .map_err(|error| {
                    Error::new(error.code(), "not the record of an export")
                        .about(&files::name(&path))
                })?;
            records.push(record);
        }
        records.sort_by_key(|record| record.time);
        Ok(records)
    }

    /// Those that were given this key.
    pub(crate) fn holders(&self, kid: &Thumbprint) -> Outcome<Vec<ExportRecord>> {
        let mut records = self.export_records()?;
        records.retain(|record| record.kids.contains(kid));
        Ok(records)
    }
}
