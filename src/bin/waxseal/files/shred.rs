//! Destroying what a file held, as far as a file system lets one: flash, snapshots and backups may
//! keep copies of their own.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use waxseal::Error;

use super::{about, replace, sync};

/// Puts another content in the place of a file, and then overwrites what the file held. Until the
/// one moment in which the other stands there, the file is whole.
pub(crate) fn shred(path: &Path, instead: &[u8]) -> Result<(), Error> {
    let held = writable(path)?;
    replace(path, instead)?;
    overwrite(&held).map_err(|error| about(&error, path))
}

/// The same to what commands left in a folder that were stopped while they wrote there. The caller
/// keeps others from writing there now.
pub(crate) fn shred_drafts(folder: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(|error| about(&error, folder))? {
        let path = entry.map_err(|error| about(&error, folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with(super::DRAFT) {
            let held = writable(&path)?;
            fs::remove_file(&path)
                .and_then(|()| overwrite(&held))
                .map_err(|error| about(&error, &path))?;
        }
    }
    sync(folder)
}

fn writable(path: &Path) -> Result<File, Error> {
    File::options().write(true).open(path).map_err(|error| about(&error, path))
}

fn overwrite(mut file: &File) -> io::Result<()> {
    let length = file.metadata()?.len();
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{shred, shred_drafts};
    use crate::files::write_new;

    #[cfg(unix)]
    #[test]
    fn a_shredded_file_is_zeros_wherever_it_is_still_reached() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (path, copy) = (folder.path().join("key.jwe"), folder.path().join("link"));
        write_new(&path, b"secret").expect("written");
        fs::hard_link(&path, &copy).expect("a second name of the same bytes");
        shred(&path, b"gone").expect("ours to change");
        assert_eq!(fs::read(&path).expect("it is there"), b"gone");
        assert_eq!(fs::read(&copy).expect("it is there"), [0; 6]);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_stopped_command_left_is_shredded_too_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (left, copy) = (folder.path().join(".waxseal-left"), folder.path().join("link"));
        write_new(&left, b"secret").expect("written");
        fs::hard_link(&left, &copy).expect("a second name of the same bytes");
        write_new(&folder.path().join("key.jwe"), b"other").expect("written");
        shred_drafts(folder.path()).expect("ours to change");
        assert_eq!(fs::read(&copy).expect("it is there"), [0; 6]);
        assert!(!left.exists());
        assert_eq!(fs::read(folder.path().join("key.jwe")).expect("it is there"), b"other");
    }
}
