//! Reading files, and refusing those with a secret that others can read.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use waxseal::{Code, Error};
use zeroize::Zeroizing;

use super::{about, access, name};

/// No file of a vault comes near this.
const LARGEST: u64 = 4 << 20;

/// Whether files with secrets are held to their modes; a vault on a file system that keeps none
/// says `permissions = "unchecked"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Modes {
    /// Others must not be able to read them.
    Checked,
    /// The file system has no modes.
    Unchecked,
}

/// Reads a text that is no secret.
pub(crate) fn read_text(path: &Path) -> Result<String, Error> {
    let file = File::open(path).map_err(|error| about(&error, path))?;
    let bytes = read_at_most(file, path)?;
    String::from_utf8(bytes).map_err(|_| not_text(path))
}

/// Reads a text that is a secret, or holds one, and that others must not be able to read.
pub(crate) fn read_secret(path: &Path, modes: Modes) -> Result<Zeroizing<String>, Error> {
    let file = File::open(path).map_err(|error| about(&error, path))?;
    check_private(&file, path, modes)?;
    let bytes = Zeroizing::new(read_at_most(file, path)?);
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(not_text(path)),
    }
}

/// Refuses a file that others can read.
pub(crate) fn require_private(path: &Path, modes: Modes) -> Result<(), Error> {
    let file = File::open(path).map_err(|error| about(&error, path))?;
    check_private(&file, path, modes)
}

fn check_private(file: &File, path: &Path, modes: Modes) -> Result<(), Error> {
    let others_can_read = || access::others_can_read(file, path);
    if modes == Modes::Checked && others_can_read().map_err(|error| about(&error, path))? {
        return Err(
            Error::new(Code::Permissions, "others than you can read this file").about(&name(path))
        );
    }
    Ok(())
}

fn read_at_most(file: File, path: &Path) -> Result<Vec<u8>, Error> {
    // What holds a secret is smaller than this, so that no copies are left behind by growing.
    let mut bytes = Vec::with_capacity(8 << 10);
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| about(&error, path))?;
    if bytes.len() as u64 > LARGEST {
        return Err(
            Error::new(Code::Malformed, "larger than any file of a vault").about(&name(path))
        );
    }
    Ok(bytes)
}

fn not_text(path: &Path) -> Error {
    Error::new(Code::Malformed, "is not UTF-8 text").about(&name(path))
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use waxseal::Code;

    use super::super::write_new;
    use super::{Modes, read_secret};

    #[test]
    fn a_secret_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("key.jwe");
        write_new(&path, b"secret").expect("written");
        assert!(read_secret(&path, Modes::Checked).is_ok());
        for mode in [0o640, 0o604, 0o620] {
            fs::set_permissions(&path, PermissionsExt::from_mode(mode)).expect("ours to set");
            let refused = read_secret(&path, Modes::Checked).expect_err("others can read it");
            assert_eq!(refused.code(), Code::Permissions);
            assert!(read_secret(&path, Modes::Unchecked).is_ok());
        }
    }
}
