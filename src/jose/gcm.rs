//! The content encryption of RFC 7518 §5.3: `A256GCM`, a 96-bit IV, a 128-bit tag.

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::{base64url, random};
use crate::{Code, Error};

/// A content encryption key, wiped when it is dropped.
pub(crate) type ContentKey = Zeroizing<[u8; 32]>;

/// The last three parts of the Compact Serialization, encrypted under `key`:
/// `IV "." ciphertext "." tag`, with `protected` as additional authenticated data
/// (RFC 7516 §5.1, steps 9 to 16). The IV is drawn here, never earlier.
pub(crate) fn encrypt(
    key: &ContentKey,
    protected: &str,
    plaintext: &[u8],
    rng: &mut impl TryCryptoRng,
) -> Result<String, Error> {
    let iv: [u8; 12] = random::bytes(rng)?;
    let mut buffer = Zeroizing::new(plaintext.to_vec());
    let tag = Aes256Gcm::new((&**key).into())
        .encrypt_inout_detached(&iv.into(), protected.as_bytes(), buffer.as_mut_slice().into())
        .map_err(|_| Error::new(Code::Malformed, "too long to encrypt"))?;
    let parts = [base64url::encode(&iv), base64url::encode(&buffer), base64url::encode(&tag)];
    Ok(parts.join("."))
}

/// Decrypts and authenticates (RFC 7516 §5.2, steps 14 to 17).
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn decrypt(
    key: &ContentKey,
    sealed: &super::compact::Compact<'_>,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut buffer = Zeroizing::new(sealed.ciphertext.clone());
    Aes256Gcm::new((&**key).into())
        .decrypt_inout_detached(
            &sealed.iv.into(),
            sealed.protected.as_bytes(),
            buffer.as_mut_slice().into(),
            &sealed.tag.into(),
        )
        .map_err(|_| crate::jose::jwe::tampered())?;
    Ok(buffer)
}
