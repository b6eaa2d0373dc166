//! A folder that appears whole or not at all.

use std::path::{Path, PathBuf};
use std::{fs, io};

use tempfile::TempDir;
use waxseal::Error;

use crate::interrupt::{self, Held};

use super::{DRAFT, Modes, about, access, exists, name, parent, sync, sync_parent, taken};

/// A folder being made beside its place: it appears there whole, or not at all.
pub(crate) struct FolderDraft {
    folder: TempDir,
    place: PathBuf,
    /// Dropped last: a signal that comes meanwhile finds the draft placed, or removed.
    _held: Held,
}

impl FolderDraft {
    /// Begins a folder that must not be there yet.
    pub(crate) fn new(place: &Path) -> Result<Self, Error> {
        if exists(place) {
            return Err(taken(place));
        }
        let held = interrupt::hold();
        let mut builder = tempfile::Builder::new();
        builder.prefix(DRAFT);
        access::set_mode(&mut builder, 0o700);
        let folder = builder.tempdir_in(parent(place)).map_err(|error| about(&error, place))?;
        access::keep_folder_private(folder.path()).map_err(|error| about(&error, place))?;
        Ok(Self { folder, place: place.to_owned(), _held: held })
    }

    /// Where its files are written meanwhile.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Whether a file written here is really kept from others.
    pub(crate) fn modes(&self) -> Modes {
        let probe = || -> io::Result<bool> {
            let file = tempfile::Builder::new().tempfile_in(self.path())?;
            access::others_can_read(file.as_file(), file.path())
        };
        if probe().unwrap_or(false) { Modes::Unchecked } else { Modes::Checked }
    }

    /// An error of making it, about where it was to be.
    pub(crate) fn blame(&self, error: Error) -> Error {
        error.about(&name(&self.place))
    }

    /// Moves it to its place.
    pub(crate) fn place(self) -> Result<PathBuf, Error> {
        sync(self.path())?;
        move_to_free_place(self.path(), &self.place).map_err(|error| about(&error, &self.place))?;
        let _ = self.folder.keep();
        sync_parent(&self.place)?;
        Ok(self.place)
    }
}

/// Removes a folder or a file that this very command placed, as far as that can be done: the
/// command fails in any case.
pub(crate) fn take_back(path: &Path) {
    let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
}

/// `rename` would quietly take the place of an empty folder.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn move_to_free_place(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => fs::rename(from, to),
        other => Ok(other?),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn move_to_free_place(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use waxseal::Code;

    use super::{FolderDraft, exists};
    use crate::files::write_new;

    #[test]
    fn a_folder_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = folder.path().join("vault");
        let draft = FolderDraft::new(&place).expect("the place is free");
        write_new(&draft.path().join("a"), b"a").expect("written");
        assert!(!exists(&place));
        fs::create_dir(&place).expect("someone else was faster");
        assert_eq!(draft.place().expect_err("taken").code(), Code::Io);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
        assert!(FolderDraft::new(&place).is_err());
    }
}
