//! One command to a file: read, call the library, print.

pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod keys;
pub(crate) mod open;
pub(crate) mod passwd;
pub(crate) mod publish;
pub(crate) mod redact;
pub(crate) mod rewrap;
