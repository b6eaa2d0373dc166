//! What goes out.

use wasm_bindgen::JsValue;

use crate::Error;
use crate::prelude::*;

/// An answer, or the error that is thrown.
pub(super) type Answer<T> = Result<T, JsValue>;

/// The three lines that an error is thrown as.
pub(super) fn thrown(error: &Error) -> JsValue {
    JsValue::from_str(&lines(error))
}

/// Code, reason and subject, a line each.
pub(super) fn lines(error: &Error) -> String {
    let subject = error.subject().unwrap_or_default();
    join_with("\n", &[error.code().as_str(), error.reason(), subject])
}

/// A mistake of the caller's own, which is no error of an order's.
#[cfg(feature = "inspect")]
pub(super) fn mistake(reason: &str) -> JsValue {
    JsValue::from_str(&join_with("\n", &["TypeError", reason]))
}
