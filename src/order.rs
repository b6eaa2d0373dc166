//! What those who seal an order and those who open it share.

use sha2::{Digest, Sha256};

use crate::jose::base64url;

/// The `typ` of a part's protected header.
pub const TYP: &str = "vnd.waxseal.order.v1";
/// The `cty` of a part: its plaintext is a JSON object.
pub const CTY: &str = "json";
/// The plaintext is padded to a multiple of this many bytes.
pub const BLOCK: usize = 256;
/// The longest order, in bytes. Readers refuse longer ones.
pub const MAX_BYTES: usize = 1 << 20;

/// The order's `jti`: the first 16 bytes of the SHA-256 of its seed, which each part holds in `_`.
#[must_use]
pub fn jti(seed: &[u8; 16]) -> String {
    base64url::encode(&Sha256::digest(seed)[..16])
}
