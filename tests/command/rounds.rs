//! Key files of fewer rounds: deriving a key is most of what a command does, and most tests are
//! about something else. The command reads such a file as it reads its own; what it writes itself
//! has its own number of rounds.

use std::fs;
use std::path::Path;

use aes_gcm::{Aes256Gcm, aead::AeadInOut};
use aes_kw::{KeyInit, KwAes256};
use getrandom::SysRng;
use rand_core::TryRng;
use sha2::Sha512;
use waxseal::jose::base64url;
use waxseal::jose::keywrap::{ACCEPTED_ITERATIONS, open_with_passphrase};

/// Seals a key file again, with the fewest rounds that a reader accepts (RFC 7518 §4.8).
pub(crate) fn as_few_as_accepted(file: &Path, passphrase: &str) {
    let jwe = fs::read_to_string(file).expect("a key file");
    let content = open_with_passphrase(jwe.trim_end(), passphrase).expect("the passphrase fits");
    let rounds = u32::try_from(*ACCEPTED_ITERATIONS.start()).expect("a small number");
    // Written over, not anew: the file keeps its mode.
    fs::write(file, seal(&content, passphrase, rounds) + "\n").expect("the key file is written");
}

fn seal(content: &[u8], passphrase: &str, rounds: u32) -> String {
    let salt: [u8; 16] = random();
    let header = serde_json::json!({
        "alg": "PBES2-HS512+A256KW", "enc": "A256GCM", "cty": "jwk+json",
        "p2s": base64url::encode(&salt), "p2c": rounds,
    });
    let protected = base64url::encode(header.to_string().as_bytes());
    let (content_key, iv): ([u8; 32], [u8; 12]) = (random(), random());
    let wrapped = wrap(&content_key, passphrase, &salt, rounds);
    let mut ciphertext = content.to_vec();
    let tag = Aes256Gcm::new(&content_key.into())
        .encrypt_inout_detached(&iv.into(), protected.as_bytes(), (&mut ciphertext[..]).into())
        .expect("a key is short");
    let rest = [&wrapped[..], &iv, &ciphertext, &tag].map(base64url::encode);
    format!("{protected}.{}", rest.join("."))
}

/// The salt of PBKDF2 is the algorithm's name, a zero, and `p2s`.
fn wrap(content_key: &[u8; 32], passphrase: &str, salt: &[u8], rounds: u32) -> [u8; 40] {
    let salt = [b"PBES2-HS512+A256KW\0", salt].concat();
    let mut key = [0; 32];
    pbkdf2::pbkdf2_hmac::<Sha512>(passphrase.as_bytes(), &salt, rounds, &mut key);
    let mut wrapped = [0; 40];
    KwAes256::new(&key.into()).wrap_key(content_key, &mut wrapped).expect("32 bytes into 40");
    wrapped
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).expect("randomness");
    bytes
}
