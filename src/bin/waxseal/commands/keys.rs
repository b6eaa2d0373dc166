//! `waxseal keys`: one file per action.

mod export;
mod list;
mod retire;
mod shred;

use crate::args;
use crate::failure::Outcome;

pub(crate) fn run(args: &args::Keys) -> Outcome<()> {
    match &args.action {
        args::KeysAction::List(args) => list::run(args),
        args::KeysAction::Export(args) => export::run(args),
        args::KeysAction::Retire(args) => retire::run(args),
        args::KeysAction::Shred(args) => shred::run(args),
    }
}
