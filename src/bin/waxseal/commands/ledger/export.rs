//! `waxseal ledger export`: the records as they are, for the merchant to verify.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use waxseal::jose::base64url;
use waxseal::jose::json::Writer;

use crate::args;
use crate::failure::{Failure, Outcome, io_error, output_error};
use crate::ledger::{Head, Ledger, Sealed, Store, Stored};
use crate::vault::Vault;
use crate::{files, ui};

pub(super) fn run(args: &args::LedgerExport) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    let store = Ledger::look(&vault)?;
    let first = first_line(&vault)?;
    let head = match args::file(args.out.as_ref()) {
        None => write(&first, &store, std::io::stdout().lock(), output_error)?,
        Some(path) => write_file(&first, &store, path)?,
    };
    let head = head.map_or_else(|| "none; it holds no record".into(), |head| head.to_string());
    ui::note(&format!("ledger head: {head}"));
    Ok(())
}

fn write_file(first: &str, store: &Store, path: &Path) -> Outcome<Option<Head>> {
    let failed = |error: &_| Failure::from(io_error(error, &files::name(path)));
    let mut head = None;
    files::make_new(path, |draft| {
        let file = File::options().write(true).open(draft).map_err(|error| failed(&error))?;
        head = write(first, store, file, failed)?;
        Ok::<_, Failure>(())
    })?;
    Ok(head)
}

/// Whose ledger it is. The one who collects it knows the key by the id.
fn first_line(vault: &Vault) -> Outcome<String> {
    let (id, holder) = Sealed::claims(vault)?;
    let mut line = Writer::default();
    line.integer("format", super::FORMAT).string("vault", &id);
    if let Some(holder) = holder {
        line.string("holder", &holder);
    }
    Ok(line.finish())
}

fn write(
    first: &str,
    store: &Store,
    to: impl Write,
    failed: impl Fn(&std::io::Error) -> Failure,
) -> Outcome<Option<Head>> {
    let mut to = BufWriter::new(to);
    writeln!(to, "{first}").map_err(|error| failed(&error))?;
    let mut head = None;
    store.each(|stored| {
        head = Some(stored.head());
        writeln!(to, "{}", line(&stored)).map_err(|error| failed(&error))
    })?;
    to.flush().map_err(|error| failed(&error))?;
    Ok(head)
}

/// The record is a text inside the line, so that not a byte of it changes on the way.
fn line(stored: &Stored) -> String {
    let mut line = Writer::default();
    line.integer("seq", stored.seq)
        .string("record", &stored.record)
        .string("mac", &base64url::encode(&stored.mac));
    line.finish()
}
