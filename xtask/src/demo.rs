//! `cargo xtask demo`: the demo shop.

use anyhow::{Result, bail};

/// Where to serve the shop, and how to say so.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The port on 127.0.0.1; a free one by default
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Prints one JSON line when ready
    #[arg(long)]
    json: bool,
}

/// Builds what is needed and serves until interrupted.
pub(crate) fn run(args: Args) -> Result<()> {
    bail!("no demo yet (port {:?}, json {})", args.port, args.json)
}
