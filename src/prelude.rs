//! What the standard prelude has beyond `core`: the module is built without `std`, whose panic
//! messages and formatting would be a third of it.

pub(crate) use alloc::boxed::Box;
#[cfg(target_arch = "wasm32")]
pub(crate) use alloc::string::String;
pub(crate) use alloc::vec::Vec;
