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
    let verify = |text: &str| Manifest::verify_with(parse, text, terms.pins);
    let check = |manifest: &Manifest| manifest.check(terms.origin, terms.min_version, now);
    let served = verify(text)?;
    let name = join_with("", &["waxseal:", &served.identity.encode()]);
    let is_newer =
        |kept: &Manifest| kept.identity == served.identity && kept.version > served.version;
    let newer = kept.recall(&name).and_then(|text| verify(&text).ok()).filter(is_newer);
    let is_older = newer.is_some();
    if let Some(manifest) = newer.filter(|newer| check(newer).is_ok()) {
        return Ok(Newest { manifest, is_older });
    }
    check(&served)?;
    if !is_older {
        kept.remember(&name, text);
    }
    Ok(Newest { manifest: served, is_older })
}
