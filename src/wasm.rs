//! The faces to JavaScript: each export is a call of the library and a conversion of its answer.
//! This room alone knows wasm-bindgen, js-sys and web-sys.
//!
//! Texts come in as bytes (`packet`), times in milliseconds since 1970. An error is thrown as a text
//! of three lines: its code, its reason, its subject; a mistake of a server's own, as `TypeError` and its
//! reason.

#![allow(unreachable_pub, reason = "wasm-bindgen exports what is pub")]

mod answer;
mod packet;

#[cfg(not(feature = "inspect"))]
mod browser;
#[cfg(not(feature = "inspect"))]
mod json;
#[cfg(not(feature = "inspect"))]
mod page;
#[cfg(not(feature = "inspect"))]
mod report;
#[cfg(not(feature = "inspect"))]
mod runtime;

#[cfg(all(feature = "inspect", not(feature = "testing")))]
mod inspect;
#[cfg(feature = "testing")]
mod testing;

/// Of milliseconds. A clock from before 1970 is taken for 1970.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
fn seconds(milliseconds: f64) -> u64 {
    (milliseconds / 1000.0) as u64
}
