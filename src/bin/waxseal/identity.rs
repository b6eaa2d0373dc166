//! The merchant's identity: an Ed25519 key in a folder and under a passphrase of its own.

use std::path::{Path, PathBuf};

use getrandom::SysRng;
use waxseal::jose::jwk::SigningKey;
use waxseal::{Code, Error};

use crate::failure::{Failure, Outcome};
use crate::files::{self, FolderDraft, Lock, Modes};
use crate::keyfile;

const PRIVATE: &str = "identity.jwe";
const LOCK: &str = "lock";
const PUBLIC: &str = "identity.pub.json";

/// Makes an identity in a folder that is being drafted.
pub(crate) fn create(draft: &FolderDraft, passphrase: &str) -> Result<SigningKey, Error> {
    let identity = SigningKey::generate(&mut SysRng)?;
    let sealed = keyfile::seal(&identity.to_jwk(), passphrase)?;
    files::write_new(&draft.path().join(PRIVATE), sealed.as_bytes())?;
    let public = identity.public().to_jwk();
    files::write_new(&draft.path().join(PUBLIC), public.as_bytes())?;
    Ok(identity)
}

/// Whether an identity's key lies in this folder.
pub(crate) fn is_in(folder: &Path) -> bool {
    files::exists(&folder.join(PRIVATE))
}

/// The key file of the identity in this folder.
pub(crate) fn key_file(folder: &Path) -> Outcome<PathBuf> {
    let path = folder.join(PRIVATE);
    if files::exists(&path) {
        return Ok(path);
    }
    let missing = Error::new(Code::Io, "no identity in this folder").about(&files::name(folder));
    Err(Failure::from(missing).or_hint("name its folder with --identity DIR or $WAXSEAL_IDENTITY"))
}

/// Waits until no other command changes the identity in this folder.
pub(crate) fn lock(folder: &Path) -> Result<Lock, Error> {
    files::lock(&folder.join(LOCK))
}

/// Opens the identity.
pub(crate) fn open(folder: &Path, modes: Modes, passphrase: &str) -> Outcome<SigningKey> {
    let jwk = keyfile::open_jwk(&key_file(folder)?, modes, passphrase)?;
    Ok(SigningKey::from_jwk(&jwk)?)
}
