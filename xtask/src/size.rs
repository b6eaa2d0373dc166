//! `cargo xtask size`: what a page loads.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::{command, output};

const DIST: &str = "pkg/dist";

/// What a page loads before it seals, and how many bytes that may be, compressed as servers do it by
/// default. Whoever adds a rule to the core may raise it, and says so in the changelog.
const LIMITS: [(&[&str], usize); 2] =
    [(&["index.js"], 64_000), (&["slim.js", "waxseal.wasm"], 62_500)];

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

/// Prints the sizes, and fails when a page loads more than it may.
pub(crate) fn run() -> Result<()> {
    let entries = measure(entries()?)?;
    println!("{:<14} {:>8} {:>8} {:>8}", "", "minified", "gzip -9", "brotli");
    for Sizes { name, minified, gzip, brotli } in &entries {
        println!("{name:<14} {minified:>8} {gzip:>8} {brotli:>8}");
    }
    LIMITS.iter().try_for_each(|(names, limit)| check(&entries, names, *limit))
}

fn check(entries: &[Sizes], names: &[&str], limit: usize) -> Result<()> {
    let loaded = entries.iter().filter(|entry| names.contains(&entry.name.as_str()));
    let sizes: Vec<usize> = loaded.map(|entry| entry.gzip).collect();
    let (what, gzip) = (names.join(" and "), sizes.iter().sum::<usize>());
    ensure!(sizes.len() == names.len(), "{DIST} lacks {what}");
    ensure!(gzip <= limit, "{what}: {} bytes over the limit", gzip - limit);
    println!("{what}: {gzip} bytes of {limit} (gzip -9)");
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
