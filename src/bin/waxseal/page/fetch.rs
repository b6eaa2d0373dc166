//! Where a page and what it names come from: a folder, or the network.

use std::path::Path;

use url::Url;
use waxseal::Error;

use super::folder::Folder;
use super::web::Web;
use crate::failure::{Failure, Outcome};

/// No file that is looked at may be larger.
pub(super) const LARGEST: u64 = 8 << 20;

/// A file of the site, as it was served.
pub(crate) struct Fetched {
    /// Where it was at last.
    pub(crate) url: Url,
    /// Where redirects led from, the first address first.
    pub(crate) hops: Vec<Url>,
    pub(crate) bytes: Vec<u8>,
    /// The names in lower case.
    pub(crate) headers: Vec<(String, String)>,
}

impl Fetched {
    /// The values of a header, in their order.
    pub(crate) fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// As text, whatever is in it.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// Where the page is.
pub(crate) struct Site {
    place: Place,
    /// The origins that are the shop's too.
    origins: Vec<String>,
}

enum Place {
    Folder(Folder),
    Web(Web),
}

impl Site {
    /// The site of a folder, a file or an address.
    pub(crate) fn of(target: &str, origins: Vec<String>) -> Outcome<Self> {
        let place = match target.split_once("://") {
            Some(("http" | "https", _)) => Place::Web(Web::of(address(target)?)),
            Some(_) => return Err(Failure::usage("an address begins with https:// or http://")),
            None => Place::Folder(Folder::of(Path::new(target))?),
        };
        Ok(Self { place, origins })
    }

    /// The pages to look at.
    pub(crate) fn pages(&self) -> Outcome<Vec<Url>> {
        match &self.place {
            Place::Folder(folder) => folder.pages(),
            Place::Web(web) => Ok(vec![web.page.clone()]),
        }
    }

    /// Whether it was a folder that was named, of whose pages only some have the form.
    pub(crate) fn is_folder(&self) -> bool {
        matches!(&self.place, Place::Folder(folder) if folder.page.is_none())
    }

    /// Whether it is fetched from a server, so that headers and redirects are seen.
    pub(crate) fn is_web(&self) -> bool {
        matches!(self.place, Place::Web(_))
    }

    /// Whether headers are seen at all.
    pub(crate) fn sees_headers(&self) -> bool {
        match &self.place {
            Place::Folder(folder) => folder.has_headers(),
            Place::Web(_) => true,
        }
    }

    /// Gets a file.
    pub(crate) fn get(&self, url: &Url) -> Result<Fetched, Error> {
        match &self.place {
            Place::Folder(folder) => folder.get(url),
            Place::Web(web) => web.get(url),
        }
        .map_err(|error| match error.subject() {
            Some(_) => error,
            None => error.about(&self.name(url)),
        })
    }

    /// Whether an address is the shop's own, as seen from a page.
    pub(crate) fn is_own(&self, page: &Url, url: &Url) -> bool {
        url.origin() == page.origin() || self.is_known(url)
    }

    /// Whether it is on an origin of the policy.
    pub(crate) fn is_known(&self, url: &Url) -> bool {
        self.origins.contains(&url.origin().ascii_serialization())
    }

    /// Where a page is at home: on any origin of the policy, if it is in a folder.
    pub(crate) fn homes(&self, page: &Url) -> Vec<Url> {
        let origins = self.origins.iter().filter_map(|origin| Url::parse(origin).ok());
        let homes: Vec<_> = origins.filter_map(|origin| origin.join(page.path()).ok()).collect();
        match self.is_web() || homes.is_empty() {
            true => vec![page.clone()],
            false => homes,
        }
    }

    /// Whether its file is at hand: an address elsewhere is not in a folder.
    pub(crate) fn has(&self, page: &Url, url: &Url) -> bool {
        self.is_web() || self.is_own(page, url)
    }

    /// An address as people read it: within a folder, the path.
    pub(crate) fn name(&self, url: &Url) -> String {
        match &self.place {
            Place::Folder(folder) => folder.name(url),
            Place::Web(_) => url.to_string(),
        }
    }
}

fn address(target: &str) -> Outcome<Url> {
    let url = Url::parse(target).map_err(|_| Failure::usage("this is not an address"))?;
    match url.username().is_empty() && url.password().is_none() {
        true => Ok(url),
        false => Err(Failure::usage("an address holds no user and no password here")),
    }
}
