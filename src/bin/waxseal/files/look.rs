//! What lies around a vault, for those who check it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::{DRAFT, access, parent};

/// The folders in a folder, as far as they can be seen.
pub(crate) fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<_> = entries(folder).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// What commands draft in a folder, and when it was last changed, in seconds since 1970. A command
/// that was killed leaves its own behind.
pub(crate) fn drafts(folder: &Path) -> Vec<(PathBuf, u64)> {
    let is_draft = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(DRAFT))
    };
    entries(folder).filter(is_draft).map(|path| (path.clone(), changed(&path))).collect()
}

/// The folder that something stands in.
pub(crate) fn folder_of(path: &Path) -> PathBuf {
    if path.file_name().is_some() {
        return parent(path).to_owned();
    }
    // `.` and `..` do not say what they stand in.
    path.canonicalize().map_or_else(|_| path.join(".."), |whole| parent(&whole).to_owned())
}

/// Whether something that is to be made would stand in this folder, or deeper in it.
pub(crate) fn is_inside(place: &Path, folder: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().ok();
    whole(&folder_of(place))
        .zip(whole(folder))
        .is_some_and(|(place, folder)| place.starts_with(folder))
}

/// Whether others can list a folder, or reach what is in it.
pub(crate) fn others_can_enter(folder: &Path) -> bool {
    access::others_can_enter(folder).unwrap_or(false)
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

fn changed(path: &Path) -> u64 {
    let changed = path.symlink_metadata().and_then(|metadata| metadata.modified());
    let since = changed.ok().and_then(|changed| changed.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |since| since.as_secs())
}
