//! What a file of the page is, beside what was built.

use url::Url;

use crate::commands::verify_page::Ours;
use crate::commands::verify_page::loaded::{AllLoaded, Loaded};
use crate::page::integrity::WASM;
use crate::page::module;
use crate::page::sri::sha384;

/// The entries of the package that seal.
const FILES: [&str; 7] =
    ["auto.js", "index.js", "slim.js", "workerd.js", "elements.js", "react.js", "waxseal.wasm"];

/// What is known of a file.
pub(super) enum State {
    /// As it was built.
    Built,
    /// As another version was built.
    Other(String),
    /// It passes for a file of the package, and is none.
    Changed,
    /// It has the module within.
    Bundle(Vec<u8>),
    /// Not of the package, as far as can be seen.
    Unknown,
}

impl State {
    pub(super) fn of(one: &Loaded, ours: &Ours, folders: &[String]) -> Self {
        let Some(bytes) = one.bytes() else { return Self::Unknown };
        let hash = sha384(bytes);
        let [first, others @ ..] = &ours.builds[..] else { return Self::Unknown };
        let name = file_name(&one.url);
        if first.has_as(name, &hash) {
            return Self::Built;
        }
        if let Some(build) = others.iter().find(|build| build.has_as(name, &hash)) {
            // The shop's own build, beside the package that is in it.
            let is_own = build.name != first.name;
            let version = format!("{} {}", build.name, build.version);
            return if is_own { Self::Built } else { Self::Other(version) };
        }
        if passes_for(&one.url, folders) {
            return Self::Changed;
        }
        match module::within(&String::from_utf8_lossy(bytes)) {
            Some(module) => Self::Bundle(module),
            None => Self::Unknown,
        }
    }
}

/// By its name, in a folder named after the package, or beside a file of the package.
pub(super) fn passes_for(url: &Url, folders: &[String]) -> bool {
    let folder = folder(url);
    let is_named = folder.split('/').any(|part| part == "waxseal" || part.starts_with("waxseal@"));
    let name = file_name(url);
    name == WASM || FILES.contains(&name) && (is_named || folders.contains(&folder))
}

/// The folders in which a file lies that is as it was built.
pub(super) fn folders(ours: &Ours, loaded: &AllLoaded) -> Vec<String> {
    let is_built = |one: &&Loaded| {
        let hash = one.bytes().map(sha384);
        hash.is_some_and(|hash| ours.builds.iter().any(|build| build.has(&hash)))
    };
    loaded.files.iter().filter(is_built).map(|one| folder(&one.url)).collect()
}

pub(super) fn file_name(url: &Url) -> &str {
    url.path().rsplit('/').next().unwrap_or_default()
}

pub(super) fn folder(url: &Url) -> String {
    url.join(".").map_or_else(|_| url.to_string(), |folder| folder.path().to_owned())
}
