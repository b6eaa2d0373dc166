//! A shop whose checkout is deployed: a vault that has published, and the files of its site.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{SystemTime, UNIX_EPOCH};

use base64ct::{Base64, Encoding};
use getrandom::SysRng;
use sha2::{Digest, Sha384};
use tempfile::TempDir;
use waxseal::jose::jwk::{AgreementKey, SigningKey};
use waxseal::jose::{base64url, jws};
use waxseal::manifest::{RecipientKey, Signing, sign};
use waxseal::policy::Policy;

const DAY: u64 = 86_400;
const HOUR: u64 = 3600;

const POLICY: &str = r#"
merchant = "Acme Books"
env = "test"
origins = ["http://127.0.0.1:*"]
pass = ["cart", "email_in_clear"]
[roles.fulfilment]
[fields.name]
role = "fulfilment"
purpose = "Address the parcel"
required = true
[fields.email]
role = "fulfilment"
purpose = "Confirm the order"
[fields.cc-number]
role = "fulfilment"
purpose = "Take the payment"
"#;

/// The package, as far as this command looks at it: the module within begins as a real one does.
const PACKAGE: [(&str, &str); 3] = [
    (
        "auto.js",
        "import{protect}from\"./index.js\";import\"./elements.js\";protect(\"data-waxseal\");",
    ),
    ("index.js", "var m=\"+ 2 D >,+++abcdef\";export function protect(){return\"waxseal:ready\"}"),
    ("elements.js", "export const name=\"waxseal-badge\";"),
];
/// What the text in `index.js` stands for, and the section that its file has besides.
const MODULE: &[u8] = b"\0asm\x01\0\0\0\x35\x36\x37\x38\x39\x3a\0\x0e\x0dwaxseal 0.1.0";

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Checkout</title>
<link rel="modulepreload" href="/waxseal/index.js" integrity="{{index.js}}">
<link rel="modulepreload" href="/waxseal/elements.js" integrity="{{elements.js}}">
<script type="module" src="/waxseal/auto.js" integrity="{{auto.js}}"></script>
</head>
<body>
<form action="/orders" method="post" data-waxseal="/waxseal.jws" data-waxseal-pin="{{pin}}">
<input autocomplete="name" data-waxseal-field required>
<input autocomplete="section-pay billing cc-number" data-waxseal-field>
<input type="hidden" name="cart" value="1">
<button>Order</button>
</form>
</body>
</html>
"#;

pub(crate) const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

pub(crate) struct Shop {
    folder: TempDir,
    identity: SigningKey,
    key: RecipientKey,
    now: u64,
}

impl Shop {
    /// A shop of which all is in order.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let identity = SigningKey::generate(&mut SysRng).expect("randomness");
        let secret = AgreementKey::generate(&mut SysRng).expect("randomness");
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        let key = RecipientKey {
            public: secret.public(),
            kid: secret.public().thumbprint(),
            role: "fulfilment".into(),
            group: None,
            nbf: now - 400 * DAY,
            exp: now + 400 * DAY,
        };
        let shop = Self { folder, identity, key, now };
        shop.make_vault();
        shop.make_site();
        shop
    }

    fn make_vault(&self) {
        let pin = self.pin();
        let jws = self.manifest("ours");
        self.write("vault/vault.toml", &format!("format = 1\nidentities = [\"{pin}\"]\n"));
        self.write("vault/policy.toml", POLICY);
        self.write("vault/manifests/1.jws", &jws);
        self.write("vault/waxseal.jws", &jws);
    }

    fn make_site(&self) {
        self.write("site/waxseal.jws", &self.manifest("ours"));
        for (name, content) in PACKAGE {
            self.write(&format!("site/waxseal/{name}"), content);
        }
        let mut hashes: BTreeMap<&str, String> =
            PACKAGE.iter().map(|(name, content)| (*name, sha384(content.as_bytes()))).collect();
        hashes.insert("waxseal.wasm", sha384(MODULE));
        let build = serde_json::json!({ "name": "waxseal", "version": "0.1.0", "files": hashes });
        self.write("integrity.json", &build.to_string());
        self.write("site/checkout.html", &self.fill(PAGE));
        self.write("site/about.html", "<h1>About</h1><form><input name=q></form>");
        self.write("site/_headers", &format!("/*\n  Content-Security-Policy: {CSP}\n"));
    }

    /// `{{pin}}`, `{{foreign pin}}`, and the hash of a file of the package or of the text given.
    pub(crate) fn fill(&self, text: &str) -> String {
        let foreign = SigningKey::generate(&mut SysRng).expect("randomness").public().thumbprint();
        let mut text = text
            .replace("{{pin}}", &self.pin())
            .replace("{{foreign pin}}", &foreign.to_uri())
            .replace("{{version}}", &self.now.to_string());
        for (name, content) in PACKAGE {
            text = text.replace(&format!("{{{{{name}}}}}"), &sha384(content.as_bytes()));
        }
        text
    }

    pub(crate) fn pin(&self) -> String {
        self.identity.public().thumbprint().to_uri()
    }

    /// A manifest, as the site should serve it or should not.
    pub(crate) fn manifest(&self, kind: &str) -> String {
        let ours = self.now - HOUR;
        let elsewhere = POLICY.replace("127.0.0.1:*", "127.0.0.1:1");
        let by = |policy: &str, identity: &SigningKey, at: u64| self.sign(policy, identity, at);
        match kind {
            "ours" => by(POLICY, &self.identity, ours),
            "older" => by(POLICY, &self.identity, ours - DAY),
            "newer" => by(POLICY, &self.identity, ours + 60),
            "expired" => by(POLICY, &self.identity, ours - 100 * DAY),
            "soon" => by(POLICY, &self.identity, ours - 80 * DAY),
            "ahead" => by(POLICY, &self.identity, ours + 5 * DAY),
            "elsewhere" => by(&elsewhere, &self.identity, ours),
            "foreign" => by(POLICY, &SigningKey::generate(&mut SysRng).expect("randomness"), ours),
            "ending key" => self.sign_for(POLICY, &self.ending_key(), &self.identity, ours),
            "contradictory" => self.contradictory(ours),
            "changed" => {
                let jws = by(POLICY, &self.identity, ours);
                let (rest, signature) = jws.rsplit_once('.').expect("a JWS");
                let first = if signature.starts_with('A') { 'B' } else { 'A' };
                format!("{rest}.{first}{}", &signature[1..])
            }
            other => panic!("a case names a manifest of no kind: {other}"),
        }
    }

    fn ending_key(&self) -> RecipientKey {
        RecipientKey { exp: self.now + DAY, ..self.key.clone() }
    }

    /// Signed as it is, without the checks of `sign`: its only key is revoked.
    fn contradictory(&self, at: u64) -> String {
        let jws = self.sign(POLICY, &self.identity, at);
        let payload = jws.split('.').nth(1).expect("a JWS");
        let payload = base64url::decode(payload).expect("it was just signed");
        let mut manifest: serde_json::Value = serde_json::from_slice(&payload).expect("JSON");
        manifest["revoked"] = serde_json::json!([self.key.kid.to_string()]);
        jws::sign("vnd.waxseal.manifest.v1", &manifest.to_string(), &self.identity)
    }

    fn sign(&self, policy: &str, identity: &SigningKey, at: u64) -> String {
        self.sign_for(policy, &self.key, identity, at)
    }

    fn sign_for(&self, policy: &str, key: &RecipientKey, identity: &SigningKey, at: u64) -> String {
        let policy = Policy::parse(policy).expect("a policy");
        let keys = std::slice::from_ref(key);
        let signing = Signing { policy: &policy, keys, revoked: &[], last_version: 0, days: 90 };
        sign(&signing, identity, at).expect("a manifest")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    /// Replaces what must be there.
    pub(crate) fn edit(&self, name: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(name)).expect("a file of the shop");
        assert!(text.contains(old), "{name} has no {old}");
        self.write(name, &text.replacen(old, new, 1));
    }

    /// Runs `verify-page` against this vault. No proxy stands between it and this machine.
    pub(crate) fn verify(&self, args: &[&str]) -> Output {
        self.verify_with(&[], args)
    }

    /// The same with these variables in the environment.
    pub(crate) fn verify_with(&self, variables: &[(&str, &str)], args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_waxseal"))
            .arg("verify-page")
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs(variables.iter().copied())
            .output()
            .expect("the command runs")
    }
}

pub(crate) fn sha384(bytes: &[u8]) -> String {
    format!("sha384-{}", Base64::encode_string(&Sha384::digest(bytes)))
}
