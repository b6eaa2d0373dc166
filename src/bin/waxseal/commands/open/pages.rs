//! Pages instead of records, by the template that was asked for.

use std::io::Write;
use std::path::Path;

use waxseal::manifest::Manifest;

use super::record;
use crate::args;
use crate::failure::Outcome;
use crate::files;
use crate::output::{self, Pages, Shop};
use crate::pages::Template;

/// Read before anything is opened: a mistake in the template is told first.
pub(super) fn of(
    args: &args::Open,
    manifests: &[Manifest],
    file: Option<&Path>,
) -> Outcome<Option<Pages<Box<dyn Write>>>> {
    let Some(path) = &args.template else { return Ok(None) };
    let template = Template::html(&files::name(path), files::read_text(path)?)?;
    let merchant = manifests.last().map(|newest| newest.merchant.clone());
    let shop = Shop { merchant: merchant.unwrap_or_default(), fields: record::fields(manifests) };
    Ok(Some(Pages::new(output::writer(file)?, template, shop)))
}
