//! JWE with direct key agreement: `ECDH-ES` over X25519 with `A256GCM` (RFC 7516, RFC 7518 §4.6,
//! RFC 8037 §3.2).

use rand_core::TryCryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::gcm::ContentKey;
use super::jwk::{AgreementKey, AgreementPublicKey};
use crate::{Code, Error};

/// A finished key agreement with one recipient: the ephemeral public key and the content
/// encryption key. It needs no plaintext, so it can be made ahead. It encrypts once.
pub struct Agreement {
    epk: AgreementPublicKey,
    content_key: ContentKey,
}

impl Agreement {
    /// Agrees on a content encryption key with a fresh ephemeral key.
    ///
    /// # Errors
    /// `io` if no randomness can be had; `policy` if the recipient's key is of low order.
    pub fn with_rng(
        recipient: &AgreementPublicKey,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        Self::with_key(recipient, &AgreementKey::generate(rng)?)
            .ok_or_else(|| Error::new(Code::Policy, "a recipient's key is of low order"))
    }

    /// Agrees with an ephemeral key; nothing if the recipient's is of low order.
    pub(crate) fn with_key(
        recipient: &AgreementPublicKey,
        ephemeral: &AgreementKey,
    ) -> Option<Self> {
        let shared = ephemeral.agree(recipient)?;
        Some(Self { epk: ephemeral.public(), content_key: derive(&shared) })
    }

    /// The ephemeral public key, which the protected header must hold as `epk`.
    #[must_use]
    pub fn epk(&self) -> &AgreementPublicKey {
        &self.epk
    }

    /// The agreed content encryption key, for the module's caller to spend.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn content_key(&self) -> &ContentKey {
        &self.content_key
    }
}

/// The content encryption key for a shared secret, with empty `apu` and `apv`.
fn derive(shared: &Zeroizing<[u8; 32]>) -> ContentKey {
    Zeroizing::new(concat_kdf(&shared[..], b"A256GCM", b"", b"", 256))
}

/// The Concat KDF of RFC 7518 §4.6.2 for at most 256 bits, which is one SHA-256:
///
/// ```text
/// SHA-256( 00000001 || Z || AlgorithmID || PartyUInfo || PartyVInfo || SuppPubInfo )
/// ```
fn concat_kdf(z: &[u8], algorithm: &[u8], apu: &[u8], apv: &[u8], bits: u32) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(1u32.to_be_bytes());
    hash.update(z);
    for info in [algorithm, apu, apv] {
        let length = u32::try_from(info.len()).expect("party information is a few bytes");
        hash.update(length.to_be_bytes());
        hash.update(info);
    }
    hash.update(bits.to_be_bytes());
    hash.finalize().into()
}

/// The one answer to every failed authentication.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn tampered() -> Error {
    Error::new(Code::Tampered, "this is not what was sealed")
}

#[cfg(not(target_arch = "wasm32"))]
pub use desk::Jwe;

/// The Compact Serialization, which the page writes in TypeScript and never reads.
#[cfg(not(target_arch = "wasm32"))]
mod desk {
    use zeroize::Zeroizing;

    use super::{Agreement, AgreementKey, AgreementPublicKey, TryCryptoRng, derive, tampered};
    use crate::jose::compact::{self, Compact};
    use crate::jose::json::Json;
    use crate::jose::{base64url, gcm};
    use crate::{Code, Error};

    impl Agreement {
        /// The compact JWE of a plaintext, which spends the agreement. `header` is the protected
        /// header, a JSON text with at least `alg`, `enc` and this agreement's `epk`.
        ///
        /// # Errors
        /// `io` if no randomness can be had.
        pub fn seal_with_rng(
            self,
            header: &str,
            plaintext: &[u8],
            rng: &mut impl TryCryptoRng,
        ) -> Result<String, Error> {
            let protected = base64url::encode(header.as_bytes());
            let encrypted = gcm::encrypt(&self.content_key, protected.as_bytes(), plaintext, rng)?;
            Ok(compact::write(&protected, &[], &encrypted))
        }
    }

    /// A JWE taken apart. Its header is readable and not authenticated until [`Jwe::decrypt`].
    pub struct Jwe<'a> {
        compact: Compact<'a>,
        epk: AgreementPublicKey,
    }

    impl<'a> Jwe<'a> {
        /// Takes a compact JWE apart.
        ///
        /// # Errors
        /// `malformed` for anything but five parts of canonical base64url with the lengths of
        /// RFC 7518 §4.6 and §5.3, or an `epk` that is not a canonical X25519 key with the members
        /// `kty`, `crv` and `x` alone; `unsupported` for another `alg` or `enc`, or for `crit`,
        /// `zip`, `apu`, `apv` or `b64`.
        pub fn parse(text: &'a str) -> Result<Self, Error> {
            let compact = Compact::parse(text, "ECDH-ES")?;
            if !compact.encrypted_key.is_empty() {
                return Err(Error::new(
                    Code::Malformed,
                    "direct key agreement has no encrypted key",
                ));
            }
            let epk = read_epk(&compact.header)?;
            Ok(Self { compact, epk })
        }

        /// The protected header.
        #[must_use]
        pub fn header(&self) -> &Json {
            &self.compact.header
        }

        /// The length of the ciphertext in bytes, which is that of the plaintext.
        #[must_use]
        pub fn ciphertext_len(&self) -> usize {
            self.compact.encrypted.ciphertext.len()
        }

        /// The plaintext.
        ///
        /// # Errors
        /// `tampered` if the tag does not fit or the ephemeral key is of low order.
        pub fn decrypt(&self, key: &AgreementKey) -> Result<Zeroizing<Vec<u8>>, Error> {
            let shared = key.agree(&self.epk).ok_or_else(tampered)?;
            self.compact.decrypt(&derive(&shared))
        }
    }

    fn read_epk(header: &Json) -> Result<AgreementPublicKey, Error> {
        let malformed = || Error::new(Code::Malformed, "not an X25519 key").about("epk");
        let epk = header.get("epk").ok_or_else(malformed)?;
        let members = epk.as_object().ok_or_else(malformed)?;
        if members.len() != 3 {
            return Err(malformed());
        }
        AgreementPublicKey::from_jwk(epk).map_err(|_| malformed())
    }
}

#[cfg(test)]
mod tests {
    use super::concat_kdf;
    use crate::jose::base64url;

    #[test]
    fn the_key_of_rfc_7518_appendix_c_is_derived() {
        let z = [
            158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49,
            110, 163, 218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
        ];
        let derived = concat_kdf(&z, b"A128GCM", b"Alice", b"Bob", 128);
        assert_eq!(base64url::encode(&derived[..16]), "VqqN6vgjbSBcIijNcacQGg");
    }
}
