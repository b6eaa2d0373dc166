//! What sealing, opening and sealing again share.

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
mod find;
mod header;
#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
mod parse;
#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
mod read;

#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
pub use find::{find_orders, is_found, names_an_order};
pub use header::OrderHeader;
pub(crate) use header::{Ours, PartHeader, Shared};
#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
pub(crate) use parse::Sealed;
#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
pub use parse::{Order, Part};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::jose::base64url;
use crate::jose::json::{Writer, most_bytes};
use crate::prelude::*;

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

/// The plaintext of a part: fields, then the order's seed, as a JSON object padded with spaces.
pub(crate) fn plaintext<'a>(
    fields: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    seed: &str,
) -> Zeroizing<Vec<u8>> {
    // Room for all of it, so that no copy is left behind by growing.
    let most = |(name, value): (&str, &str)| most_bytes(name) + most_bytes(value) + 8;
    let length: usize = fields.clone().map(most).sum();
    let mut object = Writer::with_capacity(length + 2 * BLOCK);
    for (name, value) in fields {
        object.string(name, value);
    }
    object.string("_", seed);
    let mut plaintext = Zeroizing::new(object.finish_bytes());
    let padded = plaintext.len().next_multiple_of(BLOCK);
    plaintext.resize(padded, b' ');
    plaintext
}
