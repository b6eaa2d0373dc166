//! `waxseal keys retire`: a key is taken out of use for new orders.

use waxseal::{Code, Error};

use crate::args;
use crate::clock;
use crate::failure::Outcome;
use crate::ledger::Entry;
use crate::session::Session;
use crate::ui;
use crate::vault::{Compartment, KeyRecord, StoredKey};

const COMMAND: &str = "keys retire";

pub(super) fn run(args: &args::KeysRetire) -> Outcome<()> {
    let (_lock, mut session) = Session::alone(args.vault.folder(), &args.vault.source())?;
    let found = session.key.find(&session.vault, &args.kid)?;
    let now = clock::now()?;
    let keys = session.key.role_keys(&session.vault)?;
    let entry = |outcome| Entry::new(COMMAND, outcome).kid(&found.kid).role(&found.role);
    match keys.into_iter().find(|key| key.record.kid == found.kid) {
        None => return Err(shredded(&found).into()),
        Some(StoredKey { record: KeyRecord { retired: Some(when), .. }, .. }) => {
            session.record(entry("unchanged"))?;
            ui::note(&format!("it was retired on {}", clock::date(when)));
        }
        Some(key) => {
            session.key.retire(&session.vault, key, now)?;
            session.record(entry("done"))?;
            tell(&session, &found, now)?;
        }
    }
    session.end()
}

fn shredded(key: &KeyRecord) -> Error {
    Error::new(Code::UnknownKey, "this key was shredded").about(&key.kid.encode())
}

fn tell(session: &Session, key: &KeyRecord, now: u64) -> Outcome<()> {
    let compartment = Compartment::of(key);
    ui::note(&format!(
        "retired the key for {compartment} ({}); it still opens its orders",
        key.kid
    ));
    let manifests = session.vault.manifests()?;
    if let Some(end) = key.in_flight_until(&manifests, now) {
        let end = clock::date(end);
        ui::warn(&format!(
            "pages seal to it until they load another manifest, at most until {end}"
        ));
    }
    let records = session.key.records(&session.vault)?;
    let is_newest = |newest: &KeyRecord| newest.kid == key.kid;
    let next = match compartment.newest(&records, now)?.is_some_and(is_newest) {
        true => {
            "it was the newest: `waxseal publish` makes a new one, and names this one as revoked"
        }
        false => "next: `waxseal publish`, which names it as revoked",
    };
    ui::note(next);
    ui::note(
        "from then on `open` marks what is sealed to it `revoked-key`, orders from before too:",
    );
    ui::note("`waxseal rewrap` the stored ones after that; `rotate` alone marks none");
    Ok(())
}
