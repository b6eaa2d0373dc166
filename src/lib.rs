//! Waxseal seals a checkout form in the shopper's browser to the merchant's own key.

mod error;
pub mod jose;

pub use error::{Code, Error};
