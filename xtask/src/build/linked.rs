//! Which crates are compiled into the module, as cargo and `Cargo.lock` know them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::process::{cargo, output};
use crate::setup::WASM;

/// One crate of the module.
pub(super) struct Crate {
    pub(super) name: String,
    pub(super) version: String,
    /// An SPDX expression.
    pub(super) license: String,
    /// SHA-256 of the package, in hex.
    pub(super) checksum: String,
    /// Where its source is.
    pub(super) folder: PathBuf,
    /// The crates of the module that it names, as [`Crate::id`].
    pub(super) uses: Vec<String>,
}

impl Crate {
    pub(super) fn id(&self) -> String {
        id(&self.name, &self.version)
    }
}

fn id(name: &str, version: &str) -> String {
    format!("{name}@{version}")
}

/// What the module is made of.
pub(super) struct Module {
    /// Of our own packages.
    pub(super) version: String,
    /// The crates that our own packages name, as [`Crate::id`].
    pub(super) uses: Vec<String>,
    /// All crates but our own, sorted.
    pub(super) crates: Vec<Crate>,
}

/// Asks cargo.
pub(super) fn module() -> Result<Module> {
    let linked = tree()?;
    let metadata = metadata()?;
    let checksums = checksums()?;
    let mut uses = metadata.uses(&linked);
    let mut crates = Vec::new();
    let mut ours = Ours::default();
    for package in metadata.packages {
        let id = id(&package.name, &package.version);
        let Some(uses) = uses.remove(&id) else { continue };
        match checksums.get(&id) {
            Some(checksum) => crates.push(package.into_crate(checksum, uses)?),
            // It comes from no registry.
            None => ours.add(id, package.version, uses),
        }
    }
    crates.sort_by_key(Crate::id);
    let found = crates.len() + ours.ids.len();
    ensure!(found == linked.len(), "cargo's metadata does not have all of {linked:?}");
    ours.uses.retain(|id| !ours.ids.contains(id));
    let version = ours.version.context("cargo's metadata does not have our package")?;
    Ok(Module { version, uses: ours.uses.into_iter().collect(), crates })
}

/// The packages of this workspace, which are shipped as one and have one version.
#[derive(Default)]
struct Ours {
    ids: BTreeSet<String>,
    version: Option<String>,
    uses: BTreeSet<String>,
}

impl Ours {
    fn add(&mut self, id: String, version: String, uses: Vec<String>) {
        self.ids.insert(id);
        self.version = Some(version);
        self.uses.extend(uses);
    }
}

/// The features of the module that has most: what is in the others is in it.
const ALL: [&str; 3] = ["--no-default-features", "--features", "testing"];

/// What is linked: without build scripts, macros and the desk.
fn tree() -> Result<BTreeSet<String>> {
    let what = ["tree", "--package", "waxseal", "--target", WASM];
    let how = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--no-dedupe", "--locked"];
    let printed = output(cargo(what).args(ALL).args(how).args(["--format", "{p}"]))?;
    let name_and_version = |line: &str| {
        let (name, rest) = line.split_once(" v")?;
        Some(id(name, rest.split(' ').next()?))
    };
    Ok(printed.lines().filter_map(name_and_version).collect())
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

impl Metadata {
    /// Who names whom, among what is linked.
    fn uses(&self, linked: &BTreeSet<String>) -> BTreeMap<String, Vec<String>> {
        let named = |p: &Package| (p.id.clone(), id(&p.name, &p.version));
        let ids: BTreeMap<String, String> = self.packages.iter().map(named).collect();
        let known = |id: &String| ids.get(id).filter(|id| linked.contains(*id)).cloned();
        let used = |node: &Node| {
            let used: BTreeSet<String> = node.dependencies.iter().filter_map(known).collect();
            Some((known(&node.id)?, used.into_iter().collect()))
        };
        self.resolve.nodes.iter().filter_map(used).collect()
    }
}

impl Package {
    fn into_crate(self, checksum: &str, uses: Vec<String>) -> Result<Crate> {
        let license = self.license.with_context(|| format!("{} names no licence", self.name))?;
        Ok(Crate {
            name: self.name,
            version: self.version,
            // How it was written before SPDX.
            license: license.replace('/', " OR "),
            checksum: checksum.to_owned(),
            folder: self.manifest_path.with_file_name(""),
            uses,
        })
    }
}

fn metadata() -> Result<Metadata> {
    let what = ["metadata", "--format-version", "1", "--locked"];
    let printed = output(cargo(what).args(ALL).args(["--filter-platform", WASM]))?;
    serde_json::from_str(&printed).context("cargo metadata")
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
}

fn checksums() -> Result<BTreeMap<String, String>> {
    let text = std::fs::read_to_string("Cargo.lock").context("Cargo.lock")?;
    let lock: Lock = toml::from_str(&text).context("Cargo.lock")?;
    let entry = |locked: Locked| Some((id(&locked.name, &locked.version), locked.checksum?));
    Ok(lock.package.into_iter().filter_map(entry).collect())
}
