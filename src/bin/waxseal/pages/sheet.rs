//! The sheet to print and keep with a backup.

use minijinja::value::{Serde, Value};
use serde::Serialize;
use waxseal::Error;

use super::Template;

const SHEET: &str = include_str!("sheet.html");

/// So many keys fit on the page; the rest is counted.
const KEYS: usize = 8;

/// What the sheet says of a backup. There is no passphrase among it: that is written by hand.
#[derive(Serialize)]
pub(crate) struct SheetFacts {
    /// The merchant's name.
    pub(crate) merchant: String,
    /// The vault's id.
    pub(crate) vault: String,
    /// When the backup was made, in seconds since 1970.
    pub(crate) made: u64,
    /// The backup's folder, as it was named.
    pub(crate) folder: String,
    /// The pins of the identities.
    pub(crate) pins: Vec<String>,
    /// The keys in it.
    pub(crate) keys: Vec<SheetKey>,
    /// The ledger's head when it was made.
    pub(crate) head: Option<String>,
}

/// A key in the backup. Times are seconds since 1970.
#[derive(Serialize)]
pub(crate) struct SheetKey {
    /// Its thumbprint, of which the beginning is shown.
    pub(crate) kid: String,
    /// Whose it is.
    pub(crate) role: String,
    /// For which customers.
    pub(crate) group: Option<String>,
    /// Since when orders are sealed to it.
    pub(crate) nbf: u64,
    /// Until when, at most.
    pub(crate) exp: u64,
}

/// The sheet, as HTML that stands alone: one page of A4, in black and white.
pub(crate) fn backup_sheet(facts: &SheetFacts) -> Result<String, Error> {
    let shown = facts.keys.len().min(KEYS);
    let values = minijinja::context! {
        more => facts.keys.len() - shown,
        shown => Value::from(Serde(&facts.keys[..shown])),
        ..Value::from(Serde(facts))
    };
    Template::html("sheet.html", SHEET.to_owned())?.render(values)
}

#[cfg(test)]
mod tests {
    use super::{SheetFacts, SheetKey, backup_sheet};

    fn facts(keys: usize) -> SheetFacts {
        let key = |index| SheetKey {
            kid: format!("{index:02}aAbBcCdDeEfFgG"),
            role: "fulfilment".into(),
            group: (index % 2 == 0).then(|| "eu".into()),
            nbf: 1_801_387_800,
            exp: 1_864_459_800,
        };
        SheetFacts {
            merchant: "Acme <Books>".into(),
            vault: "k3JbX2".into(),
            made: 1_801_387_800,
            folder: "/media/usb/backup".into(),
            pins: vec!["urn:ietf:params:oauth:jwk-thumbprint:sha-256:abc".into()],
            keys: (0..keys).map(key).collect(),
            head: Some("17.Ab3".into()),
        }
    }

    #[test]
    fn the_sheet_says_what_it_is_and_how_to_restore() {
        let sheet = backup_sheet(&facts(2)).expect("the template fits");
        for part in [
            "Acme &lt;Books&gt;",
            "k3JbX2",
            "2027-01-31",
            "waxseal restore",
            "00aAbBcC",
            "eu",
            "17.Ab3",
            "thumbprint:sha-256:abc",
        ] {
            assert!(sheet.contains(part), "{part}");
        }
    }

    #[test]
    fn more_keys_than_fit_are_counted() {
        let sheet = backup_sheet(&facts(40)).expect("the template fits");
        assert_eq!(sheet.matches("<tr>").count(), 1 + 8);
        assert!(sheet.contains("32 more"));
        assert!(backup_sheet(&SheetFacts { head: None, ..facts(0) }).is_ok());
    }
}
