//! Waxseal seals a checkout form in the shopper's browser to the merchant's own key.

mod error;
pub mod field;
pub mod jose;
pub mod manifest;
#[cfg(not(target_arch = "wasm32"))]
pub mod open;
pub mod policy;
pub mod seal;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use error::{Code, Error};
