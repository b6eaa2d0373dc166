//! Randomness that is the same in every run: SHA-256 over a name and a counter.

use core::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};

pub(crate) struct Seeded {
    name: &'static str,
    count: u64,
}

impl Seeded {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self { name, count: 0 }
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        let Ok(()) = self.try_fill_bytes(&mut bytes);
        bytes
    }
}

impl TryRng for Seeded {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(self.bytes()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(self.bytes()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(32) {
            let hash = Sha256::new().chain_update(self.name).chain_update(self.count.to_be_bytes());
            chunk.copy_from_slice(&hash.finalize()[..chunk.len()]);
            self.count += 1;
        }
        Ok(())
    }
}

impl TryCryptoRng for Seeded {}
