//! The newest verified manifest of an identity is kept, so that whoever serves the page cannot
//! bring back an older one unseen. Best effort: the place may be off, full or cleared.

use super::Terms;
use crate::Error;
use crate::jose::json::Parse;
use crate::manifest::Manifest;
use crate::prelude::*;

/// Where a page keeps manifests. What it finds there is as untrusted as any other text.
pub trait Kept {
    /// What is kept under this name.
    fn recall(&self, name: &str) -> Option<String>;
    /// Keeps a text, if it can.
    fn remember(&self, name: &str, text: &str);
}

pub(super) struct Newest {
    pub(super) manifest: Manifest,
    /// What it was read from.
    pub(super) payload: String,
    /// Whether the one served is older than one that was seen before.
    pub(super) is_older: bool,
}

/// The manifest to use: the one served, or a newer one kept from before while that is valid.
pub(super) fn choose(
    served: &str,
    terms: &Terms<'_>,
    kept: &impl Kept,
    parse: Parse,
    now: u64,
) -> Result<Newest, Error> {
    let text = served.trim_ascii();
    let served = verify(text, terms, parse)?;
    let check = |of: &Newest| of.manifest.check(terms.origin, terms.min_version, now);
    let name = join_with("", &["waxseal:", &served.manifest.identity.encode()]);
    let newer = kept.recall(&name).and_then(|text| newer(&text, &served, terms, parse));
    let is_older = newer.is_some();
    if let Some(newer) = newer.filter(|newer| check(newer).is_ok()) {
        return Ok(Newest { is_older, ..newer });
    }
    check(&served)?;
    if !is_older {
        kept.remember(&name, text);
    }
    Ok(Newest { is_older, ..served })
}

/// The manifest kept, if it is newer and as good as the one served.
fn newer(text: &str, served: &Newest, terms: &Terms<'_>, parse: Parse) -> Option<Newest> {
    let kept = verify(text, terms, parse).ok()?;
    let (kept_one, served) = (&kept.manifest, &served.manifest);
    let is_newer = kept_one.identity == served.identity && kept_one.version > served.version;
    is_newer.then_some(kept)
}

fn verify(text: &str, terms: &Terms<'_>, parse: Parse) -> Result<Newest, Error> {
    let (manifest, payload) = Manifest::verify_payload(parse, text, terms.pins)?;
    Ok(Newest { manifest, payload, is_older: false })
}
