//! `waxseal rotate`: new keys; the ones before stay for opening.

mod identity;

use crate::args;
use crate::clock;
use crate::failure::{Failure, Outcome};
use crate::ledger::Entry;
use crate::session::Session;
use crate::ui;
use crate::vault::{Compartment, KeyRecord, State, Vault, behind};

pub(crate) fn run(args: &args::Rotate) -> Outcome<()> {
    match &args.new_identity {
        Some(folder) => identity::run(args, folder),
        None if args.new_passphrase_file.is_some() => {
            Err(Failure::usage("--new-passphrase-file is for --new-identity"))
        }
        None => keys(args),
    }
}

fn keys(args: &args::Rotate) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    let (role, group) = (args.role.as_deref(), args.group.as_deref());
    let compartments = Compartment::named(&vault.policy()?, role, group)?;
    if args.dry_run {
        return foretell(&vault, &compartments);
    }
    let (_lock, mut session) = Session::alone(&args.vault.folder, &args.passphrase.source())?;
    let made = renew(&mut session, &compartments)?;
    ui::note("the keys before stay, for the orders that are sealed to them");
    say_holders(&session.vault, &made)?;
    ui::note("next: `waxseal publish`; until then pages seal to the keys before");
    session.end()
}

/// Who was given keys of these roles has none of the new ones.
fn say_holders(vault: &Vault, made: &[KeyRecord]) -> Outcome<()> {
    let made: Vec<_> = made.iter().map(KeyRecord::named).collect();
    let names = behind(&vault.exports()?, &made);
    if !names.is_empty() {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        ui::note(&format!("not in the vaults made for others: `waxseal keys export` for {names}"));
    }
    Ok(())
}

/// What would be done. No passphrase is asked for, so it rests on what the files say themselves.
fn foretell(vault: &Vault, compartments: &[Compartment]) -> Outcome<()> {
    let (records, manifests) = (vault.key_records()?, vault.manifests()?);
    for compartment in compartments {
        let newest = compartment.newest(&records, clock::now()?)?;
        let unpublished = newest.filter(|key| key.state(&manifests) == State::Unpublished);
        ui::note(&format!("would make a key for {compartment}"));
        unpublished.into_iter().for_each(|key| say_unpublished(compartment, key));
    }
    Ok(())
}

fn renew(session: &mut Session, compartments: &[Compartment]) -> Outcome<Vec<KeyRecord>> {
    let now = clock::now()?;
    let manifests = session.vault.manifests()?;
    let records = session.key.records(&session.vault)?;
    let mut renewed = Vec::new();
    for compartment in compartments {
        let newest = compartment.newest(&records, now)?;
        let made = session.key.renew(&session.vault, compartment, newest, now)?.record;
        session.record(Entry::new("rotate", "done").kid(&made.kid).role(&made.role))?;
        ui::note(&format!("made a key for {compartment}: {}", made.kid));
        let unpublished = newest.filter(|key| key.state(&manifests) == State::Unpublished);
        unpublished.into_iter().for_each(|key| say_unpublished(compartment, key));
        renewed.push(made);
    }
    Ok(renewed)
}

/// More keys than needed do no harm; that they were never published may be news.
fn say_unpublished(compartment: &Compartment, key: &KeyRecord) {
    let day = clock::day(key.nbf);
    ui::note(&format!("the key for {compartment} of {day} was never published: {}", key.kid));
}
