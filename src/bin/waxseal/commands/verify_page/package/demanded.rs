//! Which content the page demands of the package's files, so that browsers hold them against it.

use url::Url;

use super::PUT_BACK;
use super::state::file_name;
use crate::commands::verify_page::Ours;
use crate::findings::{Findings, some};
use crate::page::sri;

/// A file of the package, and what the page demands of it.
pub(super) struct Demand<'a> {
    pub(super) url: &'a Url,
    pub(super) name: String,
    pub(super) integrity: Option<&'a str>,
    /// Imported by another file, not named by the page.
    pub(super) is_imported: bool,
    /// Served by another origin, so that its content is not compared itself.
    pub(super) is_elsewhere: bool,
}

impl Demand<'_> {
    /// Whether browsers run nothing in its place but what was built.
    pub(super) fn is_built(&self, ours: &Ours) -> bool {
        let hashes = self.integrity.and_then(sri::strongest);
        hashes.is_some_and(|(name, values)| name == "sha384" && self.all_built(&values, ours))
    }

    /// Browsers run a file that fits any of the hashes.
    fn all_built(&self, values: &[&str], ours: &Ours) -> bool {
        let file = file_name(self.url);
        values.iter().all(|value| {
            let hash = format!("sha384-{value}");
            ours.builds.iter().any(|build| build.has_as(file, &hash))
        })
    }

    fn compare(&self, ours: &Ours, findings: &mut Findings) {
        let name = &self.name;
        match self.integrity.and_then(sri::strongest) {
            Some(("sha384", values)) if !self.all_built(&values, ours) => findings.serious(
                "integrity-not-of-build",
                format!("the page expects another content of {name} than was built"),
                PUT_BACK,
            ),
            Some((algorithm @ ("sha256" | "sha512"), _)) if self.is_elsewhere => findings.warning(
                "integrity-not-compared",
                format!("the page says {algorithm} of {name}: what it expects is not compared"),
                "sha384-…, from integrity.json",
            ),
            _ => {}
        }
    }
}

pub(super) fn examine(demands: &[Demand<'_>], ours: &Ours, findings: &mut Findings) {
    if !ours.builds.is_empty() {
        demands.iter().for_each(|demand| demand.compare(ours, findings));
    }
    missing(demands, findings);
}

fn missing(demands: &[Demand<'_>], findings: &mut Findings) {
    let (imported, named): (Vec<_>, Vec<_>) =
        demands.iter().filter(|one| one.integrity.is_none()).partition(|one| one.is_imported);
    let names =
        |all: &[&Demand<'_>]| some(&all.iter().map(|one| one.name.clone()).collect::<Vec<_>>());
    if !named.is_empty() {
        findings.warning(
            "integrity-missing",
            format!("the page does not say which content it expects of {}", names(&named)),
            "integrity=\"sha384-…\" on the script element, from integrity.json",
        );
    }
    if !imported.is_empty() {
        findings.info(
            "import-integrity-missing",
            format!("nothing says which content is expected of {}", names(&imported)),
            "name it in the import map's integrity, or preload it with integrity",
        );
    }
}
