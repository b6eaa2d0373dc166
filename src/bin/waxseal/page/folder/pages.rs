//! All pages of a folder.

use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

use waxseal::{Code, Error};

use crate::files;

const MOST_PAGES: usize = 500;
const MOST_ENTRIES: usize = 20_000;
const DEEPEST: usize = 16;

/// In the order of their paths. A folder with more than can be looked at is an error.
pub(super) fn all(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut walk = Walk { pages: Vec::new(), seen: 0, left: vec![(root.to_owned(), 0)] };
    while let Some((folder, depth)) = walk.left.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            walk.meet(&entry, depth);
            if walk.seen > MOST_ENTRIES || walk.pages.len() > MOST_PAGES {
                let many = "more files than are looked through: name a page of it";
                return Err(Error::new(Code::Malformed, many).about(&files::name(root)));
            }
        }
    }
    walk.pages.sort();
    Ok(walk.pages)
}

struct Walk {
    pages: Vec<PathBuf>,
    seen: usize,
    /// Folders, and how deep each is.
    left: Vec<(PathBuf, usize)>,
}

impl Walk {
    fn meet(&mut self, entry: &DirEntry, depth: usize) {
        self.seen += 1;
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && depth < DEEPEST && is_deployed(&path) {
            self.left.push((path, depth + 1));
        } else if !is_folder && is_page(&path) {
            self.pages.push(path);
        }
    }
}

fn is_page(path: &Path) -> bool {
    let end = path.extension().unwrap_or_default();
    ["html", "htm"].iter().any(|page| end.eq_ignore_ascii_case(page))
}

fn is_deployed(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    !name.starts_with('.') && name != "node_modules"
}
