//! `cargo xtask build`: from Rust to `pkg/dist`, one function to a step.

mod inspect;
mod linked;
mod notices;
mod sbom;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use crate::process::{self, cargo, command, output};
use crate::setup::{self, WASM};

const COMPILED: &str = "target/wasm32-unknown-unknown/module/waxseal.wasm";
const BOUND: &str = "target/module";
const SBOM: &str = "target/module/sbom.cdx.json";
const NOTICES: &str = "target/module/NOTICES.md";

/// A module that is made of the library.
struct Module {
    /// Of its files in `BOUND`.
    name: &'static str,
    /// The feature that makes it.
    feature: Option<&'static str>,
    /// Whether it may hold what opens an order: no page loads such a one.
    may_open: bool,
}

const MODULES: [Module; 3] = [
    Module { name: "testing", feature: Some("testing"), may_open: true },
    Module { name: "inspect", feature: Some("inspect"), may_open: false },
    Module { name: "waxseal", feature: None, may_open: false },
];

/// Bytes of stack, at the start of the module's memory: `src/js/core/module.ts` wipes them after each
/// call. A call that needs more traps.
const STACK: u32 = 65_536;

/// What browsers have had since 2022 and rustc uses. Named one by one: `--all-features` would let
/// wasm-opt use what no browser has.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds the module and the npm package, and checks what is in them.
pub(crate) fn run() -> Result<()> {
    setup::wasm_target()?;
    setup::npm()?;
    MODULES.iter().try_for_each(make)?;
    describe()?;
    bundle()
}

fn make(module: &Module) -> Result<()> {
    compile(module)?;
    bind(module)?;
    let made = format!("{BOUND}/{}_bg.wasm", module.name);
    optimise(&made)?;
    inspect::check(COMPILED, &made, module.may_open)
}

/// Rust to WebAssembly: the library alone, without the desk. As nothing else at the same time, for cargo
/// optimises across crates only what is not a Rust library too.
fn compile(module: &Module) -> Result<()> {
    let what = ["rustc", "--lib", "--crate-type", "cdylib", "--no-default-features"];
    let how = ["--profile", "module", "--target", WASM];
    let flags = compiler_flags()?.join("\x1f");
    let features = module.feature.map(|feature| ["--features", feature]);
    let features = features.iter().flatten();
    process::run(cargo(what).args(how).args(features).env("CARGO_ENCODED_RUSTFLAGS", flags))
}

/// The small software AES and SHA-2 (an order is short, and the fast ones are larger), and no path
/// of this machine: rustc writes source paths into panic messages. The module's bytes then do not
/// depend on who built it.
fn compiler_flags() -> Result<Vec<String>> {
    let mut flags = vec![
        format!("-Clink-arg=-zstack-size={STACK}"),
        "--cfg=aes_backend_soft=\"compact\"".to_owned(),
        "--cfg=sha2_backend_soft=\"compact\"".to_owned(),
    ];
    let workspace = std::env::current_dir()?;
    let sysroot = PathBuf::from(output(&mut command("rustc", ["--print", "sysroot"]))?);
    // rustc takes the last that fits, so the narrower ones come later.
    let mut renamed = vec![(sysroot.join("lib/rustlib/src/rust"), "rust"), (sysroot, "rust")];
    let cargo_home = cargo_home()?;
    renamed.push((cargo_home.clone(), "cargo"));
    renamed.extend(registries(&cargo_home)?.into_iter().map(|path| (path, "crates")));
    renamed.push((workspace, "waxseal"));
    flags.extend(renamed.into_iter().map(|(path, name)| remap(&path, name)));
    Ok(flags)
}

fn remap(path: &Path, name: &str) -> String {
    format!("--remap-path-prefix={}={name}", path.display())
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    Ok(std::env::home_dir().context("no home folder, and CARGO_HOME is not set")?.join(".cargo"))
}

/// The folders of unpacked crates, one for each registry; their names hold the registry's host.
fn registries(cargo_home: &Path) -> Result<Vec<PathBuf>> {
    let folder = cargo_home.join("registry/src");
    let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

/// The JavaScript face of the module and its types, which `pkg/build/module.mjs` puts into a function, so
/// that nothing of it runs when the page imports us. The default path is left out because it would make
/// bundlers look for a file: ours has the bytes inlined.
fn bind(module: &Module) -> Result<()> {
    Bindgen::new()
        .input_path(COMPILED)
        .out_name(module.name)
        .web(true)?
        .typescript(true)
        .omit_default_module_path(true)
        .encode_into(EncodeInto::Always)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(BOUND)
}

/// Makes it smaller still. In place, as wasm-bindgen's glue names the file.
fn optimise(module: &str) -> Result<()> {
    let strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
    let mut wasm_opt =
        command("node_modules/.bin/wasm-opt", ["-Oz", "--converge", module, "-o", module]);
    process::run(wasm_opt.args(WASM_FEATURES).args(strip))
}

/// What the module is made of, for those who must know: beside it, for the package's own script.
fn describe() -> Result<()> {
    let module = linked::module()?;
    let version = output(&mut command("rustc", ["--version"]))?;
    let rust = version.split(' ').nth(1).context("rustc does not say its version")?;
    let sbom = serde_json::to_string_pretty(&sbom::write(&module, rust))?;
    fs::write(SBOM, format!("{sbom}\n"))?;
    Ok(fs::write(NOTICES, notices::write(&module.crates, rust)?)?)
}

/// TypeScript and the module to `pkg/dist`: the package's own script.
fn bundle() -> Result<()> {
    process::run(&mut command("node", ["pkg/build.mjs"]))
}
