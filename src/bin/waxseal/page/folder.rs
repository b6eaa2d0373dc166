//! A site as a folder: what would be deployed, or was.

mod headers;
mod pages;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use url::Url;
use waxseal::{Code, Error};

use super::fetch::{Fetched, LARGEST};
use crate::failure::{Failure, Outcome, io_error};
use crate::files;

use headers::Headers;

/// Stands for the site's own origin, which a folder does not say.
const BASE: &str = "https://folder.invalid/";
/// Where some hosts read the headers from that they are to send.
const HEADERS: &str = "_headers";

pub(super) struct Folder {
    root: PathBuf,
    /// The one page to look at, if a file was named.
    pub(super) page: Option<PathBuf>,
    headers: Option<Headers>,
}

impl Folder {
    pub(super) fn of(target: &Path) -> Outcome<Self> {
        let about = |error: io::Error| {
            let error = io_error(&error, &files::name(target));
            Failure::from(error).or_hint("is it an address? then begin it with https:// or http://")
        };
        let whole = target.canonicalize().map_err(about)?;
        let (root, page) = match whole.parent() {
            Some(folder) if !whole.is_dir() => (folder.to_owned(), Some(whole)),
            _ => (whole, None),
        };
        let mut folder = Self { root, page, headers: None };
        let written = folder.read(Path::new(HEADERS)).ok();
        folder.headers = written.map(|bytes| Headers::of(&String::from_utf8_lossy(&bytes)));
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
        let paths = pages::all(&self.root)?;
        Ok(paths.iter().filter_map(|path| self.address(path)).collect())
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
        let headers = self.headers.as_ref().map(|all| all.sent_with(url.path()));
        let headers = headers.unwrap_or_default();
        Ok(Fetched { url: url.clone(), hops: Vec::new(), bytes, headers })
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, Error> {
        let path = self.root.join(path);
        self.file(&path).map_err(|error| error.about(&files::name(&path)))
    }

    /// A link may lead to another file of the folder, and no further.
    fn file(&self, path: &Path) -> Result<Vec<u8>, Error> {
        let about = |error: io::Error| io_error(&error, &files::name(path));
        let whole = path.canonicalize().map_err(about)?;
        if !whole.starts_with(&self.root) {
            return Err(Error::new(Code::Io, "leads out of the folder"));
        }
        // Opening a pipe would wait for its writer.
        if !whole.is_file() {
            return Err(Error::new(Code::Io, "is not a file"));
        }
        let mut bytes = Vec::new();
        let file = File::open(&whole).map_err(about)?;
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(about)?;
        match bytes.len() as u64 > LARGEST {
            true => Err(Error::new(Code::Malformed, "larger than what is read of a page")),
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
