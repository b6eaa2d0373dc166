//! The one room that reads key files and writes files.
//!
//! Rules:
//! - A file is written beside its place, synced, moved there in one step, and its folder synced:
//!   after a crash it is either the old one or the new one, whole.
//! - Nothing is overwritten unless the caller says so by name ([`replace`]).
//! - Files are 0600 and folders 0700, but for what is meant to be published ([`replace_public`]).
//! - A file with a secret that others can read is refused.

mod access;
mod draft;
mod lock;
mod look;
mod partial;
mod read;
mod shred;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use waxseal::Error;

use crate::failure::io_error;
use crate::interrupt;

pub(crate) use access::{how_to_keep_private, others_can_read_output};
pub(crate) use draft::{FolderDraft, take_back};
pub(crate) use lock::{Lock, lock};
pub(crate) use look::{drafts, folder_of, folders, is_inside, others_can_enter};
pub(crate) use partial::{Partial, look_at, remove, with_ending};
pub(crate) use read::{Modes, read_secret, read_text, require_private};
pub(crate) use shred::{shred, shred_drafts};

/// How the names begin of files and folders that are being written.
const DRAFT: &str = ".waxseal-";
/// The mode of what is its owner's alone.
const PRIVATE: u32 = 0o600;

/// Writes a file that must not be there yet.
pub(crate) fn write_new(path: &Path, content: &[u8]) -> Result<(), Error> {
    let _held = interrupt::hold();
    let file = beside(path, content, PRIVATE)?;
    file.persist_noclobber(path).map_err(|failed| about(&failed.error, path))?;
    sync_parent(path)
}

/// Writes a file, in place of the one that is there.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), Error> {
    replace_with_mode(path, content, PRIVATE)
}

/// Writes a file for others to read, in place of the one that is there.
pub(crate) fn replace_public(path: &Path, content: &[u8]) -> Result<(), Error> {
    replace_with_mode(path, content, 0o644)
}

/// A link stays, and what it names is replaced.
fn replace_with_mode(path: &Path, content: &[u8], mode: u32) -> Result<(), Error> {
    let file = match path.is_symlink() {
        true => &fs::canonicalize(path).map_err(|error| about(&error, path))?,
        false => path,
    };
    let _held = interrupt::hold();
    let written = beside(file, content, mode)?;
    written.persist(file).map_err(|failed| about(&failed.error, path))?;
    sync_parent(file)
}

/// Copies a file to where there must be none yet, for its owner alone to read.
pub(crate) fn copy_new(from: &Path, to: &Path) -> Result<(), Error> {
    let mut source = File::open(from).map_err(|error| about(&error, from))?;
    let _held = interrupt::hold();
    let mut copy = beside(to, b"", PRIVATE)?;
    io::copy(&mut source, &mut copy)
        .and_then(|_| copy.as_file().sync_all())
        .map_err(|error| about(&error, to))?;
    copy.persist_noclobber(to).map_err(|failed| about(&failed.error, to))?;
    sync_parent(to)
}

/// Waits until what another room wrote to a file is on the disk.
pub(crate) fn sync_file(path: &Path) -> Result<(), Error> {
    // Windows syncs only what may be written.
    let file = File::options().write(true).open(path);
    file.and_then(|file| file.sync_all()).map_err(|error| about(&error, path))
}

/// Makes a file that must not be there yet, by other means than [`write_new`]: `make` fills it
/// beside its place.
pub(crate) fn make_new<E: From<Error>>(
    path: &Path,
    make: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let file = beside(path, b"", PRIVATE)?;
    make(file.path())?;
    sync_file(file.path()).map_err(|error| error.about(&name(path)))?;
    file.persist_noclobber(path).map_err(|failed| about(&failed.error, path))?;
    Ok(sync_parent(path)?)
}

/// Goes on with a file that this command makes.
pub(crate) fn append_to(path: &Path) -> Result<File, Error> {
    File::options().append(true).open(path).map_err(|error| about(&error, path))
}

/// Makes a folder that must not be there yet.
pub(crate) fn new_folder(path: &Path) -> Result<(), Error> {
    access::make_folder(path).map_err(|error| about(&error, path))
}

/// The files of a folder whose names end so, in the order of their names.
pub(crate) fn list(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Error> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| about(&error, folder))? {
        let path = entry.map_err(|error| about(&error, folder))?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path.extension().is_some_and(|end| end == extension) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether something stands at this place, be it a link to nowhere.
pub(crate) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// A path as messages name it.
pub(crate) fn name(path: &Path) -> String {
    path.display().to_string()
}

fn beside(path: &Path, content: &[u8], mode: u32) -> Result<NamedTempFile, Error> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(DRAFT);
    access::set_mode(&mut builder, mode);
    let write = || -> io::Result<NamedTempFile> {
        let mut file = builder.tempfile_in(parent(path))?;
        if mode == PRIVATE {
            access::keep_private(file.path())?;
        }
        file.write_all(content)?;
        file.as_file().sync_all()?;
        Ok(file)
    };
    write().map_err(|error| about(&error, path))
}

fn about(error: &io::Error, path: &Path) -> Error {
    io_error(error, &name(path))
}

/// Why nothing is written where something stands.
pub(crate) fn taken(path: &Path) -> Error {
    about(&io::ErrorKind::AlreadyExists.into(), path)
}

/// `vault` stands in the folder `.`, which `Path::parent` calls by the empty name.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn sync_parent(path: &Path) -> Result<(), Error> {
    sync(parent(path))
}

fn sync(folder: &Path) -> Result<(), Error> {
    access::sync_folder(folder).map_err(|error| about(&error, folder))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use waxseal::Code;

    use super::{list, replace, write_new};

    #[test]
    fn a_file_is_never_overwritten_silently() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("key.jwe");
        write_new(&path, b"first").expect("there is none yet");
        let refused = write_new(&path, b"second").expect_err("there is one");
        assert_eq!(refused.code(), Code::Io);
        assert_eq!(fs::read(&path).expect("it is there"), b"first");
        replace(&path, b"second").expect("asked for by name");
        assert_eq!(fs::read(&path).expect("it is there"), b"second");
        assert_eq!(list(folder.path(), "jwe").expect("a folder").len(), 1);
    }
}
