//! Reads a deployed page as a browser would, and runs nothing of it.
//!
//! All of it was written by somebody else, perhaps by an enemy: files, redirects, time and nesting
//! are bounded, and what is shown of it goes through `ui` or `output`.

pub(crate) mod base;
pub(crate) mod csp;
pub(crate) mod fetch;
mod folder;
pub(crate) mod form;
pub(crate) mod html;
pub(crate) mod importmap;
pub(crate) mod imports;
pub(crate) mod integrity;
pub(crate) mod module;
pub(crate) mod scripts;
pub(crate) mod sri;
mod web;
