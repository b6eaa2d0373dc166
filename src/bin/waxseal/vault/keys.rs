//! The private keys of the roles, each a file under the vault key.

mod changes;

use std::path::PathBuf;

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
use crate::failure::{Failure, Outcome};
use crate::{files, keyfile};

/// So much of an id names a key: fewer characters are a slip of the hand.
const SHORTEST: usize = 6;

/// What the vault records of a key, in the protected header of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyRecord {
    pub(crate) kid: Thumbprint,
    pub(crate) role: String,
    pub(crate) group: Option<String>,
    pub(crate) nbf: u64,
    pub(crate) exp: u64,
    /// When it was taken out of use for new orders.
    pub(crate) retired: Option<u64>,
    /// When the private key was destroyed: the file is then what is left of it.
    pub(crate) shredded: Option<u64>,
}

/// A key as it is kept: of a shredded one, the record alone.
pub(crate) struct KeptKey {
    pub(crate) record: KeyRecord,
    pub(crate) secret: Option<AgreementKey>,
}

/// A role's private key.
pub(crate) struct StoredKey {
    pub(crate) record: KeyRecord,
    pub(crate) secret: AgreementKey,
}

/// The one of these keys whose id begins so. `none` is the reason if there is none.
///
/// # Errors
/// `unknown-key` if there is none, or more than one.
pub(crate) fn the_one<K>(
    start: &str,
    keys: impl IntoIterator<Item = K>,
    kid: impl Fn(&K) -> Thumbprint,
    none: &'static str,
) -> Outcome<K> {
    if start.len() < SHORTEST {
        return Err(Failure::usage("a key is named by at least 6 characters of its id"));
    }
    let mut found = keys.into_iter().filter(|key| kid(key).encode().starts_with(start));
    let reason = match (found.next(), found.next()) {
        (Some(key), None) => return Ok(key),
        (None, _) => none,
        (Some(_), Some(_)) => "more than one key of the vault begins so",
    };
    Err(Failure::from(Error::new(Code::UnknownKey, reason).about(start))
        .or_hint("`waxseal keys list` says which there are"))
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
            retired: header.optional_integer("ret")?,
            shredded: header.optional_integer("shr")?,
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
        for (name, moment) in [("ret", self.retired), ("shr", self.shredded)] {
            if let Some(moment) = moment {
                header.integer(name, moment);
            }
        }
    }
}

impl KeptKey {
    /// The private key, unless it was shredded.
    pub(crate) fn stored(self) -> Option<StoredKey> {
        let Self { record, secret } = self;
        secret.map(|secret| StoredKey { record, secret })
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

    /// Where a key lies.
    pub(crate) fn key_path(&self, kid: &Thumbprint) -> PathBuf {
        self.path(KEYS).join(format!("{}.jwe", kid.encode()))
    }
}

/// The vault key: what opens the other key files.
pub(crate) struct VaultKey(WrappingKey);

impl VaultKey {
    pub(super) fn new(key: WrappingKey) -> Self {
        Self(key)
    }

    /// The file that holds it, under a passphrase.
    pub(super) fn under(&self, passphrase: &str) -> Result<String, Error> {
        keyfile::seal(&self.0.to_jwk(), passphrase)
    }

    /// All keys of the vault, the oldest first.
    pub(crate) fn kept(&self, vault: &Vault) -> Outcome<Vec<KeptKey>> {
        let mut keys = Vec::new();
        for path in files::list(&vault.path(KEYS), "jwe")? {
            let compact = keyfile::read(&path, vault.modes)?;
            let key = self
                .open_key(compact.trim_end())
                .map_err(|error| error.about(&files::name(&path)))?;
            keys.push(key);
        }
        keys.sort_by_key(|key| (key.record.nbf, key.record.kid));
        Ok(keys)
    }

    /// What the vault records of each of them, authenticated.
    pub(crate) fn records(&self, vault: &Vault) -> Outcome<Vec<KeyRecord>> {
        Ok(self.kept(vault)?.into_iter().map(|key| key.record).collect())
    }

    /// The one key whose id begins so, authenticated.
    ///
    /// # Errors
    /// `unknown-key` if there is none, or more than one.
    pub(crate) fn find(&self, vault: &Vault, start: &str) -> Outcome<KeyRecord> {
        the_one(start, self.records(vault)?, |key| key.kid, "no key of the vault begins so")
    }

    /// All private keys of the vault, the oldest first.
    pub(crate) fn role_keys(&self, vault: &Vault) -> Outcome<Vec<StoredKey>> {
        let keys = self.kept(vault)?.into_iter();
        Ok(keys.filter_map(KeptKey::stored).collect())
    }

    /// Seals something of the vault. `members` adds to the protected header.
    pub(crate) fn seal(
        &self,
        members: impl FnOnce(&mut Writer),
        content: &[u8],
    ) -> Result<String, Error> {
        self.0.seal(members, content, &mut SysRng)
    }

    /// Opens what [`VaultKey::seal`] sealed: the header, now authenticated, and the content.
    pub(crate) fn open(&self, compact: &str) -> Result<(Json, Zeroizing<Vec<u8>>), Error> {
        self.0.open(compact)
    }

    /// The same, for opening orders.
    pub(crate) fn keyring(&self, vault: &Vault) -> Outcome<Keyring> {
        let keys = self.role_keys(vault)?.into_iter().map(|StoredKey { record, secret }| {
            (record.kid, RoleKey { secret, role: record.role, group: record.group })
        });
        Ok(keys.collect())
    }

    /// Keeps a key in a vault that does not have it.
    pub(crate) fn keep_key(&self, vault: &Vault, key: &StoredKey) -> Result<(), Error> {
        files::write_new(&vault.key_path(&key.record.kid), self.seal_key(key)?.as_bytes())
    }

    /// The file of a key.
    pub(crate) fn seal_key(&self, key: &StoredKey) -> Result<String, Error> {
        self.seal(|header| key.record.write(header), key.secret.to_jwk().as_bytes())
    }

    fn open_key(&self, compact: &str) -> Result<KeptKey, Error> {
        let (header, jwk) = self.open(compact)?;
        let record = KeyRecord::read(&header)?;
        if record.shredded.is_some() {
            return Ok(KeptKey { record, secret: None });
        }
        let secret = json::parse(keyfile::text(&jwk)?).map(Zeroizing::new)?;
        let secret = AgreementKey::from_jwk(&secret)?;
        if secret.public().thumbprint() != record.kid {
            return Err(Error::new(Code::Tampered, "holds another key than it says"));
        }
        Ok(KeptKey { record, secret: Some(secret) })
    }
}
