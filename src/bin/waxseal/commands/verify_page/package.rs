//! The files of the package, held against what was built.

use url::Url;

use super::Ours;
use super::loaded::{AllLoaded, Loaded};
use super::page::Page;
use crate::findings::{Findings, some};
use crate::page::fetch::Site;
use crate::page::form::Form;
use crate::page::integrity::{Build, WASM};
use crate::page::module;
use crate::page::scripts::{Body, Kind};
use crate::page::sri::sha384;

/// The entries of the package that seal.
const FILES: [&str; 7] =
    ["auto.js", "index.js", "slim.js", "workerd.js", "elements.js", "react.js", "waxseal.wasm"];
const COMPARE: &str = "put the files of the npm package back, and find out who changed them; if \
    they are of another version, give that version's integrity.json too";

/// What is known of a file.
enum State {
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

pub(super) fn examine(
    page: &Page,
    site: &Site,
    ours: &Ours,
    loaded: &AllLoaded,
    forms: &[Form<'_>],
    findings: &mut Findings,
) {
    if forms.iter().any(Form::is_protected) && !is_there(page, site, loaded) {
        findings.serious(
            "package-missing",
            "no script of the page has Waxseal in it: the form seals nothing",
            "put the script element back, and find out who took it out; a file that another \
             script loads later is not seen here",
        );
    }
    let folders = folders(ours, loaded);
    absent(&folders, loaded, findings);
    if ours.builds.is_empty() {
        return integrity(loaded.files.iter().filter(|one| passes_for(one, &[])), findings);
    }
    let states: Vec<_> = loaded.files.iter().map(|one| (one, state(one, ours, &folders))).collect();
    for (one, state) in &states {
        tell(one, state, ours, findings);
    }
    imported(&states, loaded, findings);
    let built = |state: &State| matches!(state, State::Built);
    integrity(states.iter().filter(|(_, state)| built(state)).map(|(one, _)| *one), findings);
    if states.iter().all(|(_, state)| matches!(state, State::Unknown)) && !loaded.files.is_empty() {
        findings.serious(
            "package-unverified",
            "no file that the page loads is of the package as it was built",
            "of a bundled page, write an integrity.json of your own build and give that",
        );
    }
}

/// What a file of the package imports by path is of the package, unless an import map says otherwise.
fn imported(states: &[(&Loaded, State)], loaded: &AllLoaded, findings: &mut Findings) {
    let find = |url: &Url| states.iter().find(|(one, _)| one.url == *url);
    let is_built = |url: &Url| matches!(find(url), Some((_, State::Built)));
    for (_, to) in loaded.imports.iter().filter(|(from, _)| is_built(from)) {
        match find(to) {
            Some((one, _)) if one.file.is_err() => incomplete(one, findings),
            Some((_, State::Unknown | State::Bundle(_))) => redirected(to, findings),
            None if loaded.elsewhere.contains(to) => redirected(to, findings),
            _ => {}
        }
    }
}

/// Files of the package that cannot be had.
fn absent(folders: &[String], loaded: &AllLoaded, findings: &mut Findings) {
    // Any text may name a `.wasm` file, an error message too.
    let files = loaded.files.iter();
    let files = files.filter(|one| one.file.is_err() && file_name(&one.url) != WASM);
    files.filter(|one| passes_for(one, folders)).for_each(|one| incomplete(one, findings));
}

fn incomplete(one: &Loaded, findings: &mut Findings) {
    findings.serious(
        "package-incomplete",
        format!("{} is a file of the package, and cannot be had", one.name),
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

/// Whether Waxseal is in any script that is seen, or in one that is not.
fn is_there(page: &Page, site: &Site, loaded: &AllLoaded) -> bool {
    let says = |bytes: &[u8]| bytes.windows(7).any(|word| word == b"waxseal");
    let mut scripts = page.scripts.iter();
    let elsewhere = scripts.any(|script| match &script.body {
        Body::At(url) => !site.is_own(&page.url, url) && url.path().contains("waxseal"),
        _ => false,
    });
    let run = loaded.files.iter().filter(|one| one.kind != Kind::Preload);
    elsewhere || run.filter_map(Loaded::bytes).any(says)
}

fn file_name(url: &Url) -> &str {
    url.path().rsplit('/').next().unwrap_or_default()
}

fn folder(url: &Url) -> String {
    url.join(".").map_or_else(|_| url.to_string(), |folder| folder.path().to_owned())
}

/// The folders in which a file lies that is as it was built.
fn folders(ours: &Ours, loaded: &AllLoaded) -> Vec<String> {
    let is_built = |one: &&Loaded| {
        let hash = one.bytes().map(sha384);
        hash.is_some_and(|hash| ours.builds.iter().any(|build| build.has(&hash)))
    };
    loaded.files.iter().filter(is_built).map(|one| folder(&one.url)).collect()
}

fn state(one: &Loaded, ours: &Ours, folders: &[String]) -> State {
    let Some(bytes) = one.bytes() else { return State::Unknown };
    let hash = sha384(bytes);
    let [first, others @ ..] = &ours.builds[..] else { return State::Unknown };
    let name = file_name(&one.url);
    if first.has_as(name, &hash) {
        return State::Built;
    }
    if let Some(build) = others.iter().find(|build| build.has_as(name, &hash)) {
        // The shop's own build, beside the package that is in it.
        let is_own = build.name != first.name;
        let version = format!("{} {}", build.name, build.version);
        return if is_own { State::Built } else { State::Other(version) };
    }
    if passes_for(one, folders) {
        return State::Changed;
    }
    match module::within(&String::from_utf8_lossy(bytes)) {
        Some(module) => State::Bundle(module),
        None => State::Unknown,
    }
}

/// By its name, in a folder named after the package, or beside a file of the package.
fn passes_for(one: &Loaded, folders: &[String]) -> bool {
    let folder = folder(&one.url);
    let is_named = folder.split('/').any(|part| part == "waxseal" || part.starts_with("waxseal@"));
    let name = file_name(&one.url);
    name == WASM || FILES.contains(&name) && (is_named || folders.contains(&folder))
}

fn tell(one: &Loaded, state: &State, ours: &Ours, findings: &mut Findings) {
    let name = &one.name;
    match state {
        State::Built | State::Unknown => {}
        State::Other(version) => findings.warning(
            "package-other-version",
            format!("{name} is of another version, {version}"),
            "upload all files of one version",
        ),
        State::Changed => {
            let what = format!("{name} is not the file that was built");
            findings.serious("package-changed", what, COMPARE);
        }
        State::Bundle(module) => bundle(name, module, ours, findings),
    }
}

fn bundle(name: &str, module: &[u8], ours: &Ours, findings: &mut Findings) {
    let is_compared = ours.builds.iter().any(Build::has_module);
    if is_compared && !ours.builds.iter().any(|build| build.is_module(module)) {
        let what = format!("the module within {name} is not the one that was built");
        return findings.serious("module-changed", what, COMPARE);
    }
    let module = if is_compared { "is as it was built" } else { "is not compared" };
    findings.warning(
        "package-bundled",
        format!("{name} is a bundle: the module within {module}, the script around it cannot be"),
        "write an integrity.json of your own build, and give that too",
    );
}

/// Whether browsers, too, hold the files against their hashes.
fn integrity<'a>(files: impl Iterator<Item = &'a Loaded>, findings: &mut Findings) {
    let (imported, named): (Vec<_>, Vec<_>) =
        files.filter(|one| one.integrity.is_none()).partition(|one| one.is_imported);
    let names = |all: &[&Loaded]| some(&all.iter().map(|one| one.name.clone()).collect::<Vec<_>>());
    if !named.is_empty() {
        findings.warning(
            "integrity-missing",
            format!("the page does not say which content it expects of {}", names(&named)),
            "integrity=\"sha384-…\" on the script element, from integrity.json",
        );
    }
    if !imported.is_empty() {
        findings.info(
            "import-integrity-missing",
            format!("nothing says which content is expected of {}", names(&imported)),
            "name it in the import map's integrity, or preload it with integrity",
        );
    }
}
