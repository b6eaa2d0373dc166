//! `waxseal init`: an identity and a vault.

mod template;

use std::io::Write;

use waxseal::Error;
use waxseal::jose::jwk::Thumbprint;
use waxseal::policy::{Env, Policy};

use crate::args;
use crate::failure::{Failure, Outcome, output_error};
use crate::files::{self, FolderDraft, Modes};
use crate::ledger::Ledger;
use crate::passphrase::{self, New};
use crate::vault::{Beginning, Vault};
use crate::{clock, code, identity, ui};

const CARDS: &str = "card fields: whoever opens card numbers is in the full scope of PCI DSS \
    (SAQ D). A payment provider's own fields beside Waxseal are usually the better choice";

pub(crate) fn run(args: &args::Init) -> Outcome<()> {
    if args.with_cards {
        ui::warn(CARDS);
    }
    let text = template::policy(args);
    let policy = Policy::parse(&text).map_err(|error| refused(&error))?;
    let drafts = Drafts {
        identity: FolderDraft::new(&args.identity.folder)?,
        vault: FolderDraft::new(&args.vault.folder)?,
    };
    let passphrases = Passphrases::of(args)?;
    let pin = drafts.fill(&policy, &text, &passphrases)?;
    passphrases.show()?;
    drafts.place()?;
    tell(args, &policy);
    writeln!(std::io::stdout(), "{}", pin.to_uri()).map_err(|error| output_error(&error))
}

/// The policy has no lines yet that a person could look at.
fn refused(error: &Error) -> Failure {
    let name = error.subject().unwrap_or("policy");
    Error::new(error.code(), error.reason()).about(name).into()
}

struct Drafts {
    identity: FolderDraft,
    vault: FolderDraft,
}

impl Drafts {
    fn fill(&self, policy: &Policy, text: &str, passphrases: &Passphrases) -> Outcome<Thumbprint> {
        let pin = identity::create(&self.identity, &passphrases.identity.text)
            .map_err(|error| self.identity.blame(error))?
            .public()
            .thumbprint();
        self.fill_vault(pin, policy, text, &passphrases.vault.text)
            .map_err(|error| self.vault.blame(error))?;
        Ok(pin)
    }

    fn fill_vault(
        &self,
        pin: Thumbprint,
        policy: &Policy,
        text: &str,
        passphrase: &str,
    ) -> Result<(), Error> {
        let beginning = Beginning {
            identities: &[pin],
            modes: self.modes(),
            policy: text,
            confidentiality: &template::confidentiality(&policy.merchant),
        };
        let (vault, key) = Vault::create(&self.vault, &beginning, passphrase)?;
        Ledger::create(&vault, &key, None)?;
        code::key::create(&vault, &key)?;
        let now = clock::now()?;
        policy.roles.iter().try_for_each(|role| key.add(&vault, role, None, now).map(|_| ()))
    }

    /// A stick or a share may keep no modes; then none are asked for later.
    fn modes(&self) -> Modes {
        let kept = [&self.identity, &self.vault].iter().all(|d| d.modes() == Modes::Checked);
        if kept {
            return Modes::Checked;
        }
        ui::warn_without_modes();
        Modes::Unchecked
    }

    /// Both, or none.
    fn place(self) -> Outcome<()> {
        let identity = self.identity.place()?;
        self.vault.place().map(|_| ()).map_err(|error| {
            files::take_back(&identity);
            error.into()
        })
    }
}

struct Passphrases {
    vault: New,
    identity: New,
}

impl Passphrases {
    fn of(args: &args::Init) -> Outcome<Self> {
        let vault = args.passphrase.source();
        let own = args.identity_passphrase.source();
        Ok(match passphrase::for_identity(own, &vault) {
            None => {
                let vault = New::read(&vault, "vault")?;
                let identity = New::same(&vault);
                Self { vault, identity }
            }
            Some(own) => {
                Self { vault: New::read(&vault, "vault")?, identity: New::read(&own, "identity")? }
            }
        })
    }

    fn show(&self) -> Result<(), Error> {
        self.vault.show("vault")?;
        self.identity.show("identity")
    }
}

fn tell(args: &args::Init, policy: &Policy) {
    let vault = files::name(&args.vault.folder);
    if policy.env == Env::Test {
        ui::note("an origin is on this machine, so the policy is one for tests: env = \"test\"");
    }
    ui::note(&format!("made {} and {vault}", files::name(&args.identity.folder)));
    ui::note(&format!(
        "next: read {vault}/policy.toml, then `waxseal backup` and `waxseal publish`"
    ));
    ui::note("keep the identity offline: only `waxseal publish` needs it");
    ui::note("the pin for the page (data-waxseal-pin):");
}
