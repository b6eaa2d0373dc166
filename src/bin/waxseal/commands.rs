//! One command to a file: read, call the library, print.

pub(crate) mod completions;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod keys;
pub(crate) mod man;
pub(crate) mod open;
pub(crate) mod passwd;
pub(crate) mod publish;
