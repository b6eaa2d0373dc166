//! The policy that a new vault begins with.

use toml::Value;
use waxseal::policy::Env;

use crate::args;

const POLICY: &str = include_str!("policy.toml");
const CARDS: &str = include_str!("cards.toml");
const CONFIDENTIALITY: &str = include_str!("confidentiality.md");

/// A policy for tests, if a page is on this very machine: no live one may name such an origin.
pub(super) fn env(origins: &[String]) -> Env {
    let hosts = ["http://localhost", "http://127.0.0.1", "http://[::1]"];
    let is_local = |origin: &String| {
        let after = hosts.iter().find_map(|host| origin.strip_prefix(host));
        after.is_some_and(|after| after.is_empty() || after.starts_with(':'))
    };
    if origins.iter().any(is_local) { Env::Test } else { Env::Live }
}

/// The commented policy, filled in.
pub(super) fn policy(args: &args::Init) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let origins: Vec<String> = args.origin.iter().map(|origin| quoted(origin)).collect();
    let mut policy = String::new();
    for line in POLICY.lines() {
        let line = line
            .replace("@env@", &quoted(env(&args.origin).as_str()))
            .replace("@origins@", &format!("[{}]", origins.join(", ")))
            .replace("@merchant@", &quoted(&args.merchant));
        policy.push_str(&line);
        policy.push('\n');
    }
    if args.with_cards {
        policy.push_str(CARDS);
    }
    policy
}

/// What holders of some of the vault's keys accept, until the merchant writes another text.
pub(super) fn confidentiality(merchant: &str) -> String {
    CONFIDENTIALITY.replace("{{merchant}}", merchant)
}

#[cfg(test)]
mod tests {
    use super::confidentiality;

    #[test]
    fn the_confidentiality_text_names_the_merchant_and_leaves_nothing_to_fill_in() {
        let text = confidentiality("Acme Books");
        assert!(text.contains("told Acme Books:") && !text.contains("{{"));
    }
}
