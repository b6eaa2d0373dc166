//! `waxseal verify-page`, against pages that are in order, pages that somebody tampered with, and
//! servers that mean harm. How a case is written stands in `tampered.toml`.

mod addresses;
mod documented;
mod hostile;
mod server;
mod shop;

use std::collections::BTreeMap;
use std::process::Output;

use serde::Deserialize;

use server::{Headers, serve};
use shop::Shop;

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    name: String,
    #[serde(default)]
    edit: Vec<[String; 3]>,
    #[serde(default)]
    write: BTreeMap<String, String>,
    #[serde(default)]
    remove: Vec<String>,
    manifest: Option<String>,
    #[serde(default)]
    headers: Headers,
    #[serde(default)]
    args: Vec<String>,
    /// `folder` or `web`; both, if nothing is said.
    over: Option<String>,
    #[serde(default = "serious")]
    exit: i32,
    #[serde(default)]
    finds: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
}

fn serious() -> i32 {
    7
}

/// The files of cases.
const CASES: [&str; 4] = [
    include_str!("verify/tampered.toml"),
    include_str!("verify/csp.toml"),
    include_str!("verify/frames.toml"),
    include_str!("verify/package.toml"),
];

#[test]
fn each_way_to_tamper_with_a_page_is_found_in_a_folder_and_over_the_network() {
    let read = |text: &str| toml::from_str::<File>(text).expect("a file of cases").case;
    let cases: Vec<Case> = CASES.into_iter().flat_map(read).collect();
    assert!(cases.len() > 50);
    let wrong: Vec<String> = cases.iter().flat_map(run).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn run(case: &Case) -> Vec<String> {
    let shop = Shop::new();
    for [name, old, new] in &case.edit {
        shop.edit(name, &shop.fill(old), &shop.fill(new));
    }
    for (name, content) in &case.write {
        shop.write(name, &shop.fill(content));
    }
    for name in &case.remove {
        std::fs::remove_file(shop.path(name)).expect("a file of the shop");
    }
    if let Some(kind) = &case.manifest {
        shop.write("site/waxseal.jws", &shop.manifest(kind));
    }
    let mut wrong = Vec::new();
    if case.over.as_deref() != Some("web") {
        wrong.extend(case.differences("a folder", &case.verify(&shop, "site")));
    }
    if case.over.as_deref() != Some("folder") {
        let at = serve(&shop.path("site"), case.headers.clone());
        let output = case.verify(&shop, &format!("http://{at}/checkout.html"));
        wrong.extend(case.differences("the network", &output));
    }
    wrong
}

/// Whether a finding, `severity code`, is among those that `--json` printed; or any text.
fn says(stdout: &str, what: &str) -> bool {
    match what.split_once(' ') {
        Some((severity @ ("serious" | "warning" | "info"), code)) => {
            stdout.contains(&format!("\"severity\":\"{severity}\",\"code\":\"{code}\""))
        }
        _ => stdout.contains(what),
    }
}

impl Case {
    fn verify(&self, shop: &Shop, target: &str) -> Output {
        let mut args = vec![target, "--json"];
        let own: Vec<String> = self.args.iter().map(|arg| shop.fill(arg)).collect();
        if !own.iter().any(|arg| arg == "--pin") {
            args.extend(["--vault", "vault"]);
        }
        if !own.iter().any(|arg| arg == "--no-integrity") {
            args.extend(["--integrity", "integrity.json"]);
        }
        let own = own.iter().map(String::as_str);
        args.extend(own.filter(|arg| *arg != "--no-integrity"));
        shop.verify(&args)
    }

    fn differences(&self, place: &str, output: &Output) -> Vec<String> {
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let has = |what: &String| says(&stdout, what);
        let mut wrong: Vec<String> = self
            .finds
            .iter()
            .filter(|what| !has(what))
            .map(|what| format!("lacks {what}"))
            .collect();
        wrong.extend(self.never.iter().filter(|what| has(what)).map(|what| format!("has {what}")));
        if output.status.code() != Some(self.exit) {
            wrong.push(format!("exit {:?}, not {}", output.status.code(), self.exit));
        }
        wrong.extend(stderr.contains("panicked").then(|| "it panicked".to_owned()));
        match wrong.is_empty() {
            true => wrong,
            false => {
                vec![format!("{}, over {place}: {}\n{stdout}{stderr}", self.name, wrong.join("; "))]
            }
        }
    }
}
