//! What a page is held against: the vault, or a pin alone; and the files of the build.

use waxseal::jose::jwk::Thumbprint;
use waxseal::manifest::Manifest;
use waxseal::policy::Policy;

use crate::args;
use crate::clock::{self, DAY};
use crate::failure::{Failure, Outcome};
use crate::findings::Findings;
use crate::page::integrity::Build;
use crate::vault::Vault;

pub(super) struct Ours {
    /// The identities whose manifests are this merchant's; the first publishes.
    pub(super) identities: Vec<Thumbprint>,
    pub(super) policy: Option<Policy>,
    /// The version that was published last.
    pub(super) newest: Option<u64>,
    /// What was deployed; after the first, other versions.
    pub(super) builds: Vec<Build>,
    pub(super) now: u64,
    /// What ends before this ends soon.
    pub(super) soon: u64,
}

impl Ours {
    pub(super) fn read(args: &args::VerifyPage) -> Outcome<Self> {
        let builds = args.integrity.iter().map(|path| Build::read(path));
        let builds = builds.collect::<Result<Vec<_>, _>>()?;
        let now = clock::now()?;
        let soon = now + u64::from(args.min_days) * DAY;
        if let Some(pins) = &args.pin {
            let identities = identities(pins)?;
            return Ok(Self { identities, policy: None, newest: None, builds, now, soon });
        }
        let vault = Vault::find(&args.vault.folder)?;
        let policy = Some(vault.policy()?);
        let newest = vault.manifests()?.last().map(|manifest| manifest.version);
        Ok(Self { identities: vault.identities, policy, newest, builds, now, soon })
    }

    /// The pins, as a page carries them.
    pub(super) fn pins(&self) -> String {
        self.identities.iter().map(Thumbprint::to_uri).collect::<Vec<_>>().join(" ")
    }

    /// The origins of the policy.
    pub(super) fn origins(&self) -> Vec<String> {
        self.policy.as_ref().map_or_else(Vec::new, |policy| policy.origins.clone())
    }

    /// Whether this vault has published a newer one.
    pub(super) fn has_newer(&self, manifest: &Manifest) -> bool {
        self.newest.is_some_and(|newest| newest > manifest.version)
    }

    pub(super) fn say_what_is_not_compared(&self, findings: &mut Findings) {
        if self.builds.is_empty() {
            findings.info(
                "not-compared",
                "the files of the package were not compared with those that were built",
                "give --integrity FILE: integrity.json of the npm package that was deployed",
            );
        }
        if self.policy.is_none() {
            findings.info(
                "no-vault",
                "whether the manifest is the newest is not known without the vault",
                "run it where the vault is, with --vault DIR and without --pin",
            );
        }
    }
}

fn identities(pins: &str) -> Outcome<Vec<Thumbprint>> {
    let pins = pins.split_ascii_whitespace().map(Thumbprint::parse_uri);
    match pins.collect::<Result<Vec<_>, _>>() {
        Ok(identities) if !identities.is_empty() => Ok(identities),
        _ => Err(Failure::usage("--pin is what `waxseal init` printed: urn:ietf:params:oauth:…")),
    }
}
