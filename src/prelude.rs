//! What the standard prelude has beyond `core`: the module is built without `std`, whose panic
//! messages and formatting a page would have to load.

pub(crate) use alloc::boxed::Box;
pub(crate) use alloc::string::String;
pub(crate) use alloc::vec;
pub(crate) use alloc::vec::Vec;

/// The texts with another between them. The standard library's has a copy for each number of bytes in
/// between.
pub(crate) fn join_with(between: &str, texts: &[&str]) -> String {
    let length = texts.iter().map(|text| text.len() + between.len()).sum();
    let mut joined = String::with_capacity(length);
    for (index, text) in texts.iter().enumerate() {
        joined.push_str(if index > 0 { between } else { "" });
        joined.push_str(text);
    }
    joined
}
