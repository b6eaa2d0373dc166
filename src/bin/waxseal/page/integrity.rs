//! `integrity.json`: which files a build has, and the SHA-384 of each.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use waxseal::{Code, Error};

use super::sri::sha384;
use crate::files;

/// The module as a file.
pub(crate) const WASM: &str = "waxseal.wasm";

/// What was built.
#[derive(Deserialize)]
pub(crate) struct Build {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The path within the build, and `sha384-…`.
    files: BTreeMap<String, String>,
}

impl Build {
    /// Reads the file that a build wrote.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let text = files::read_text(path)?;
        let build: Self = serde_json::from_str(&text).map_err(|_| none(path))?;
        let is_hash = |hash: &String| hash.strip_prefix("sha384-").is_some_and(|b| b.len() == 64);
        match !build.files.is_empty() && build.files.values().all(is_hash) {
            true => Ok(build),
            false => Err(none(path)),
        }
    }

    /// Whether one of its files has this hash.
    pub(crate) fn has(&self, hash: &str) -> bool {
        self.files.values().any(|found| found == hash)
    }

    /// Whether a file of this name has this hash; or any file, where none has the name.
    pub(crate) fn has_as(&self, name: &str, hash: &str) -> bool {
        let is_named = |path: &str| path.rsplit('/').next() == Some(name);
        let mut named = self.files.iter().filter(|(path, _)| is_named(path)).peekable();
        match named.peek() {
            Some(_) => named.any(|(_, found)| found == hash),
            None => self.has(hash),
        }
    }

    /// Whether it has the module as a file of its own.
    pub(crate) fn has_module(&self) -> bool {
        self.files.contains_key(WASM)
    }

    /// Whether these are the bytes of the module. In its file stands besides, in an empty section,
    /// which version it is of (`pkg/build/module.mjs`).
    pub(crate) fn is_module(&self, bytes: &[u8]) -> bool {
        let mark = format!("{} {}", self.name, self.version);
        let length = u8::try_from(mark.len()).unwrap_or(0);
        let section = [&[0, length.wrapping_add(1), length], mark.as_bytes()].concat();
        let file = sha384(&[bytes, &section].concat());
        self.files.get(WASM).is_some_and(|hash| *hash == file)
    }
}

fn none(path: &Path) -> Error {
    Error::new(Code::Malformed, "not an integrity.json of a build").about(&files::name(path))
}
