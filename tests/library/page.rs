//! What a page does with a form and a manifest, run natively: the module in the page is the same code.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::merchant::{Merchant, NOW, ORIGIN, POLICY};
use getrandom::SysRng;
use waxseal::Code;
use waxseal::jose::json;
use waxseal::manifest::{Signing, sign};
use waxseal::page::{Choice, Input, Kept, Page, Problem, Reading, Terms, Value};
use waxseal::policy::Policy;
use zeroize::Zeroizing;

const DAY: u64 = 24 * 60 * 60;

/// A place to keep manifests.
#[derive(Default)]
struct Storage(RefCell<HashMap<String, String>>);

impl Kept for Storage {
    fn recall(&self, name: &str) -> Option<String> {
        self.0.borrow().get(name).cloned()
    }

    fn remember(&self, name: &str, text: &str) {
        self.0.borrow_mut().insert(name.into(), text.into());
    }
}

fn load(served: &str, pins: &str, storage: &Storage, now: u64) -> Result<Page, waxseal::Error> {
    let terms = Terms { pins, origin: ORIGIN, min_version: 0 };
    Page::load_with_rng(served, &terms, storage, json::parse, now, &mut SysRng)
}

/// What the merchant's server has of this policy, signed at this second.
fn served(merchant: &Merchant, policy: &str, at: u64) -> String {
    let policy = Policy::parse(policy).expect("a policy");
    let keys = &merchant.recipients;
    let signing = Signing { policy: &policy, keys, revoked: &[], last_version: 0, days: 90 };
    sign(&signing, &merchant.identity, at).expect("a manifest")
}

fn page(policy: &str) -> (Merchant, Page) {
    let merchant = Merchant::of(policy);
    let served = served(&merchant, policy, NOW);
    let page = load(&served, &merchant.pin(), &Storage::default(), NOW).expect("a page");
    (merchant, page)
}

fn input<'a>(autocomplete: &'a str, value: &'a str) -> Input<'a> {
    let value = Value { text: value, is_whole: true };
    Input {
        explicit: "",
        autocomplete,
        kind: "text",
        is_disabled: false,
        name: Some(autocomplete),
        values: Some(vec![value]),
    }
}

/// Code, field and the input pointed at of each problem.
fn problems(reading: &Reading) -> Vec<(Code, &str, Option<usize>)> {
    let what = |problem: &Problem| problem.error.code();
    reading.problems.iter().map(|p| (what(p), p.field.as_str(), p.pointed)).collect()
}

fn values(reading: &Reading) -> Vec<(&str, &str)> {
    reading.values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn a_form_is_read_field_by_field_and_what_it_seals_is_what_the_desk_opens() {
    let (merchant, page) = page(POLICY);
    let form = [
        input("family-name", "Lovelace"),
        input("given-name", " Ada "),
        input("cc-number", "4242 4242 4242 4242"),
        input("email", ""),
    ];
    let reading = page.read(None, &form);
    assert_eq!(problems(&reading), []);
    assert_eq!(values(&reading), [("name", "Ada Lovelace"), ("cc-number", "4242424242424242")]);
    let choice = Choice { reference: Some("A-1001"), ..Choice::default() };
    let line = page.seal_with_rng(&reading.values, &choice, NOW, &mut SysRng).expect("an order");
    let opened = merchant.open(&line).expect("opened");
    assert_eq!(crate::merchant::values(&opened), values(&reading));
}

#[test]
fn a_problem_points_at_the_empty_input_of_its_field() {
    let (_, page) = page(POLICY);
    let form = [input("given-name", ""), input("name", ""), input("email", "ada")];
    let reading = page.read(None, &form);
    assert_eq!(
        problems(&reading),
        [(Code::Policy, "name", Some(0)), (Code::InvalidField, "email", Some(2))]
    );
}

#[test]
fn an_input_that_names_no_field_of_the_policy_is_told() {
    let (_, page) = page(POLICY);
    let named = |explicit| Input { explicit, ..input("off", "x") };
    let reading = page.read(None, &[input("name", "Ada"), named("shoe"), named("true"), named("")]);
    assert_eq!(
        problems(&reading),
        [
            (Code::UnknownField, "shoe", Some(1)),
            (Code::UnknownField, "true", Some(2)),
            (Code::Policy, "", Some(3)),
        ]
    );
}

#[test]
fn a_disabled_input_is_absent_and_a_required_field_without_input_points_nowhere() {
    let (_, page) = page(POLICY);
    let absent = Input { is_disabled: true, ..input("name", "Ada") };
    assert_eq!(problems(&page.read(None, &[absent])), [(Code::MissingField, "name", Some(0))]);
    let reading = page.read(None, &[input("email", "ada@shop.example")]);
    assert_eq!(problems(&reading), [(Code::MissingField, "name", None)]);
}

#[test]
fn half_a_surrogate_pair_is_refused_and_what_cannot_be_sealed_too() {
    let (_, page) = page(POLICY);
    let half = Value { text: "\u{fffd}", is_whole: false };
    let form = [
        Input { values: Some(vec![half]), ..input("name", "") },
        Input { values: None, ..input("email", "") },
    ];
    assert_eq!(
        problems(&page.read(None, &form)),
        [(Code::InvalidField, "name", Some(0)), (Code::Unsupported, "email", Some(1))]
    );
}

#[test]
fn the_mark_of_a_form_is_that_of_its_values() {
    let (_, page) = page(POLICY);
    let mark = |name: &str| page.read(None, &[input("name", name)]).mark;
    assert_eq!(mark("Ada"), mark(" Ada "));
    assert_ne!(mark("Ada"), mark("Ida"));
}

#[test]
fn entries_leave_that_the_policy_passes_and_none_under_a_name_of_ours() {
    let policy = POLICY.replace(
        "[fields.email]\nrole = \"fulfilment\"",
        "[fields.email]\nrole = \"fulfilment\"\nalso-pass = true",
    );
    let (_, page) = page(&policy);
    let form = [input("name", "Ada"), input("email", "ada@shop.example")];
    let reading = page.read(None, &form);
    let leaving = page.leaving(&reading, "sealed");
    for (entry, stays) in
        [("cart", true), ("cart2", false), ("name", false), ("email", false), ("sealed", false)]
    {
        assert_eq!(leaving.keeps(entry), stays, "{entry}");
    }
    let also_passed: Vec<_> = leaving.also_passed().cloned().collect();
    assert_eq!(also_passed, [("email".to_owned(), "ada@shop.example".to_owned())]);
    // Nothing in clear takes the place of the sealed one.
    assert_eq!(page.leaving(&reading, "email").also_passed().count(), 0);
    assert!(leaving.is_own("sealed") && leaving.is_own("name") && !leaving.is_own("cart2"));
}

#[test]
fn the_newest_manifest_that_was_seen_is_used_when_an_older_one_is_served() {
    let merchant = Merchant::of(POLICY);
    let storage = Storage::default();
    let [older, newer] = [NOW, NOW + DAY].map(|at| served(&merchant, POLICY, at));
    let load = |served: &str, now| load(served, &merchant.pin(), &storage, now).expect("a page");
    assert!(!load(&newer, NOW + DAY).is_rolled_back());
    let page = load(&older, NOW + DAY);
    assert!(page.is_rolled_back());
    assert_eq!(page.manifest().version, NOW + DAY);
    // What is kept is as untrusted as any other text.
    storage.0.borrow_mut().values_mut().for_each(|text| *text = older.replace('.', ".A"));
    assert!(!load(&older, NOW).is_rolled_back());
}

#[test]
fn a_page_that_is_open_for_too_long_seals_no_more() {
    let (_, page) = page(POLICY);
    let fields = [("name".to_owned(), Zeroizing::new("Ada".to_owned()))];
    let seal = |now| page.seal_with_rng(&fields, &Choice::default(), now, &mut SysRng);
    assert!(seal(NOW + 90 * DAY).is_ok());
    assert_eq!(seal(NOW + 92 * DAY).expect_err("expired").code(), Code::Expired);
}
