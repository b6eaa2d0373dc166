//! `waxseal ledger verify`: every chain from its first record to its head.

use std::collections::BTreeMap;

use waxseal::{Code, Error};

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::ledger::{ChainKey, Head, Ledger, Marks, Walk, remembered};
use crate::output::{self, Record, Value};
use crate::ui;
use crate::vault::{Vault, VaultKey};

const COLUMNS: [&str; 5] = ["vault", "holder", "state", "records", "head"];

/// What became of one chain.
struct Verdict {
    vault: String,
    holder: Option<String>,
    head: Result<Head, Error>,
}

pub(super) fn run(args: &args::LedgerVerify) -> Outcome<()> {
    let kept = args.head.iter().map(|text| parse(text)).collect::<Outcome<Vec<_>>>()?;
    let vault = Vault::find(args.vault.folder())?;
    let key = vault.unlock(&args.vault.source().read("vault", vault.modes)?)?;
    let ledger = Ledger::examine(&vault, &key)?;
    let mut marks = Marks::new(&kept);
    let verdicts = all(&ledger, &vault, &key, &mut marks)?;
    show(&verdicts, args.json)?;
    let others: Vec<Error> = ledger.check_file().err().into_iter().chain(marks.missing()).collect();
    if args.json {
        others.iter().for_each(output::failure);
    }
    let faults = verdicts.into_iter().filter_map(|verdict| verdict.head.err());
    end(&faults.chain(others).collect::<Vec<_>>())
}

/// All that is wrong with the ledgers of a vault.
pub(crate) fn faults(vault: &Vault, key: &VaultKey) -> Outcome<Vec<Error>> {
    let ledger = Ledger::examine(vault, key)?;
    let verdicts = all(&ledger, vault, key, &mut Marks::new(&[]))?;
    let faults = verdicts.into_iter().filter_map(|verdict| verdict.head.err());
    Ok(faults.chain(ledger.check_file().err()).collect())
}

fn parse(text: &str) -> Outcome<Head> {
    Head::parse(text).ok_or_else(|| {
        Failure::usage(
            "a head is a number, a dot and 43 letters, as `waxseal ledger head` prints it",
        )
    })
}

fn all(ledger: &Ledger, vault: &Vault, key: &VaultKey, marks: &mut Marks) -> Outcome<Vec<Verdict>> {
    let mut collected = BTreeMap::new();
    let own = ledger.verify_with(|head, stored| {
        marks.pass(head);
        collected.extend(remembered(stored).map(|(id, head)| (id, Some(head))));
    });
    let sealed = &ledger.sealed;
    let mut verdicts =
        vec![Verdict { vault: sealed.id.clone(), holder: sealed.holder.clone(), head: own }];
    for id in ledger.store.collected_vaults()? {
        collected.entry(id).or_insert(None);
    }
    let exports = key.exports(vault)?;
    for (id, head) in collected {
        let known = exports.iter().find(|(export, _)| export.id == id);
        let holder = known.map(|(export, _)| export.name.clone());
        let verified = match known {
            None => {
                Err(Error::new(Code::Tampered, "collected from a vault that is not known here")
                    .about(&id))
            }
            Some((_, chain)) => one(ledger, &id, chain, head, marks),
        };
        verdicts.push(Verdict { vault: id, holder, head: verified });
    }
    Ok(verdicts)
}

/// A collected chain, which must still hold the head that the own ledger remembers of it.
fn one(
    ledger: &Ledger,
    id: &str,
    chain: &ChainKey,
    remembered: Option<Head>,
    marks: &mut Marks,
) -> Result<Head, Error> {
    let mut walk = Walk::new(chain, id, true);
    let mut missing = Marks::new(remembered.as_slice());
    missing.pass(walk.head());
    ledger.store.each_of(id, |stored| {
        walk.step(&stored).map_err(|error| of(error, id))?;
        marks.pass(walk.head());
        missing.pass(walk.head());
        Ok::<_, Error>(())
    })?;
    match missing.missing() {
        None => Ok(walk.head()),
        Some(_) => {
            Err(Error::new(Code::Tampered, "not all that was collected from it is here").about(id))
        }
    }
}

fn of(error: Error, id: &str) -> Error {
    let subject = format!("{}, of vault {id}", error.subject().unwrap_or_default());
    error.about(&subject)
}

fn show(verdicts: &[Verdict], json: bool) -> Outcome<()> {
    let mut output = output::lines_or_table(json, &COLUMNS, &[]);
    for verdict in verdicts {
        output.record(&record(verdict))?;
    }
    output.finish()
}

fn record(verdict: &Verdict) -> Record {
    let mut record = Record::default();
    record.text("vault", &verdict.vault);
    record.optional("holder", verdict.holder.as_deref());
    match &verdict.head {
        Ok(head) => {
            record.text("state", "verified");
            record.push("records", Value::Number(head.seq));
            record.text("head", &head.to_string());
        }
        Err(error) => {
            record.text("state", error.code().as_str());
            record.error(error);
        }
    }
    record
}

fn end(faults: &[Error]) -> Outcome<()> {
    for fault in faults {
        ui::coded(fault, None);
    }
    match faults.first() {
        None => Ok(()),
        Some(first) => Err(Failure::Told(first.code().exit_code())),
    }
}
