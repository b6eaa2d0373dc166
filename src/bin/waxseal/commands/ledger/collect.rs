//! `waxseal ledger collect`: takes in the ledgers of the vaults that were made from this one.

use std::path::{Path, PathBuf};

use waxseal::jose::json;
use waxseal::{Code, Error};

use super::{FORMAT, list};
use crate::args::{self, LedgerFilter};
use crate::failure::{Failure, Outcome};
use crate::ledger::{self, COLLECT, Collecting, Entry, Head, Store};
use crate::records::{Input, Lines, Reader};
use crate::session::Session;
use crate::ui;
use crate::vault;

pub(super) fn run(args: &args::LedgerCollect) -> Outcome<()> {
    let source = args.vault.source();
    if source.is_stdin() && args.files.iter().any(|path| path == Path::new("-")) {
        return Err(Failure::usage("only one of the two can be on standard input"));
    }
    let (_lock, mut session) = Session::alone(args.vault.folder(), &source)?;
    let result = all(&mut session, &args.files);
    if result.is_ok() {
        list::show(&session.ledger.store, &LedgerFilter::default(), args.json)?;
    }
    session.end()?;
    result
}

/// Of several files, one that fails keeps no other from being taken in.
fn all(session: &mut Session, files: &[PathBuf]) -> Outcome<()> {
    let mut failed = 0;
    for path in files {
        match one(session, path) {
            Err(Failure::Coded(error, _)) if files.len() > 1 => {
                ui::coded(&error, None);
                failed += 1;
            }
            other => other?,
        }
    }
    if failed == 0 { Ok(()) } else { Err(Failure::Told(6)) }
}

fn one(session: &mut Session, path: &Path) -> Outcome<()> {
    let mut export = Export::open(path)?;
    let made = session.key.exports(&session.vault)?;
    let Some((made, key)) = made.iter().find(|(made, _)| made.id == export.vault) else {
        let error = Error::new(Code::UnknownKey, "of a vault that was not made from this one");
        return Err(error.about(&export.name).into());
    };
    let before = session.ledger.store.last_of(&made.id)?.map_or(0, |last| last.seq);
    match export.take(Collecting::begin(&mut session.ledger.store, &made.id, key)?) {
        Ok(head) => {
            session.record(ledger::collected(&made.id, &head))?;
            let new = head.seq - before;
            let records = ui::counted(head.seq, "record", "records");
            ui::note(&format!("{}: {records}, {new} of them new", made.name));
            if !accepted_what_was_given(&session.ledger.store, made) {
                let name = &made.name;
                ui::warn(&format!("{name} accepted another text than the vault was made with"));
            }
            Ok(())
        }
        Err(error) => {
            session.record(Entry::failed(COLLECT, &error).detail(&made.id))?;
            Err(error.into())
        }
    }
}

/// Whether a holder accepted the text that the vault was made with; also until anything is known.
pub(crate) fn accepted_what_was_given(store: &Store, made: &vault::Export) -> bool {
    let acceptance = store.acceptance_of(&made.id).ok().flatten();
    acceptance.is_none_or(|acceptance| acceptance.says("detail", &made.text))
}

/// What `waxseal ledger export` wrote.
struct Export {
    name: String,
    lines: Lines<Reader>,
    /// Which vault it says it is of.
    vault: String,
}

impl Export {
    fn open(path: &Path) -> Result<Self, Error> {
        let input = Input::open(path)?;
        let name = input.name().to_owned();
        let mut lines = Lines::new(input.into_reader(), &name);
        let no = |code, reason| Error::new(code, reason).about(&name);
        let first = lines.next()?.and_then(|line| json::parse(&line.text.ok()?).ok());
        let first = first.filter(|first| first.get("format").is_some());
        let first = first.ok_or_else(|| no(Code::Malformed, "not an exported ledger"))?;
        if first.integer_member("format") != Ok(FORMAT) {
            return Err(no(Code::Unsupported, "a ledger in another format"));
        }
        let vault = first.string_member("vault").map_err(|error| error.about(&name))?.into();
        Ok(Self { name, lines, vault })
    }

    /// Takes in all of it, and says where it ends.
    fn take(&mut self, mut collecting: Collecting<'_>) -> Result<Head, Error> {
        while let Some(line) = self.lines.next()? {
            let stored = line
                .text
                .and_then(|text| json::parse(&text))
                .and_then(|content| ledger::exported(&content))
                .map_err(|error| at(error, line.number));
            let taken = stored.and_then(|stored| collecting.take(stored));
            taken.map_err(|error| about(error, &self.name))?;
        }
        collecting.end().map_err(|error| about(error, &self.name))
    }
}

/// Which file it is in goes before what it is about there.
fn about(error: Error, name: &str) -> Error {
    match error.subject().map(str::to_owned) {
        Some(subject) => error.about(&format!("{name}: {subject}")),
        None => error.about(name),
    }
}

fn at(error: Error, line: u64) -> Error {
    error.at_line(u32::try_from(line).unwrap_or(u32::MAX))
}
