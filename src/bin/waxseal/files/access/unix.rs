//! Modes: they are set when a file or folder is made, so that it never has others.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// The mode that a file or folder is made with.
pub(in crate::files) fn set_mode(builder: &mut tempfile::Builder<'_, '_>, mode: u32) {
    builder.permissions(Permissions::from_mode(mode));
}

/// For a file that is made for its owner alone.
pub(in crate::files) fn options() -> OpenOptions {
    let mut options = File::options();
    options.mode(0o600);
    options
}

/// Its mode says it already.
pub(in crate::files) fn keep_private(_file: &Path) -> io::Result<()> {
    Ok(())
}

/// Its mode says it already.
pub(in crate::files) fn keep_folder_private(_folder: &Path) -> io::Result<()> {
    Ok(())
}

pub(in crate::files) fn make_folder(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().mode(0o700).create(path)
}

/// Modes are for files: a pipe or a terminal is read by whoever was given it.
pub(in crate::files) fn others_can_read(file: &File, _path: &Path) -> io::Result<bool> {
    let metadata = file.metadata()?;
    Ok(metadata.is_file() && metadata.permissions().mode() & 0o077 != 0)
}

/// Whether what is printed goes to a file that others can read.
pub(crate) fn others_can_read_output() -> bool {
    let output = io::stdout().as_fd().try_clone_to_owned();
    let others_can = |file| others_can_read(&File::from(file), Path::new("-"));
    output.and_then(others_can).unwrap_or(false)
}

/// Whether others can list a folder, or reach what is in it.
pub(in crate::files) fn others_can_enter(folder: &Path) -> io::Result<bool> {
    Ok(folder.metadata()?.permissions().mode() & 0o077 != 0)
}

pub(in crate::files) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// What a person types to take a file from others.
pub(crate) fn how_to_keep_private(file: &str) -> String {
    format!("chmod 600 {file}")
}
