//! One command to a file: read, call the library, print.

pub(crate) mod accept;
pub(crate) mod backup;
pub(crate) mod completions;
pub(crate) mod customer_code;
pub(crate) mod doctor;
pub(crate) mod exposure;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod keys;
pub(crate) mod ledger;
pub(crate) mod man;
pub(crate) mod notice;
pub(crate) mod open;
pub(crate) mod passwd;
pub(crate) mod publish;
pub(crate) mod redact;
pub(crate) mod restore;
pub(crate) mod rewrap;
pub(crate) mod rotate;
pub(crate) mod verify_page;
