//! Pages and servers that mean harm: an end in time, a code, and nothing raw on a terminal.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::verify::server::{Headers, serve};
use crate::verify::shop::Shop;

/// Longer than any bound of the command together.
const SOON: Duration = Duration::from_secs(100);

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn assert_ends(output: &Output, exit: i32, says: &str, begun: Instant) {
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(exit), "{says}: {stdout}{stderr}");
    assert!((stdout + &stderr).contains(says), "{says}: {stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    assert!(begun.elapsed() < SOON, "{says}");
}

#[test]
fn a_server_that_means_harm_is_an_error_with_a_code_and_soon() {
    let shop = Shop::new();
    let huge = fs::File::create(shop.path("site/huge.html")).expect("a file");
    huge.set_len(100 << 20).expect("a hole, which takes no room");
    let at = serve(&shop.path("site"), Headers::new());
    for (path, exit, says) in [
        ("/loop", 1, "error: io: "),
        ("/to-file", 1, "what is no address of the web"),
        ("/to-nowhere", 1, "error: io: http://127.0.0.1:1/"),
        ("/endless", 5, "error: malformed: "),
        ("/endless-headers", 1, "error: io: "),
        ("/not-http", 1, "error: io: "),
        ("/huge.html", 5, "error: malformed: "),
        ("/nowhere.html", 1, "HTTP 404"),
    ] {
        let begun = Instant::now();
        assert_ends(&shop.verify(&[&format!("http://{at}{path}")]), exit, says, begun);
    }
    let begun = Instant::now();
    let tls = shop.verify(&[&format!("https://{at}/checkout.html")]);
    assert_ends(&tls, 1, "error: io: ", begun);
}

#[test]
fn policies_that_mean_harm_are_answered_soon() {
    let odd =
        "script-src https://a.example:99999 *.:* 'nonce-' [::1]:80 *.* : 'report-sample' 'self'";
    let hashes = "script-src 'self' ".to_owned() + &"'sha256-A' ".repeat(1400);
    let hosts = "script-src 'self' ".to_owned() + &"a.b ".repeat(4000);
    let long = "script-src 'self' ".to_owned() + &"a.b ".repeat(40_000);
    let texts = format!("<script>{}</script>", "\u{e9}".repeat(1 << 20));
    let scripts = "<script src=//a.example/x.js></script><iframe src=//b.example></iframe>";
    for (policy, content, says) in [
        (odd, &*texts, "inline-blocked"),
        (&hashes, &*texts, "inline-script"),
        (&hosts, &scripts.repeat(10_000), "script-blocked"),
        (&long, &scripts.repeat(10), "csp-too-long"),
    ] {
        let shop = Shop::new();
        let meta = format!("<meta http-equiv=content-security-policy content=\"{policy}\">");
        shop.edit("site/checkout.html", "<meta charset=\"utf-8\">", &meta);
        shop.edit("site/checkout.html", "</body>", &format!("{content}</body>"));
        let begun = Instant::now();
        let output = shop.verify(&["site/checkout.html"]);
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        assert!(stdout.contains(says) && !stderr.contains("panicked"), "{says}: {stdout}{stderr}");
        assert!(begun.elapsed() < SOON, "{says}");
    }
}

#[test]
fn what_is_no_address_or_holds_a_password_is_a_mistake_of_the_command_line() {
    let shop = Shop::new();
    for target in ["ftp://shop.example/", "https://ada:secret@shop.example/", "https://"] {
        let output = shop.verify(&[target]);
        assert_ends(&output, 2, "error: usage", Instant::now());
        assert!(!text(&output.stderr).contains("secret"));
    }
    assert_ends(&shop.verify(&["nowhere"]), 1, "error: io: nowhere", Instant::now());
    let none = shop.verify(&["site", "--integrity", "site/checkout.html"]);
    assert_ends(&none, 5, "error: malformed: site/checkout.html", Instant::now());
    let none = shop.verify(&["site", "--vault", "nowhere"]);
    assert_ends(&none, 1, "no vault in this folder", Instant::now());
    let none = shop.verify(&["site", "--pin", "urn:x"]);
    assert_ends(&none, 2, "--pin", Instant::now());
}

#[test]
fn what_is_sent_compressed_though_it_was_not_asked_for_is_an_error_and_not_another_page() {
    let shop = Shop::new();
    let gzip = BTreeMap::from([("Content-Encoding".to_owned(), "gzip".to_owned())]);
    let at = serve(&shop.path("site"), Headers::from([("/checkout.html".to_owned(), gzip)]));
    let output = shop.verify(&[&format!("http://{at}/checkout.html")]);
    assert_ends(&output, 5, "Content-Encoding", Instant::now());
}

#[test]
fn no_link_and_no_path_leads_out_of_the_folder() {
    let shop = Shop::new();
    fs::rename(shop.path("site/waxseal.jws"), shop.path("outside.jws")).expect("renamed");
    symlink(shop.path("outside.jws"), shop.path("site/waxseal.jws")).expect("a link");
    assert_ends(&shop.verify(&["site"]), 7, "leads out of the folder", Instant::now());
    for path in
        ["/../outside.jws", "/..%2foutside.jws", "/%2e%2e/outside.jws", "/a%00b", "..\\outside.jws"]
    {
        let shop = Shop::new();
        fs::rename(shop.path("site/waxseal.jws"), shop.path("outside.jws")).expect("renamed");
        shop.edit("site/checkout.html", "\"/waxseal.jws\"", &format!("{path:?}"));
        assert_ends(&shop.verify(&["site"]), 7, "manifest-missing", Instant::now());
    }
}

#[test]
fn pages_of_any_bytes_and_a_pipe_are_answered_soon() {
    let deep = "<div>".repeat(1 << 20).into_bytes();
    let binary: Vec<u8> = (0..1 << 20).map(|n: u32| (n % 251) as u8).collect();
    for (content, exit, says) in [
        (deep, 5, "error: malformed: "),
        (binary, 7, "no-form"),
        (b"\xff\xfe<\0f\0o\0r\0m\0>\0".to_vec(), 5, "error: unsupported: "),
        (Vec::new(), 7, "no-form"),
    ] {
        let shop = Shop::new();
        fs::write(shop.path("site/checkout.html"), content).expect("a file");
        let begun = Instant::now();
        assert_ends(&shop.verify(&["site/checkout.html"]), exit, says, begun);
    }
    let shop = Shop::new();
    fs::remove_file(shop.path("site/waxseal.jws")).expect("a file of the shop");
    let made = Command::new("mkfifo").arg(shop.path("site/waxseal.jws")).status();
    assert!(made.expect("mkfifo runs").success());
    assert_ends(&shop.verify(&["site"]), 7, "is not a file", Instant::now());
}

#[test]
fn nothing_that_a_page_says_steers_a_terminal() {
    let shop = Shop::new();
    let evil = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}";
    shop.edit("site/checkout.html", "<form", &format!("<form id=\"{evil}\" onclick=\"{evil}\""));
    shop.edit("site/checkout.html", "</body>", &format!("<script>{evil}</script></body>"));
    shop.edit(
        "site/checkout.html",
        "action=\"/orders\"",
        &format!("action=\"//x.example/{evil}\""),
    );
    for args in [&["site"][..], &["site", "--json"]] {
        let output = shop.verify(args);
        let shown = text(&output.stdout) + &text(&output.stderr);
        assert!(shown.contains("inline-script") && shown.contains("action-elsewhere"), "{shown}");
        let steers = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!shown.contains(steers), "{shown:?}");
    }
}

#[test]
fn a_page_that_loads_without_end_is_left_after_some_files() {
    let shop = Shop::new();
    let scripts: String = (0..200).map(|n| format!("<script src=/many/{n}.js></script>")).collect();
    shop.edit("site/checkout.html", "</body>", &(scripts + "</body>"));
    for n in 0..200 {
        shop.write(&format!("site/many/{n}.js"), &format!("import './{}.js'", n + 1));
    }
    assert_ends(&shop.verify(&["site"]), 0, "too-many-scripts", Instant::now());
    // What the package imports is then not reached.
    let args = ["site", "--integrity", "integrity.json", "--vault", "vault"];
    assert_ends(&shop.verify(&args), 7, "package-incomplete", Instant::now());
}

#[test]
fn a_page_with_forms_without_end_is_left_after_some() {
    let shop = Shop::new();
    let forms = "<form data-waxseal=/waxseal.jws></form>".repeat(60);
    shop.edit("site/checkout.html", "</body>", &(forms + "</body>"));
    assert_ends(&shop.verify(&["site"]), 7, "too-many-forms", Instant::now());
}

#[test]
fn a_page_that_cannot_be_read_does_not_hide_the_others_of_its_folder() {
    let shop = Shop::new();
    shop.edit("site/checkout.html", " data-waxseal-pin=", " data-no-pin=");
    fs::write(shop.path("site/odd.html"), b"\xff\xfe<\0p\0>\0").expect("a file");
    let output = shop.verify(&["site"]);
    assert_ends(&output, 7, "page-unreadable", Instant::now());
    assert_ends(&output, 7, "pin-missing", Instant::now());
}
