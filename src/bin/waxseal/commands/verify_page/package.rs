//! The files of the package, held against what was built.

mod compared;
mod demanded;
mod elsewhere;
mod state;
mod whole;

use super::Ours;
use super::loaded::{AllLoaded, Loaded};
use super::page::Page;
use crate::findings::Findings;
use crate::page::fetch::Site;
use crate::page::form::Form;

use demanded::Demand;
use state::State;

const PUT_BACK: &str = "put the files of the npm package back, and find out who changed them; if \
    they are of another version, give that version's integrity.json too";

pub(super) fn examine(
    page: &Page,
    site: &Site,
    ours: &Ours,
    loaded: &AllLoaded,
    forms: &[Form<'_>],
    findings: &mut Findings,
) {
    if forms.iter().any(Form::is_protected) && !whole::is_there(page, site, loaded) {
        findings.serious(
            "package-missing",
            "no script of the page has Waxseal in it: the form seals nothing",
            "put the script element back, and find out who took it out; a file that another \
             script loads later is not seen here",
        );
    }
    let folders = state::folders(ours, loaded);
    whole::absent(&folders, loaded, findings);
    whole::not_as_module(&folders, loaded, findings);
    let elsewhere = elsewhere::demands(page, site, loaded);
    let states: Vec<_> =
        loaded.files.iter().map(|one| (one, State::of(one, ours, &folders))).collect();
    if !ours.builds.is_empty() {
        compared::tell(&states, ours, findings);
        whole::imported(&states, site, loaded, findings);
        unverified(&states, &elsewhere, ours, findings);
    }
    let demands: Vec<_> = own(&states, ours).chain(elsewhere).collect();
    demanded::examine(&demands, ours, findings);
}

/// The files of the package that the page's own origin serves: without a build, by their names.
fn own<'a>(states: &[(&'a Loaded, State)], ours: &Ours) -> impl Iterator<Item = Demand<'a>> {
    let is_ours = move |(one, state): &&(&Loaded, State)| match ours.builds.is_empty() {
        true => state::passes_for(&one.url, &[]),
        false => matches!(state, State::Built),
    };
    let files = states.iter().filter(is_ours).map(|(one, _)| *one);
    files.map(|one| Demand {
        url: &one.url,
        name: one.name.clone(),
        integrity: one.integrity.as_deref(),
        is_imported: one.is_imported,
        is_elsewhere: false,
    })
}

fn unverified(
    states: &[(&Loaded, State)],
    elsewhere: &[Demand<'_>],
    ours: &Ours,
    findings: &mut Findings,
) {
    let is_known = states.iter().any(|(_, state)| !matches!(state, State::Unknown))
        || elsewhere.iter().any(|demand| demand.is_built(ours));
    let is_any = !states.is_empty() || !elsewhere.is_empty();
    if is_any && !is_known {
        findings.serious(
            "package-unverified",
            "no file that the page loads is of the package as it was built",
            "of a bundled page, write an integrity.json of your own build and give that; of files \
             that another origin serves, say with integrity which content is expected",
        );
    }
}
