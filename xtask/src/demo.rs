//! `cargo xtask demo`: a shop with a sealed checkout, its database and its desk, on this machine.

mod desk;
mod guard;
mod orders;
mod pages;
mod received;
mod server;

use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::process;
use desk::Desk;
use orders::Orders;
use pages::Pages;
use server::Shop;

/// Where to serve the shop, and how to say so.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The port on 127.0.0.1; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 8377)]
    port: u16,
    /// Prints one JSON line when ready
    #[arg(long)]
    json: bool,
    /// Builds nothing: the package and the command are there, as they were built before
    #[arg(long)]
    built: bool,
    /// Opens the shop of this vault, which has published, instead of one made for the occasion.
    /// Its pages may be on `http://127.0.0.1:*`; `/?group=NAME` is the page of a customer group
    #[arg(long, value_name = "DIR", requires = "passphrase_file")]
    vault: Option<PathBuf>,
    /// The file with that vault's passphrase
    #[arg(long, value_name = "FILE", requires = "vault")]
    passphrase_file: Option<PathBuf>,
}

/// Where everything is, for a program.
#[derive(Serialize)]
struct Ready<'a> {
    url: &'a str,
    vault: &'a Path,
    passphrase_file: &'a Path,
    orders: &'a Path,
}

/// Builds what is needed and serves until interrupted.
pub(crate) fn run(args: Args) -> Result<()> {
    let (listener, port) = listen(args.port)?;
    if !args.built {
        build()?;
    }
    let folder = fresh_folder(port)?;
    let url = format!("http://127.0.0.1:{port}/");
    let desk = match (&args.vault, &args.passphrase_file) {
        (Some(vault), Some(passphrase)) => Desk::of(vault, passphrase)?,
        _ => Desk::make(&folder, port)?,
    };
    let orders = folder.join("orders.db");
    let help = bundle(&folder)?;
    let ready = if args.json { ready_json(&url, &desk, &orders)? } else { ready(&url, &desk) };
    let pages = Pages::load(Path::new("www"), desk.pin(), relative(&orders))?;
    let shop = Shop { port, desk, orders: Orders::create(&orders)?, pages, help };
    server::serve(listener, shop, || Ok(writeln!(std::io::stdout(), "{ready}")?))
}

/// Taken before the long work, so that a port in use is told at once. A held port also makes the
/// folder named after it ours alone.
fn listen(port: u16) -> Result<(TcpListener, u16)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| {
        format!("cannot listen on port {port}; --port N takes another, --port 0 any")
    })?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

/// The npm package and the command. All their talk goes to stderr: stdout has the one line that
/// says we are ready.
fn build() -> Result<()> {
    let mut package = Command::new(std::env::current_exe()?);
    process::run(package.arg("build").stdout(Stdio::from(std::io::stderr())))?;
    process::run(&mut process::cargo(["build", "--quiet", "--package", "waxseal"]))
}

/// The page's own script with what it imports, as a shop's own bundler would make it.
fn bundle(folder: &Path) -> Result<PathBuf> {
    let script = folder.join("help.js");
    let what = ["--bundle", "--format=esm", "--log-level=warning", "www/help.js"];
    let mut esbuild = process::command("node_modules/.bin/esbuild", what);
    esbuild.arg("--alias:waxseal/fields=./pkg/dist/fields.js");
    esbuild.arg(format!("--outfile={}", script.display()));
    process::run(esbuild.stdout(Stdio::from(std::io::stderr())))?;
    Ok(script)
}

/// Empty at each start: the keys of one demo are of no use to the next.
fn fresh_folder(port: u16) -> Result<PathBuf> {
    let folder = std::env::current_dir()?.join("target/demo").join(port.to_string());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}

/// For people, who are in the workspace's folder as we are.
fn relative(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

fn ready(url: &str, desk: &Desk) -> String {
    format!("The shop is open at {url} (its vault: {}). Ctrl-C closes it.", relative(desk.vault()))
}

fn ready_json(url: &str, desk: &Desk, orders: &Path) -> Result<String> {
    let (vault, passphrase_file) = (desk.vault(), desk.passphrase_file());
    Ok(serde_json::to_string(&Ready { url, vault, passphrase_file, orders })?)
}
