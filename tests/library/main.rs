//! The library, as programs meet it: one program of tests, a file to a subject.

mod codes;
mod field;
mod forge;
mod groups;
mod identity;
mod later_parts;
mod merchant;
mod newer_keys;
mod order;
mod page;
mod policy;
mod properties;
mod redact;
mod reseal;
mod vectors;
