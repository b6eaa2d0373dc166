//! A site as a folder: what would be deployed, or was.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use percent_encoding::percent_decode_str;
use url::Url;
use waxseal::{Code, Error};

use super::fetch::{Fetched, LARGEST};
use crate::failure::{Outcome, io_error};
use crate::files;

/// Stands for the site's own origin, which a folder does not say.
const BASE: &str = "https://folder.invalid/";
/// Where some hosts read the headers from that they are to send.
const HEADERS: &str = "_headers";
const MOST_PAGES: usize = 500;
const MOST_ENTRIES: usize = 20_000;
const DEEPEST: usize = 16;

pub(super) struct Folder {
    root: PathBuf,
    /// The one page to look at, if a file was named.
    pub(super) page: Option<PathBuf>,
    /// Patterns of paths, each with a header.
    headers: Option<Vec<(String, (String, String))>>,
}

impl Folder {
    pub(super) fn of(target: &Path) -> Outcome<Self> {
        let about = |error: io::Error| io_error(&error, &files::name(target));
        let whole = target.canonicalize().map_err(about)?;
        let (root, page) = match whole.parent() {
            Some(folder) if !whole.is_dir() => (folder.to_owned(), Some(whole)),
            _ => (whole, None),
        };
        let mut folder = Self { root, page, headers: None };
        folder.headers = folder.read(Path::new(HEADERS)).ok().map(|bytes| {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            headers(&text)
        });
        Ok(folder)
    }

    pub(super) fn has_headers(&self) -> bool {
        self.headers.is_some()
    }

    /// The page that was named, or all pages of the folder.
    pub(super) fn pages(&self) -> Outcome<Vec<Url>> {
        if let Some(page) = &self.page {
            return Ok(self.address(page).into_iter().collect());
        }
        let mut pages = Vec::new();
        let mut seen = 0;
        let mut folders = vec![(self.root.clone(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                seen += 1;
                let path = entry.path();
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                if is_folder && depth < DEEPEST && is_deployed(&path) {
                    folders.push((path, depth + 1));
                } else if !is_folder && is_page(&path) {
                    pages.extend(self.address(&path));
                }
                if seen > MOST_ENTRIES || pages.len() > MOST_PAGES {
                    let many = "more files than are looked through: name a page of it";
                    return Err(Error::new(Code::Malformed, many)
                        .about(&files::name(&self.root))
                        .into());
                }
            }
        }
        pages.sort();
        Ok(pages)
    }

    /// The address of a file below the root.
    fn address(&self, path: &Path) -> Option<Url> {
        let inner = path.strip_prefix(&self.root).ok()?;
        let mut url = Url::parse(BASE).expect("a constant");
        let names = inner.components().map(|part| part.as_os_str().to_string_lossy());
        url.path_segments_mut().expect("it has a path").clear().extend(names);
        Some(url)
    }

    pub(super) fn name(&self, url: &Url) -> String {
        match url.as_str().strip_prefix(BASE) {
            Some(_) => self.root.join(relative(url).unwrap_or_default()).display().to_string(),
            None => url.to_string(),
        }
    }

    pub(super) fn get(&self, url: &Url) -> Result<Fetched, Error> {
        let path = relative(url)
            .ok_or_else(|| Error::new(Code::Malformed, "no path of a file in this folder"))?;
        let path = match self.root.join(&path).is_dir() {
            true => path.join("index.html"),
            false => path,
        };
        let bytes = self.read(&path)?;
        let sent = self.headers.iter().flatten();
        let headers = sent.filter(|(pattern, _)| matches(pattern, url.path()));
        let headers = headers.map(|(_, header)| header.clone()).collect();
        Ok(Fetched { url: url.clone(), hops: Vec::new(), bytes, headers })
    }

    /// A link may lead to another file of the folder, and no further.
    fn read(&self, path: &Path) -> Result<Vec<u8>, Error> {
        let about = |error: io::Error| io_error(&error, &files::name(&self.root.join(path)));
        let refused =
            |code, reason| Err(Error::new(code, reason).about(&files::name(&self.root.join(path))));
        let whole = self.root.join(path).canonicalize().map_err(about)?;
        if !whole.starts_with(&self.root) {
            return refused(Code::Io, "leads out of the folder");
        }
        // Opening a pipe would wait for its writer.
        if !whole.is_file() {
            return refused(Code::Io, "is not a file");
        }
        let mut bytes = Vec::new();
        let file = File::open(&whole).map_err(about)?;
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(about)?;
        match bytes.len() as u64 > LARGEST {
            true => refused(Code::Malformed, "larger than what is read of a page"),
            false => Ok(bytes),
        }
    }
}

/// The path below the root; nothing for one that would lead elsewhere.
fn relative(url: &Url) -> Option<PathBuf> {
    let decoded = percent_decode_str(url.path()).decode_utf8().ok()?;
    let inner = decoded.trim_start_matches('/');
    let path = PathBuf::from(inner);
    let stays = path.components().all(|part| matches!(part, Component::Normal(_)));
    (stays && !inner.contains(['\0', '\\'])).then_some(path)
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("html") || end == "htm")
}

fn is_deployed(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    !name.starts_with('.') && name != "node_modules"
}

/// A path in a line of its own, and below it, indented, the headers of what it matches.
fn headers(text: &str) -> Vec<(String, (String, String))> {
    let mut pattern = String::new();
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        match line.trim().split_once(':') {
            Some((name, value)) if line.starts_with([' ', '\t']) => {
                let header = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
                found.push((pattern.clone(), header));
            }
            _ if line.starts_with([' ', '\t']) => {}
            _ => pattern = line.trim().to_owned(),
        }
    }
    found
}

fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, _)) => path.starts_with(start),
        None => path == pattern,
    }
}
