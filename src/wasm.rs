//! The faces to JavaScript: each export is a call of the library and a conversion of its answer.
//! This room alone knows wasm-bindgen.
//!
//! Texts come in as bytes (`packet`), times in milliseconds since 1970. An error is thrown as a text
//! of three lines: its code, its reason, its subject.

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
