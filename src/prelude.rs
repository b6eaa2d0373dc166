//! What the standard prelude has beyond `core`: the module is built without `std`, whose panic
//! messages and formatting a page would have to load.

pub(crate) use alloc::boxed::Box;
pub(crate) use alloc::vec::Vec;
