//! `waxseal keys export`: a role's keys, for one person or for another tool.

mod holder;
mod jwk;

use waxseal::{Code, Error};

use crate::args;
use crate::failure::{Failure, Outcome};

pub(super) fn run(args: &args::KeysExport) -> Outcome<()> {
    match (&args.to, &args.holder) {
        (Some(to), Some(name)) => holder::run(args, to, name),
        _ => jwk::run(args),
    }
}

fn none(role: &str) -> Failure {
    let error = Error::new(Code::UnknownKey, "no key for this role and group in the vault");
    Failure::from(error.about(role)).or_hint("`waxseal keys list` says which there are")
}
