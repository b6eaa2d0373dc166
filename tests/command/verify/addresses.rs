//! Where a page is served: redirects, and hosts that are not on this machine.

use std::time::Instant;

use crate::verify::hostile::assert_ends;
use crate::verify::says;
use crate::verify::server::{Headers, serve};
use crate::verify::shop::Shop;

#[test]
fn a_redirect_to_another_origin_is_found() {
    let shop = Shop::new();
    let at = serve(&shop.path("site"), Headers::new());
    let output = shop.verify(&[&format!("http://{at}/to-localhost")]);
    assert_ends(&output, 7, "redirect-elsewhere", Instant::now());
}

#[test]
fn a_redirect_to_another_origin_of_the_policy_is_for_information() {
    let shop = Shop::new();
    let at = serve(&shop.path("site"), Headers::new());
    let origins = format!("\"http://{at}\", \"http://localhost:{}\"", at.port());
    shop.edit("vault/policy.toml", "\"http://127.0.0.1:*\"", &origins);
    let output = shop.verify(&[&format!("http://{at}/to-localhost"), "--json"]);
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(says(&stdout, "info redirect") && !stdout.contains("redirect-elsewhere"), "{stdout}");
}

#[test]
fn an_address_without_its_scheme_is_told_from_a_folder() {
    let output = Shop::new().verify(&["localhost:5173/checkout"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("begin it with https:// or http://"), "{stderr}");
}

#[test]
fn a_page_of_another_host_without_https_is_found_and_fetched_through_the_proxy() {
    let shop = Shop::new();
    let at = serve(&shop.path("site"), Headers::new());
    let proxy = [("HTTPS_PROXY", &*format!("http://{at}"))];
    let output = shop.verify_with(&proxy, &["http://shop.example/checkout.html"]);
    for code in ["insecure-page", "manifest-test", "wrong-origin"] {
        assert_ends(&output, 7, code, Instant::now());
    }
}
