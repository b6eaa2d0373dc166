//! The files of scripts that a page loads from its own origin, with what they import.

use std::collections::{BTreeSet, VecDeque};

use url::Url;
use waxseal::Error;

use super::page::Page;
use crate::findings::Findings;
use crate::page::fetch::{Fetched, Site};
use crate::page::imports;
use crate::page::scripts::{Body, Kind, Script};

/// No more than these are looked at.
const MOST: usize = 64;
/// What looks like an import may be any text.
const MOST_IMPORTS: usize = 1000;

/// A file that the page loads.
pub(super) struct Loaded {
    pub(super) url: Url,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) file: Result<Fetched, Error>,
    /// What the page demands of its content.
    pub(super) integrity: Option<String>,
    /// Imported by another file, not named by the page.
    pub(super) is_imported: bool,
}

/// All files, and the addresses elsewhere that they import from.
#[derive(Default)]
pub(super) struct AllLoaded {
    pub(super) files: Vec<Loaded>,
    pub(super) elsewhere: BTreeSet<Url>,
    /// Which file imports which by a path from its own place.
    pub(super) imports: BTreeSet<(Url, Url)>,
}

impl AllLoaded {
    /// What a page names, and what that imports.
    pub(super) fn of(page: &Page, site: &Site, findings: &mut Findings) -> Self {
        let mut all = Self::default();
        let mut seen = BTreeSet::new();
        // What is fetched ahead comes last: by then it is known what is run.
        let (mut ahead, mut queue): (VecDeque<_>, VecDeque<_>) =
            named(page).into_iter().partition(|wanted| wanted.kind == Kind::Preload);
        while let Some(wanted) = queue.pop_front().or_else(|| ahead.pop_front()) {
            if !site.is_own(&page.url, &wanted.url) {
                all.elsewhere.extend(wanted.is_imported.then_some(wanted.url));
            } else if !seen.insert(wanted.url.clone()) {
                all.demand(wanted);
            } else if all.files.len() < MOST {
                queue.extend(all.keep(load(wanted, site), page));
            } else {
                too_many(findings);
                break;
            }
        }
        all
    }

    /// What the page demands of a file where it fetches it ahead holds for whoever imports it.
    fn demand(&mut self, wanted: Wanted) {
        if let Some(one) = self.files.iter_mut().find(|one| one.url == wanted.url) {
            one.is_imported &= wanted.is_imported;
            one.integrity = one.integrity.take().or(wanted.integrity);
        }
    }

    /// Returns what the file imports.
    fn keep(&mut self, loaded: Loaded, page: &Page) -> Vec<Wanted> {
        let wanted = loaded.imports(page);
        let relative = wanted.iter().filter(|one| one.is_relative);
        self.imports.extend(relative.map(|one| (loaded.url.clone(), one.url.clone())));
        self.files.push(loaded);
        wanted
    }
}

struct Wanted {
    url: Url,
    kind: Kind,
    integrity: Option<String>,
    is_imported: bool,
    /// Imported by a path from the place of who imports it.
    is_relative: bool,
}

impl Loaded {
    /// What it imports: of a file that is fetched ahead, that is fetched ahead too.
    fn imports(&self, page: &Page) -> Vec<Wanted> {
        let Ok(file) = &self.file else { return Vec::new() };
        let mut wanted = imported(&file.text(), &file.url, page);
        if self.kind == Kind::Preload {
            wanted.iter_mut().for_each(|one| one.kind = Kind::Preload);
        }
        wanted
    }

    /// The file, if it could be had.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        self.file.as_ref().ok().map(|file| &file.bytes[..])
    }
}

fn too_many(findings: &mut Findings) {
    findings.warning(
        "too-many-scripts",
        format!("the page loads more than {MOST} files: the rest was not looked at"),
        "a checkout needs few scripts: take out what it does not need",
    );
}

/// What the page itself names, and what its inline scripts import.
fn named(page: &Page) -> VecDeque<Wanted> {
    let mut queue = VecDeque::new();
    for script in page.scripts.iter().filter(|script| script.kind != Kind::ImportMap) {
        match &script.body {
            Body::At(url) => queue.push_back(at(url, script, page)),
            Body::Inline(text) => queue.extend(imported(text, &page.base, page)),
        }
    }
    queue
}

fn at(url: &Url, script: &Script, page: &Page) -> Wanted {
    // The import map's word is for modules.
    let mapped = page.map.integrity(url).filter(|_| script.kind != Kind::Classic);
    let integrity = script.integrity.as_deref().or(mapped).map(str::to_owned);
    let (url, kind) = (plain(url.clone()), script.kind);
    Wanted { url, kind, integrity, is_imported: false, is_relative: false }
}

fn imported(text: &str, file: &Url, page: &Page) -> Vec<Wanted> {
    let wanted = |specifier: &str| {
        let url = match specifier.ends_with(".wasm") {
            true => file.join(specifier).ok(),
            false => page.map.resolve(specifier, file),
        };
        let url = plain(url.filter(|url| matches!(url.scheme(), "http" | "https"))?);
        let integrity = page.map.integrity(&url).map(str::to_owned);
        let is_relative = specifier.starts_with("./");
        Some(Wanted { url, kind: Kind::Module, integrity, is_imported: true, is_relative })
    };
    imports::of(text).into_iter().filter_map(wanted).take(MOST_IMPORTS).collect()
}

fn plain(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

fn load(wanted: Wanted, site: &Site) -> Loaded {
    let Wanted { url, kind, integrity, is_imported, .. } = wanted;
    let (name, file) = (site.name(&url), site.get(&url));
    Loaded { url, name, kind, file, integrity, is_imported }
}
