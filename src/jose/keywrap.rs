//! Keys at rest: JWE under a passphrase (`PBES2-HS512+A256KW`, RFC 7518 §4.8) or under a symmetric
//! key (`A256KW`, RFC 7518 §4.4), both with `A256GCM`.

use aes_kw::{KeyInit, KwAes256};
use pbkdf2::{Algorithm, Params, pbkdf2_hmac_with_params};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::compact::{self, Compact, decode_header};
use super::gcm::{self, ContentKey};
use super::json::{Json, Writer};
use super::{base64url, random};
use crate::error::tampered;
use crate::{Code, Error};

#[cfg(test)]
mod tests;

const PBES2: &str = "PBES2-HS512+A256KW";
const A256KW: &str = "A256KW";

/// The iterations that are written into new files.
pub const ITERATIONS: u32 = 600_000;
/// The iterations that a reader accepts: below it is too weak, above it is an attack on time.
pub const ACCEPTED_ITERATIONS: core::ops::RangeInclusive<u64> = 100_000..=5_000_000;

/// Seals `content`, whose media type is `cty`, under a passphrase. The `iterations` of a file that
/// is kept are [`ITERATIONS`].
///
/// # Errors
/// `unsupported` if the iterations are outside [`ACCEPTED_ITERATIONS`]; `io` if no randomness can be
/// had.
pub fn seal_with_passphrase(
    content: &[u8],
    cty: &str,
    passphrase: &str,
    iterations: u32,
    rng: &mut impl TryCryptoRng,
) -> Result<String, Error> {
    check_iterations(iterations.into())?;
    let salt: [u8; 16] = random::bytes(rng)?;
    let key = WrappingKey(derive(passphrase, &salt, iterations));
    let members = |header: &mut Writer| {
        header
            .string("p2s", &base64url::encode(&salt))
            .integer("p2c", iterations.into())
            .string("cty", cty);
    };
    key.encrypt(PBES2, members, content, rng)
}

/// Opens what [`seal_with_passphrase`] sealed.
///
/// # Errors
/// `passphrase` if it is the wrong one; `tampered` if the file was changed; `malformed` or
/// `unsupported` if it is not such a file, or its `p2c` is outside [`ACCEPTED_ITERATIONS`].
pub fn open_with_passphrase(compact: &str, passphrase: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let compact = Compact::parse(compact, PBES2)?;
    let salt = base64url::decode(compact.header.string_member("p2s")?)?;
    if salt.len() < 8 {
        return Err(Error::new(Code::Malformed, "a salt below 8 bytes").about("p2s"));
    }
    let count = compact.header.integer_member("p2c")?;
    check_iterations(count)?;
    let count = u32::try_from(count).expect("the accepted range is below 2^32");
    let content_key = WrappingKey(derive(passphrase, &salt, count))
        .unwrap_key(&compact.encrypted_key)
        .ok_or_else(|| Error::new(Code::Passphrase, "the passphrase does not fit"))?;
    decrypt(&compact, &content_key)
}

fn decrypt(compact: &Compact<'_>, key: &ContentKey) -> Result<Zeroizing<Vec<u8>>, Error> {
    gcm::decrypt(key, compact.protected.as_bytes(), &compact.encrypted)
}

fn check_iterations(count: u64) -> Result<(), Error> {
    if ACCEPTED_ITERATIONS.contains(&count) {
        return Ok(());
    }
    Err(Error::new(Code::Unsupported, "too few or too many iterations").about("p2c"))
}

/// The key encryption key of RFC 7518 §4.8.1.1: PBKDF2 over `UTF8(alg) || 00 || salt`.
fn derive(passphrase: &str, salt: &[u8], iterations: u32) -> Zeroizing<[u8; 32]> {
    let params = Params::new(iterations).expect("readers accept no fewer than it takes");
    stretch(passphrase.as_bytes(), &salted(PBES2, salt), params)
}

/// The first 256 bits of PBKDF2 with HMAC-SHA-512 (RFC 8018 §5.2). The function without type
/// parameters is compiled with its own crate, which is optimised in every build; of the generic one
/// a build without optimisation would make a loop that takes ten times as long.
fn stretch(password: &[u8], salt: &[u8], params: Params) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    pbkdf2_hmac_with_params(password, salt, Algorithm::Pbkdf2Sha512, params, &mut key[..]);
    key
}

fn salted(alg: &str, salt: &[u8]) -> Vec<u8> {
    [alg.as_bytes(), &[0], salt].concat()
}

/// A symmetric key that wraps others, such as a vault's. Wiped when it is dropped.
pub struct WrappingKey(Zeroizing<[u8; 32]>);

impl WrappingKey {
    /// A fresh key.
    ///
    /// # Errors
    /// `io` if no randomness can be had.
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        random::bytes(rng).map(|key| Self(Zeroizing::new(key)))
    }

    /// Reads a symmetric JWK (RFC 7518 §6.4).
    ///
    /// # Errors
    /// `malformed` or `unsupported` if it is not one of 256 bits.
    pub fn from_jwk(jwk: &Json) -> Result<Self, Error> {
        if jwk.string_member("kty")? != "oct" {
            return Err(Error::new(Code::Unsupported, "a key of another type").about("jwk"));
        }
        base64url::decode_array(jwk.string_member("k")?).map(|key| Self(Zeroizing::new(key)))
    }

    /// The symmetric JWK as JSON text.
    #[must_use]
    pub fn to_jwk(&self) -> Zeroizing<String> {
        let k = Zeroizing::new(base64url::encode(&self.0[..]));
        let mut jwk = Writer::with_capacity(64);
        jwk.string("kty", "oct").string("k", &k);
        Zeroizing::new(jwk.finish())
    }

    /// Seals `content` under this key. `members` adds to the protected header.
    ///
    /// # Errors
    /// `io` if no randomness can be had.
    pub fn seal(
        &self,
        members: impl FnOnce(&mut Writer),
        content: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<String, Error> {
        self.encrypt(A256KW, members, content, rng)
    }

    /// Opens what [`WrappingKey::seal`] sealed: the header, now authenticated, and the content.
    ///
    /// # Errors
    /// `tampered` if it was changed or sealed under another key; `malformed` or `unsupported` if
    /// it is not such an object.
    pub fn open(&self, compact: &str) -> Result<(Json, Zeroizing<Vec<u8>>), Error> {
        let compact = Compact::parse(compact, A256KW)?;
        let content_key = self.unwrap_key(&compact.encrypted_key).ok_or_else(tampered)?;
        let content = decrypt(&compact, &content_key)?;
        Ok((compact.header, content))
    }

    /// RFC 7516 §5.1 with key wrapping: a fresh content encryption key for each object.
    fn encrypt(
        &self,
        alg: &str,
        members: impl FnOnce(&mut Writer),
        content: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<String, Error> {
        let mut header = Writer::default();
        header.string("alg", alg).string("enc", "A256GCM");
        members(&mut header);
        let protected = base64url::encode(header.finish().as_bytes());
        let content_key = Zeroizing::new(random::bytes(rng)?);
        let encrypted = gcm::encrypt(&content_key, protected.as_bytes(), content, rng)?;
        Ok(compact::write(&protected, &self.wrap_key(&content_key), &encrypted))
    }

    /// AES Key Wrap (RFC 3394): 32 bytes become 40.
    fn wrap_key(&self, content_key: &ContentKey) -> [u8; 40] {
        let mut wrapped = [0; 40];
        KwAes256::new((&*self.0).into())
            .wrap_key(&content_key[..], &mut wrapped)
            .expect("32 bytes wrap into 40");
        wrapped
    }

    /// The 32 bytes of a wrapped key of 40, if this is the key that wrapped them.
    fn unwrap_key(&self, wrapped: &[u8]) -> Option<ContentKey> {
        let mut content_key = Zeroizing::new([0; 32]);
        if wrapped.len() != 40 {
            return None;
        }
        KwAes256::new((&*self.0).into()).unwrap_key(wrapped, &mut content_key[..]).ok()?;
        Some(content_key)
    }
}

/// The protected header of a sealed key, **not authenticated**: for listings that ask for no
/// passphrase.
///
/// # Errors
/// `malformed` if there is none.
pub fn protected_header(compact: &str) -> Result<Json, Error> {
    decode_header(compact.split('.').next().unwrap_or_default())
}
