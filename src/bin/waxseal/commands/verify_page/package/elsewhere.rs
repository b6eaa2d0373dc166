//! Files of the package that another origin serves. They are not fetched: what is known of them is
//! what the page demands.

use std::collections::BTreeMap;

use url::Url;

use super::demanded::Demand;
use super::state::passes_for;
use crate::commands::verify_page::loaded::AllLoaded;
use crate::commands::verify_page::page::Page;
use crate::page::fetch::Site;
use crate::page::scripts::{Kind, Script};

/// What is demanded where the page names the file; else where the import map does.
pub(super) fn demands<'a>(page: &'a Page, site: &Site, loaded: &'a AllLoaded) -> Vec<Demand<'a>> {
    let mut found: BTreeMap<&Url, Demand<'a>> = BTreeMap::new();
    let named = page.scripts.iter().filter_map(|script| named(script, page));
    let imported = loaded.elsewhere.iter().chain(page.map.demanded());
    let imported = imported.map(|url| demand(url, page.map.integrity(url), true));
    for one in named.chain(imported) {
        let is_elsewhere = !site.is_own(&page.url, one.url);
        if is_elsewhere && passes_for(one.url, &[]) {
            let integrity = one.integrity;
            let known = found.entry(one.url).or_insert(one);
            known.integrity = known.integrity.or(integrity);
        }
    }
    found.into_values().collect()
}

fn named<'a>(script: &'a Script, page: &'a Page) -> Option<Demand<'a>> {
    let url = script.url()?;
    // The import map's word is for modules.
    let mapped = page.map.integrity(url).filter(|_| script.kind != Kind::Classic);
    let is_imported = script.kind == Kind::Preload;
    Some(demand(url, script.integrity.as_deref().or(mapped), is_imported))
}

fn demand<'a>(url: &'a Url, integrity: Option<&'a str>, is_imported: bool) -> Demand<'a> {
    Demand { url, name: url.to_string(), integrity, is_imported, is_elsewhere: true }
}
