//! Builds, tests and shows Waxseal.
fn main() {}
