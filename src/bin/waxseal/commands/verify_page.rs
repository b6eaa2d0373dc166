//! `waxseal verify-page`: a deployed page, held against what was signed and built.

mod csp;
mod forms;
mod frames;
mod handlers;
mod inputs;
mod loaded;
mod manifest;
mod noscript;
mod ours;
mod package;
mod page;
mod pin;
mod refresh;
mod scripts;
mod target;
mod trackers;

use url::Url;

use crate::args;
use crate::failure::Outcome;
use crate::findings::Findings;
use crate::page::fetch::Site;
use crate::page::form;

use loaded::AllLoaded;
use ours::Ours;
use page::Page;

pub(crate) fn run(args: &args::VerifyPage) -> Outcome<()> {
    let ours = Ours::read(args)?;
    let site = Site::of(&args.target, ours.origins())?;
    let mut findings = Findings::default();
    let mut forms = 0;
    for url in site.pages()? {
        forms += look_at(&site, &ours, &url, &mut findings)?;
    }
    if forms == 0 {
        findings.serious(
            "no-form",
            format!("no form with data-waxseal in {}", args.target),
            "is this the checkout? a form that only a script makes is not seen here, and one that \
             a script protects needs both attributes for this check, data-waxseal and \
             data-waxseal-pin; if there was one, whoever changed the page took it out",
        );
    }
    ours.say_what_is_not_compared(&mut findings);
    findings.show(args.json, args.strict)
}

/// Returns how many forms the page has that are sealed.
fn look_at(site: &Site, ours: &Ours, url: &Url, findings: &mut Findings) -> Outcome<usize> {
    let page = match Page::read(site, url) {
        Ok(page) => page,
        Err(error) if site.is_folder() => {
            let advice = "look into it by hand, or name the page alone";
            findings.error("page-unreadable", &error, advice);
            return Ok(0);
        }
        Err(error) => return Err(error.into()),
    };
    let forms = form::all(&page.elements);
    // A folder has other pages than the checkout.
    if site.is_folder() && !forms.iter().any(|form| form.is_protected() || form.is_meant()) {
        return Ok(0);
    }
    findings.at(&site.name(&page.url));
    page::examine(&page, site, findings);
    csp::examine(&page, site, &forms, findings);
    frames::examine(&page, site, findings);
    handlers::examine(&page, findings);
    let loaded = AllLoaded::of(&page, site, findings);
    scripts::examine(&page, site, &loaded, findings);
    package::examine(&page, site, ours, &loaded, &forms, findings);
    forms::examine(&page, site, ours, &forms, findings);
    noscript::examine(&page, site, findings);
    Ok(forms.iter().filter(|form| form.is_protected()).count())
}
