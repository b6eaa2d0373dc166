//! Orders as a page seals them.

use getrandom::SysRng;
use waxseal::manifest::Manifest;
use waxseal::seal::{Draft, PreparedKeys, seal_with_rng};

/// Where every order of the tests is sealed.
pub(crate) const ORIGIN: &str = "http://localhost:8080";

/// An order of these fields, sealed at this time.
pub(crate) fn seal(
    manifest: &Manifest,
    fields: &[(&str, &str)],
    group: Option<&str>,
    reference: Option<&str>,
    now: u64,
) -> String {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned().into()))
        .collect();
    let draft = Draft { fields: &fields, form: None, group, reference, origin: ORIGIN };
    seal_with_rng(manifest, &draft, &mut PreparedKeys::default(), now, &mut SysRng)
        .expect("the order seals")
}
