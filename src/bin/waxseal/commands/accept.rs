//! `waxseal accept`: the holder of an exported vault accepts the merchant's text.

use std::io::Write;

use sha2::{Digest, Sha256};
use waxseal::jose::base64url;
use waxseal::{Code, Error};

use crate::args;
use crate::failure::{Failure, Outcome, output_error};
use crate::ledger::{ACCEPT, Entry};
use crate::session::Session;
use crate::ui;
use crate::vault::Vault;

pub(crate) fn run(args: &args::Accept) -> Outcome<()> {
    let vault = Vault::find(args.vault.folder())?;
    let passphrase = args.vault.source().read("vault", vault.modes)?;
    let mut session = Session::unaccepted(vault, &passphrase)?;
    let holder = holder(&session)?;
    if session.ledger.accepted()? {
        return tell_again(&session);
    }
    let text = session.vault.confidentiality()?;
    show(&text)?;
    agree(args, &holder)?;
    let _lock = session.vault.lock()?;
    if !session.ledger.accepted()? {
        session.record(Entry::new(ACCEPT, "done").detail(&detail(&text)))?;
    }
    ui::note(&format!("accepted by {holder}"));
    session.end()
}

/// How the ledger names the text that was accepted.
pub(crate) fn detail(text: &str) -> String {
    format!("sha-256 {}", base64url::encode(&Sha256::digest(text.as_bytes())))
}

/// Whether the text is still what the holder accepted; nothing if they accepted none.
pub(crate) fn text_is_as_accepted(session: &Session) -> Outcome<Option<bool>> {
    let Some(acceptance) = session.ledger.acceptance()? else { return Ok(None) };
    let text = session.vault.confidentiality()?;
    Ok(Some(acceptance.says("detail", &detail(&text))))
}

fn holder(session: &Session) -> Outcome<String> {
    session.ledger.sealed.holder.clone().ok_or_else(|| {
        Failure::from(Error::new(Code::Policy, "this vault was made for nobody else"))
            .or_hint("only a vault from `waxseal keys export --for NAME` has something to accept")
    })
}

fn tell_again(session: &Session) -> Outcome<()> {
    ui::note("accepted already");
    if text_is_as_accepted(session)? == Some(false) {
        ui::warn("confidentiality.md is not the text that was accepted");
    }
    Ok(())
}

/// The text as it is, but for what would steer a terminal.
fn show(text: &str) -> Outcome<()> {
    let mut stdout = std::io::stdout().lock();
    for line in text.lines() {
        let line = line.replace('\t', "    ");
        writeln!(stdout, "{}", ui::visible(&line)).map_err(|error| output_error(&error))?;
    }
    stdout.flush().map_err(|error| output_error(&error))
}

fn agree(args: &args::Accept, holder: &str) -> Outcome<()> {
    let name = match &args.yes {
        Some(name) => name.clone(),
        None if ui::has_terminal() => {
            ui::ask(&format!("This vault was made for {holder}. To accept, type this name:"))?
        }
        None => return Err(Failure::usage("say --yes NAME where nobody can be asked")),
    };
    if name.trim().to_lowercase() == holder.to_lowercase() {
        return Ok(());
    }
    Err(Failure::usage("not accepted: that is not the name that the vault was made for"))
}
