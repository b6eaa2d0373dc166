//! The one place where random bits are drawn.

use rand_core::TryCryptoRng;

use crate::{Code, Error};

/// `N` fresh random bytes.
///
/// # Errors
/// `io` if the source fails.
pub fn bytes<const N: usize>(rng: &mut impl TryCryptoRng) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    rng.try_fill_bytes(&mut bytes)
        .map_err(|_| Error::new(Code::Io, "the system's random source failed"))?;
    Ok(bytes)
}
