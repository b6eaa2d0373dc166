//! `cargo xtask size`: what a page loads.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::{command, output};

const PACKAGE: &str = "pkg/dist/index.js";

/// Bytes of the minified package with the module inside, compressed as servers do it by default.
const GZIP_LIMIT: usize = 36_000;

/// Node.js has both compressions built in.
const MEASURE: &str = r#"
    const { gzipSync, brotliCompressSync } = require("node:zlib");
    const bytes = require("node:fs").readFileSync(process.argv[1]);
    const sizes = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)];
    console.log(sizes.map((part) => part.length).join(" "));
"#;

/// Prints the sizes, and fails when the package is over its limit.
pub(crate) fn run() -> Result<()> {
    ensure!(Path::new(PACKAGE).exists(), "there is no {PACKAGE} yet: cargo xtask build makes it");
    let sizes = measure()?;
    let [minified, gzip, brotli] = sizes[..] else { anyhow::bail!("node printed {sizes:?}") };
    println!(
        "{PACKAGE}: {minified} bytes minified, {brotli} brotli, {gzip} gzip (limit {GZIP_LIMIT})"
    );
    ensure!(gzip <= GZIP_LIMIT, "{PACKAGE} is {} bytes over its limit", gzip - GZIP_LIMIT);
    Ok(())
}

fn measure() -> Result<Vec<usize>> {
    let printed = output(&mut command("node", ["-e", MEASURE, PACKAGE]))?;
    let sizes = printed.split(' ').map(str::parse);
    sizes.collect::<Result<_, _>>().with_context(|| format!("node printed {printed}"))
}
