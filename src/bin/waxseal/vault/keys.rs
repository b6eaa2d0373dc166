//! The private keys of the roles, each a file under the vault key.

use getrandom::SysRng;
use waxseal::jose::Json;
use waxseal::jose::json::{self, Writer};
use waxseal::jose::jwk::{AgreementKey, Thumbprint};
use waxseal::jose::keywrap::{WrappingKey, protected_header};
use waxseal::manifest::RecipientKey;
use waxseal::open::{Keyring, RoleKey};
use waxseal::{Code, Error};
use zeroize::Zeroizing;

use super::{KEYS, Vault};
use crate::clock::DAY;
use crate::failure::Outcome;
use crate::{files, keyfile};

/// How long new orders are sealed to a key, at most. It opens them for as long as it is kept.
const SEALING: u64 = 731 * DAY;

/// What the vault records of a key, in the protected header of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyRecord {
    pub(crate) kid: Thumbprint,
    pub(crate) role: String,
    pub(crate) group: Option<String>,
    pub(crate) nbf: u64,
    pub(crate) exp: u64,
}

/// A role's private key.
pub(crate) struct StoredKey {
    pub(crate) record: KeyRecord,
    pub(crate) secret: AgreementKey,
}

impl KeyRecord {
    /// Whether it is for this role and group.
    pub(crate) fn is_for(&self, role: &str, group: Option<&str>) -> bool {
        self.role == role && self.group.as_deref() == group
    }

    fn read(header: &Json) -> Result<Self, Error> {
        Ok(Self {
            kid: Thumbprint::parse(header.string_member("kid")?)?,
            role: header.string_member("role")?.into(),
            group: header.optional_string("grp")?.map(Into::into),
            nbf: header.integer_member("nbf")?,
            exp: header.integer_member("exp")?,
        })
    }

    fn write(&self, header: &mut Writer) {
        header
            .string("cty", "jwk+json")
            .string("kid", &self.kid.encode())
            .string("role", &self.role);
        if let Some(group) = &self.group {
            header.string("grp", group);
        }
        header.integer("nbf", self.nbf).integer("exp", self.exp);
    }
}

impl StoredKey {
    /// What a manifest says of it.
    pub(crate) fn recipient(&self) -> RecipientKey {
        RecipientKey {
            public: self.secret.public(),
            kid: self.record.kid,
            role: self.record.role.clone(),
            group: self.record.group.clone(),
            nbf: self.record.nbf,
            exp: self.record.exp,
        }
    }
}

impl Vault {
    /// What the key files say of themselves, **not authenticated**: no passphrase is needed.
    pub(crate) fn key_records(&self) -> Outcome<Vec<KeyRecord>> {
        let mut records = Vec::new();
        for path in files::list(&self.path(KEYS), "jwe")? {
            let header = protected_header(files::read_text(&path)?.trim_end())
                .and_then(|header| KeyRecord::read(&header))
                .map_err(|error| {
                    Error::new(error.code(), "not a key file").about(&files::name(&path))
                })?;
            records.push(header);
        }
        records.sort_by(|a, b| (&a.role, &a.group, a.nbf).cmp(&(&b.role, &b.group, b.nbf)));
        Ok(records)
    }
}

/// The vault key: what opens the other key files.
pub(crate) struct VaultKey(WrappingKey);

impl VaultKey {
    pub(super) fn new(key: WrappingKey) -> Self {
        Self(key)
    }

    /// All private keys of the vault, the oldest first.
    pub(crate) fn role_keys(&self, vault: &Vault) -> Outcome<Vec<StoredKey>> {
        let mut keys = Vec::new();
        for path in files::list(&vault.path(KEYS), "jwe")? {
            let compact = keyfile::read(&path, vault.modes)?;
            let key =
                self.open(compact.trim_end()).map_err(|error| error.about(&files::name(&path)))?;
            keys.push(key);
        }
        keys.sort_by_key(|key| key.record.nbf);
        Ok(keys)
    }

    /// The same, for opening orders.
    pub(crate) fn keyring(&self, vault: &Vault) -> Outcome<Keyring> {
        let keys = self.role_keys(vault)?.into_iter().map(|StoredKey { record, secret }| {
            (record.kid, RoleKey { secret, role: record.role, group: record.group })
        });
        Ok(keys.collect())
    }

    /// Makes a key for a role and group, and keeps it in the vault.
    pub(crate) fn add(
        &self,
        vault: &Vault,
        role: &str,
        group: Option<&str>,
        now: u64,
    ) -> Result<StoredKey, Error> {
        let secret = AgreementKey::generate(&mut SysRng)?;
        let record = KeyRecord {
            kid: secret.public().thumbprint(),
            role: role.into(),
            group: group.map(Into::into),
            nbf: now,
            exp: now + SEALING,
        };
        let file =
            self.0.seal(|header| record.write(header), secret.to_jwk().as_bytes(), &mut SysRng)?;
        let name = format!("{}.jwe", record.kid.encode());
        files::write_new(&vault.path(KEYS).join(name), file.as_bytes())?;
        Ok(StoredKey { record, secret })
    }

    fn open(&self, compact: &str) -> Result<StoredKey, Error> {
        let (header, jwk) = self.0.open(compact)?;
        let record = KeyRecord::read(&header)?;
        let text =
            std::str::from_utf8(&jwk).map_err(|_| Error::new(Code::Malformed, "holds no key"))?;
        let secret = AgreementKey::from_jwk(&Zeroizing::new(json::parse(text)?))?;
        if secret.public().thumbprint() != record.kid {
            return Err(Error::new(Code::Tampered, "holds another key than it says"));
        }
        Ok(StoredKey { record, secret })
    }
}
