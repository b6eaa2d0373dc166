//! `cargo xtask size`: what a page loads.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::{command, output};

const DIST: &str = "pkg/dist";
const CORE: &str = "index.js";

/// Bytes of the core with the module inside, compressed as servers do it by default.
const GZIP_LIMIT: usize = 54_000;

/// Node.js has both compressions built in.
const MEASURE: &str = r#"
    const { gzipSync, brotliCompressSync } = require("node:zlib");
    for (const path of process.argv.slice(1)) {
        const bytes = require("node:fs").readFileSync(path);
        const sizes = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)];
        console.log(sizes.map((part) => part.length).join(" "));
    }
"#;

/// A file's bytes: minified as it is, and compressed.
struct Sizes {
    name: String,
    minified: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the sizes, and fails when the core is over its limit.
pub(crate) fn run() -> Result<()> {
    let entries = measure(entries()?)?;
    println!("{:<14} {:>8} {:>8} {:>8}", "", "minified", "gzip -9", "brotli");
    for Sizes { name, minified, gzip, brotli } in &entries {
        println!("{name:<14} {minified:>8} {gzip:>8} {brotli:>8}");
    }
    let core = entries.iter().find(|entry| entry.name == CORE);
    let gzip = core.with_context(|| format!("there is no {DIST}/{CORE}"))?.gzip;
    ensure!(gzip <= GZIP_LIMIT, "{CORE} is {} bytes over its limit", gzip - GZIP_LIMIT);
    println!("{CORE}: {gzip} bytes of {GZIP_LIMIT} (gzip -9)");
    Ok(())
}

/// The scripts that a page or a server loads as modules, and the module as a file.
fn entries() -> Result<Vec<String>> {
    ensure!(Path::new(DIST).exists(), "there is no {DIST} yet: cargo xtask build makes it");
    let names = fs::read_dir(DIST)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into()));
    let mut names = names.collect::<Result<Vec<String>>>()?;
    names.retain(|name| name.ends_with(".js") || name.ends_with(".wasm"));
    names.sort();
    Ok(names)
}

fn measure(names: Vec<String>) -> Result<Vec<Sizes>> {
    let paths: Vec<String> = names.iter().map(|name| format!("{DIST}/{name}")).collect();
    let printed = output(command("node", ["-e", MEASURE]).args(paths))?;
    let sizes = names.into_iter().zip(printed.lines()).map(|(name, line)| read(name, line));
    sizes.collect::<Option<_>>().with_context(|| format!("node printed {printed}"))
}

fn read(name: String, line: &str) -> Option<Sizes> {
    let mut numbers = line.split(' ').map_while(|number| number.parse().ok());
    let mut next = || numbers.next();
    Some(Sizes { name, minified: next()?, gzip: next()?, brotli: next()? })
}
