//! `waxseal keys`: one file per action.

mod export;
mod list;

use crate::args;
use crate::failure::Outcome;

pub(crate) fn run(args: &args::Keys) -> Outcome<()> {
    match &args.action {
        args::KeysAction::List(args) => list::run(args),
        args::KeysAction::Export(args) => export::run(args),
    }
}
