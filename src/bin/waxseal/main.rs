//! The merchant's desk.
fn main() {}
