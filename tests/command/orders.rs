//! The orders of the cases, sealed as a page seals them.

use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use getrandom::SysRng;
use waxseal::jose::jwk::{AgreementKey, SigningKey};
use waxseal::manifest::{Manifest, RecipientKey, Signing, sign};
use waxseal::policy::Policy;

pub(crate) use crate::sealing::ORIGIN;
use crate::shop;

/// Words of the customers: they are in no message. Three letters alone would stand in a ledger's
/// head by chance.
pub(crate) const CANARIES: [&str; 7] =
    ["Ada L", "Lovelace", "Canary Row", "411111111111", "canary.example", "Bea M", "Müller"];

pub(crate) const ADA: &[(&str, &str)] = &[
    ("name", "Ada Lovelace"),
    ("email", "ada@canary.example"),
    ("tel", "+44 20 7946 0000"),
    ("street-address", "=12 Canary Row"),
    ("postal-code", "W1A 1AA"),
    ("country", "GB"),
    ("cc-name", "Ada Lovelace"),
    ("cc-number", "4111 1111 1111 1111"),
    ("cc-exp", "01/31"),
];
const BEA: &[(&str, &str)] = &[
    ("name", "Bea Müller"),
    ("email", "bea@canary.example"),
    ("street-address", "13 Canary Row\n2nd floor"),
    ("postal-code", "10115"),
    ("country", "DE"),
    ("cc-name", "Bea Müller"),
    ("cc-number", "4111111111111111"),
    ("cc-exp", "2031-02"),
];

struct Orders {
    ada: String,
    bea: String,
    old: String,
    twenty_digits: String,
    stranger: String,
    eu: String,
}

static ORDERS: LazyLock<Orders> = LazyLock::new(|| {
    let manifest = shop::manifest("published");
    let now = now();
    Orders {
        eu: crate::sealing::seal(&shop::manifest("grouped"), ADA, Some("eu"), None, now),
        ada: seal(&manifest, ADA, Some("A-1001"), now),
        bea: seal(&manifest, BEA, None, now),
        old: seal(&manifest, ADA, Some("A-1000"), now - 20 * 3600),
        twenty_digits: seal(&manifest, BEA, Some("12345678901234567890"), now),
        stranger: seal(&another_shop(now), &[("name", "Ada Lovelace")], None, now),
    }
});

/// The text with each `{{…}}` replaced, as bytes: `{{latin-1}}` is not UTF-8.
pub(crate) fn fill(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (index, part) in text.split("{{latin-1}}").enumerate() {
        if index > 0 {
            bytes.extend_from_slice(b"M\xfcller");
        }
        bytes.extend_from_slice(fill_text(part).as_bytes());
    }
    bytes
}

/// The text with each `{{…}}` replaced, but for those with a space inside: they are a template's.
pub(crate) fn fill_text(text: &str) -> String {
    let mut parts = text.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("a placeholder ends in }}");
        match name.starts_with(' ') {
            true => filled.push_str(&["{{", name, "}}"].concat()),
            false => filled.push_str(&value(name)),
        }
        filled.push_str(rest);
    }
    filled
}

fn value(name: &str) -> String {
    match name {
        "ada" => ORDERS.ada.clone(),
        "ada without its start" => ORDERS.ada["eyJ".len()..].to_owned(),
        "bea" => ORDERS.bea.clone(),
        "old in hex" => in_hex(&ORDERS.old),
        "ada in hex" => in_hex(&ORDERS.ada),
        "old" => ORDERS.old.clone(),
        "twenty digits" => ORDERS.twenty_digits.clone(),
        "eu" => ORDERS.eu.clone(),
        "stranger" => ORDERS.stranger.clone(),
        "tampered" => tampered(&ORDERS.ada),
        "cut" => ORDERS.ada[..ORDERS.ada.len() / 3].to_owned(),
        "half" => part(&ORDERS.ada, 0).to_owned(),
        "mixed" => [part(&ORDERS.ada, 0), part(&ORDERS.bea, 1)].join("~"),
        "twice-a-member" => {
            with_header(&ORDERS.ada, |header| header.replacen('{', "{\"alg\":\"none\",", 1))
        }
        "other-alg" => with_header(&ORDERS.ada, |h| h.replace("ECDH-ES", "ECDH-ES+A256KW")),
        "later-part" => [
            with_header(&ORDERS.ada, |h| to_later_key(&h.replacen("ECDH-ES", "HPKE-7", 1))),
            part(&ORDERS.ada, 1).to_owned(),
        ]
        .join("~"),
        "form" => ORDERS.ada.replace('~', "%7E"),
        "10 days ago" => (now() - 10 * 86_400).to_string(),
        "10-megabytes" => "x".repeat(10 << 20),
        "15-megabytes" => "x".repeat(15 << 20),
        "20-megabytes" => "x".repeat(20 << 20),
        "pin" => shop::pin().to_owned(),
        name if name.starts_with("kid of ") => key_of(&name["kid of ".len()..]),
        name if name.starts_with("start of kid of ") => {
            key_of(&name["start of kid of ".len()..])[..6].to_owned()
        }
        other => panic!("no placeholder is called {other}"),
    }
}

fn part(order: &str, index: usize) -> &str {
    order.split('~').nth(index).expect("an order of two parts")
}

/// One letter in the middle of the last part's ciphertext.
fn tampered(order: &str) -> String {
    let at = order.len() - 100;
    let other = if order.as_bytes()[at] == b'A' { "B" } else { "A" };
    [&order[..at], other, &order[at + 1..]].concat()
}

fn with_header(order: &str, change: impl Fn(&str) -> String) -> String {
    let part = part(order, 0);
    let (header, rest) = part.split_once('.').expect("a part has a header");
    let text = waxseal::jose::base64url::decode(header).expect("base64url");
    let text = String::from_utf8(text).expect("JSON is UTF-8");
    [&waxseal::jose::base64url::encode(change(&text).as_bytes()), ".", rest].concat()
}

/// The header with the kid of a key that no version has yet.
fn to_later_key(header: &str) -> String {
    let (before, rest) = header.split_once("\"kid\":\"").expect("a kid");
    [before, "\"kid\":\"", &"A".repeat(43), &rest[43..]].concat()
}

fn key_of(role: &str) -> String {
    let (shop, group) = match role.split_once(", ") {
        Some((_, group)) => ("grouped", Some(group)),
        None => ("published", None),
    };
    let role = role.split(',').next().unwrap_or_default();
    let manifest = shop::manifest(shop);
    manifest.recipient(role, group, now()).expect("a key for the role").kid.encode()
}

pub(crate) fn seal(
    manifest: &Manifest,
    fields: &[(&str, &str)],
    reference: Option<&str>,
    now: u64,
) -> String {
    crate::sealing::seal(manifest, fields, None, reference, now)
}

fn another_shop(now: u64) -> Manifest {
    let policy = Policy::parse(&format!(
        "merchant = \"Another\"\nenv = \"test\"\norigins = [\"{ORIGIN}\"]\n[roles.desk]\n\
         [fields.name]\nrole = \"desk\"\npurpose = \"-\"\n"
    ))
    .expect("a policy");
    let public = AgreementKey::generate(&mut SysRng).expect("a key").public();
    let (kid, role) = (public.thumbprint(), "desk".to_owned());
    let key = RecipientKey { public, kid, role, group: None, nbf: now, exp: now + 86_400 };
    let identity = SigningKey::generate(&mut SysRng).expect("a key");
    let signing = Signing { policy: &policy, keys: &[key], revoked: &[], last_version: 0, days: 1 };
    let jws = sign(&signing, &identity, now).expect("the policy is signed");
    let pin = identity.public().thumbprint().to_uri();
    Manifest::verify(&jws, &pin).expect("as signed")
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

fn in_hex(order: &str) -> String {
    order.bytes().map(|byte| format!("{byte:02X}")).collect()
}
