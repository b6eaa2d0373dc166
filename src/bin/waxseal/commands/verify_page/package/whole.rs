//! Whether all of the package is there, and runs.

use url::Url;

use super::state::{State, file_name, passes_for};
use crate::commands::verify_page::loaded::{AllLoaded, Loaded};
use crate::commands::verify_page::page::Page;
use crate::findings::Findings;
use crate::page::fetch::Site;
use crate::page::imports;
use crate::page::integrity::WASM;
use crate::page::scripts::{Kind, Script};

/// Whether Waxseal is in any script that is seen, or in one that is not.
pub(super) fn is_there(page: &Page, site: &Site, loaded: &AllLoaded) -> bool {
    let says = |bytes: &[u8]| bytes.windows(7).any(|word| word == b"waxseal");
    let scripts = page.scripts.iter();
    let elsewhere = scripts
        .filter_map(Script::url)
        .any(|url| !site.is_own(&page.url, url) && url.path().contains("waxseal"));
    let run = loaded.files.iter().filter(|one| one.kind != Kind::Preload);
    elsewhere || run.filter_map(Loaded::bytes).any(says)
}

/// Files of the package that cannot be had.
pub(super) fn absent(folders: &[String], loaded: &AllLoaded, findings: &mut Findings) {
    // Any text may name a `.wasm` file, an error message too.
    let absent = |one: &&Loaded| one.file.is_err() && file_name(&one.url) != WASM;
    for one in loaded.files.iter().filter(absent).filter(|one| passes_for(&one.url, folders)) {
        incomplete(&one.name, findings);
    }
}

/// Browsers do not run a module as a script of the old kind: its first word is an error.
pub(super) fn not_as_module(folders: &[String], loaded: &AllLoaded, findings: &mut Findings) {
    let classic = loaded.files.iter().filter(|one| one.kind == Kind::Classic);
    for one in classic.filter(|one| passes_for(&one.url, folders) && is_module(one)) {
        findings.serious(
            "package-not-module",
            format!("{} is a module, and is not loaded as one: browsers do not run it", one.name),
            "type=\"module\" on its script element",
        );
    }
}

fn is_module(one: &Loaded) -> bool {
    let text = one.bytes().map(String::from_utf8_lossy).unwrap_or_default();
    let is_export = ["export{", "export ", "export*"].iter().any(|word| text.contains(word));
    is_export || !imports::of(&text).is_empty()
}

/// What a file of the package imports by path is of the package, unless an import map says otherwise.
pub(super) fn imported(
    states: &[(&Loaded, State)],
    site: &Site,
    loaded: &AllLoaded,
    findings: &mut Findings,
) {
    let find = |url: &Url| states.iter().find(|(one, _)| one.url == *url);
    let is_built = |url: &Url| matches!(find(url), Some((_, State::Built)));
    for (_, to) in loaded.imports.iter().filter(|(from, _)| is_built(from)) {
        match find(to) {
            Some((one, _)) if one.file.is_err() => incomplete(&one.name, findings),
            Some((_, State::Unknown | State::Bundle(_))) => redirected(to, findings),
            None if loaded.elsewhere.contains(to) => redirected(to, findings),
            // The page loads so much that this was not reached.
            None => incomplete(&site.name(to), findings),
            _ => {}
        }
    }
}

fn incomplete(name: &str, findings: &mut Findings) {
    findings.serious(
        "package-incomplete",
        format!("{name} is a file of the package, and cannot be had, or was not looked at"),
        "upload all files of the package: without it, the form seals nothing",
    );
}

fn redirected(to: &Url, findings: &mut Findings) {
    findings.serious(
        "import-redirected",
        format!("what a file of the package imports comes from {to}"),
        "take the import map out that sends it there, and find out who put it there",
    );
}
