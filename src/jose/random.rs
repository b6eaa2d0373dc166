//! The one place where random bits are drawn.

use rand_core::{TryCryptoRng, TryRng};
use zeroize::Zeroizing;

use crate::prelude::*;
use crate::{Code, Error};

/// `N` fresh random bytes.
///
/// # Errors
/// `io` if the source fails.
pub fn bytes<const N: usize>(rng: &mut impl TryCryptoRng) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    fill(rng, &mut bytes)?;
    Ok(bytes)
}

/// A page's own wrapper of its random source may fill nothing and say nothing: what is to be secret, and
/// is of 16 bytes or more, is not zero.
fn fill(rng: &mut impl TryCryptoRng, bytes: &mut [u8]) -> Result<(), Error> {
    rng.try_fill_bytes(bytes).map_err(|_| failed())?;
    let is_empty = bytes.len() >= 16 && bytes.iter().all(|byte| *byte == 0);
    if is_empty { Err(failed()) } else { Ok(()) }
}

fn failed() -> Error {
    Error::new(Code::Io, "the system's random source failed")
}

/// Random bytes that were drawn at once, and are each given out once: where each draw is a crossing
/// of a border. What is left is wiped.
pub struct Drawn(Zeroizing<Vec<u8>>);

impl Drawn {
    /// Draws so many.
    ///
    /// # Errors
    /// `io` if the source fails.
    pub fn with_rng(count: usize, rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let mut bytes = Zeroizing::new(vec![0; count]);
        fill(rng, &mut bytes)?;
        Ok(Self(bytes))
    }
}

impl TryRng for Drawn {
    type Error = Error;

    fn try_next_u32(&mut self) -> Result<u32, Error> {
        bytes(self).map(u32::from_le_bytes)
    }

    fn try_next_u64(&mut self) -> Result<u64, Error> {
        bytes(self).map(u64::from_le_bytes)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        let left = self.0.len().checked_sub(bytes.len()).ok_or_else(failed)?;
        bytes.copy_from_slice(&self.0[left..]);
        // Wiped as soon as it is given out.
        self.0[left..].fill(0);
        self.0.truncate(left);
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}
