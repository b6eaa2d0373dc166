//! `integrity.json`: which files a build has, and the SHA-384 of each.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use waxseal::{Code, Error};

use crate::files;

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

    /// The hash of a file.
    pub(crate) fn hash_of(&self, file: &str) -> Option<&str> {
        self.files.get(file).map(String::as_str)
    }
}

fn none(path: &Path) -> Error {
    Error::new(Code::Malformed, "not an integrity.json of a build").about(&files::name(path))
}
