//! What is said of an order that no key here opens, or that is addressed elsewhere: which of the
//! keys that it takes somebody may have.

use crate::merchant::{Merchant, POLICY};
use waxseal::policy::Policy;
use waxseal::{Code, Error};

const FIELDS: [(&str, &str); 1] = [("name", "Ada Lovelace")];

/// A clerk with the keys of one role from before a rotation, and an order from after it.
fn clerk(role: &str) -> (Merchant, String) {
    let mut merchant = Merchant::new();
    let old: Vec<_> = merchant.recipients.drain(..).collect();
    for (role, nbf) in [("fulfilment", 1), ("payments", 1)] {
        merchant.add_key(role, None);
        merchant.recipients.iter_mut().for_each(|key| key.nbf += nbf);
    }
    merchant.publish(&Policy::parse(POLICY).expect("a policy"), &[]);
    let line = merchant.seal(&FIELDS).expect("sealed");
    let held = |kid| old.iter().any(|key| key.kid == kid && key.role == role);
    merchant.keys.retain(|kid, _| held(*kid));
    (merchant, line)
}

fn refused(merchant: &Merchant, line: &str) -> Error {
    merchant.open(line).err().expect("it does not open")
}

#[test]
fn a_newer_key_of_a_role_that_is_held_is_told_apart_from_a_role_that_is_not() {
    for (role, newer) in [("fulfilment", true), ("payments", false)] {
        let (mut merchant, line) = clerk(role);
        let error = refused(&merchant, &line);
        assert_eq!(error.code(), Code::UnknownKey);
        assert_eq!(error.reason().contains("newer key"), newer, "{role}: {}", error.reason());
        // The shop's newest manifest did not come to the clerk: the order alone tells of it.
        merchant.manifests.pop();
        assert!(refused(&merchant, &line).reason().contains("newer key"));
    }
}

#[test]
fn an_identity_that_came_later_may_be_the_merchants_own() {
    let (mut merchant, line) = clerk("fulfilment");
    merchant.identity = Merchant::new().identity;
    let error = refused(&merchant, &line);
    assert_eq!(
        (error.code(), error.reason()),
        (Code::Conflict, "addressed to another merchant's identity")
    );
    merchant.manifests.pop();
    let error = refused(&merchant, &line);
    assert_eq!(error.code(), Code::Conflict);
    assert!(error.reason().contains("new export"), "{}", error.reason());
}
