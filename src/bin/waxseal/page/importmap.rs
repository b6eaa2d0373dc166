//! Import maps: a page may send what a file imports to quite another file (HTML, "import maps").

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use url::Url;

use super::scripts::{Kind, Script};

/// No map of a shop is larger, and each import looks through all of it.
const LARGEST: usize = 256 << 10;

type Names = BTreeMap<String, Option<String>>;
/// What is renamed, the longest name first, and to what; `None` leads nowhere.
type Renamed = Vec<(String, Option<Url>)>;

/// A map as browsers read it: what is odd in it leads nowhere, and the rest holds.
#[derive(Default)]
struct Written {
    imports: Names,
    scopes: BTreeMap<String, Names>,
    integrity: BTreeMap<String, String>,
}

impl Written {
    fn of(json: &Value) -> Self {
        let part = |name: &str| json.get(name).and_then(Value::as_object).into_iter().flatten();
        let scopes = part("scopes").filter_map(|(scope, all)| Some((scope, all.as_object()?)));
        let text = |(key, to): (&String, &Value)| Some((key.clone(), to.as_str()?.to_owned()));
        Self {
            imports: part("imports").map(name).collect(),
            scopes: scopes.map(|(scope, all)| (scope.clone(), names(all))).collect(),
            integrity: part("integrity").filter_map(text).collect(),
        }
    }
}

fn names(all: &Map<String, Value>) -> Names {
    all.iter().map(name).collect()
}

fn name((key, to): (&String, &Value)) -> (String, Option<String>) {
    (key.clone(), to.as_str().map(str::to_owned))
}

/// The import maps of a page, as one. Of two that say the same, the first counts.
#[derive(Default)]
pub(crate) struct ImportMap {
    /// A scope's address, and what is renamed for files below it; everywhere, if there is none.
    names: Vec<(Option<Url>, Renamed)>,
    integrity: BTreeMap<Url, String>,
    /// Whether one of them cannot be read here: a browser may.
    pub(crate) is_unreadable: bool,
}

impl ImportMap {
    /// The maps among a page's scripts.
    pub(crate) fn of(scripts: &[Script], base: &Url) -> Self {
        let mut map = Self::default();
        for script in scripts.iter().filter(|script| script.kind == Kind::ImportMap) {
            let Some(text) = script.text() else { continue };
            match serde_json::from_str(text) {
                Ok(json) if text.len() <= LARGEST => map.add(Written::of(&json), base),
                _ => map.is_unreadable = true,
            }
        }
        // The most exact scope first.
        map.names.sort_by_key(|(scope, _)| {
            std::cmp::Reverse(scope.as_ref().map_or(0, |scope| scope.as_str().len()))
        });
        map
    }

    fn add(&mut self, written: Written, base: &Url) {
        for (scope, names) in written.scopes {
            if let Ok(scope) = base.join(&scope) {
                self.names.push((Some(scope), read(names, base)));
            }
        }
        self.names.push((None, read(written.imports, base)));
        for (url, integrity) in written.integrity {
            if let Ok(url) = base.join(&url) {
                self.integrity.entry(url).or_insert(integrity);
            }
        }
    }

    /// Where an import leads that stands in a file.
    pub(crate) fn resolve(&self, specifier: &str, file: &Url) -> Option<Url> {
        let url = match is_path(specifier) {
            true => file.join(specifier).ok(),
            false => Url::parse(specifier).ok(),
        };
        let key = url.as_ref().map_or(specifier, Url::as_str);
        let applies = |scope: &Option<Url>| match scope {
            Some(scope) if scope.as_str().ends_with('/') => {
                file.as_str().starts_with(scope.as_str())
            }
            Some(scope) => file == scope,
            None => true,
        };
        let maps = self.names.iter().filter(|(scope, _)| applies(scope));
        maps.filter_map(|(_, names)| renamed(names, key)).next().unwrap_or(url)
    }

    /// The files of which the maps demand something.
    pub(crate) fn demanded(&self) -> impl Iterator<Item = &Url> {
        self.integrity.keys()
    }

    /// What the maps demand of a file.
    pub(crate) fn integrity(&self, url: &Url) -> Option<&str> {
        self.integrity.get(url).map(String::as_str)
    }
}

fn read(names: Names, base: &Url) -> Renamed {
    let mut names: Vec<_> = names
        .into_iter()
        .map(|(key, to)| {
            let key = match is_path(&key).then(|| base.join(&key)) {
                Some(Ok(url)) => url.into(),
                _ => Url::parse(&key).map_or(key, String::from),
            };
            (key, to.and_then(|to| base.join(&to).ok()))
        })
        .collect();
    names.sort_by_key(|(key, _)| std::cmp::Reverse(key.len()));
    names
}

fn is_path(specifier: &str) -> bool {
    ["/", "./", "../"].iter().any(|start| specifier.starts_with(start))
}

/// `Some(None)` is a name that leads nowhere.
fn renamed(names: &[(String, Option<Url>)], key: &str) -> Option<Option<Url>> {
    names.iter().find_map(|(name, to)| {
        if name == key {
            return Some(to.clone());
        }
        let rest = key.strip_prefix(name.as_str()).filter(|_| name.ends_with('/'))?;
        Some(to.as_ref().and_then(|to| to.join(rest).ok()))
    })
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{ImportMap, Written};

    #[test]
    fn a_map_renames_names_addresses_and_folders() {
        let base = Url::parse("https://shop.example/checkout").expect("an address");
        let json = serde_json::from_str(
            r#"{ "imports": { "waxseal": "/waxseal/index.js", "/w/index.js": "/evil.js", "lib/": "/l/" },
                 "scopes": { "/b/": { "waxseal": "/other.js" } } }"#,
        )
        .expect("a map");
        let mut map = ImportMap::default();
        map.add(Written::of(&json), &base);
        let at = |specifier: &str, file: &str| {
            let url = map.resolve(specifier, &base.join(file).expect("an address"));
            url.map(|url| url.path().to_owned())
        };
        assert_eq!(at("waxseal", "/a.js").as_deref(), Some("/waxseal/index.js"));
        assert_eq!(at("waxseal", "/b/a.js").as_deref(), Some("/other.js"));
        assert_eq!(at("./index.js", "/w/auto.js").as_deref(), Some("/evil.js"));
        assert_eq!(at("lib/x.js", "/a.js").as_deref(), Some("/l/x.js"));
        assert_eq!(at("./x.js", "/w/a.js").as_deref(), Some("/w/x.js"));
        assert_eq!(at("unknown", "/a.js"), None);
    }
}
