//! `vault.toml`.

use std::path::Path;

use serde::Deserialize;
use waxseal::jose::jwk::Thumbprint;
use waxseal::{Code, Error};

use crate::files::{self, Modes};

/// The file's name.
pub(super) const FILE: &str = "vault.toml";
const FORMAT: u32 = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    format: u32,
    identities: Vec<String>,
    #[serde(default)]
    permissions: Permissions,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Permissions {
    #[default]
    Checked,
    Unchecked,
}

/// The identities, and whether key files are held to their modes.
pub(super) fn read(path: &Path) -> Result<(Vec<Thumbprint>, Modes), Error> {
    let refused = |code, reason| Error::new(code, reason).about(&files::name(path));
    let settings: Settings = toml::from_str(&files::read_text(path)?)
        .map_err(|_| refused(Code::Malformed, "these are not the settings of a vault"))?;
    if settings.format != FORMAT {
        return Err(refused(Code::Unsupported, "a vault of another format"));
    }
    let identities = settings.identities.iter().map(|uri| Thumbprint::parse_uri(uri));
    let identities = identities
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| refused(Code::Malformed, "an identity is not a thumbprint URI"))?;
    let modes = match settings.permissions {
        Permissions::Checked => Modes::Checked,
        Permissions::Unchecked => Modes::Unchecked,
    };
    Ok((identities, modes))
}

/// The settings of a new vault.
pub(super) fn write(identities: &[Thumbprint], modes: Modes) -> String {
    let pins: Vec<String> = identities.iter().map(|id| format!("  {:?},", id.to_uri())).collect();
    let permissions = match modes {
        Modes::Checked => "checked",
        Modes::Unchecked => "unchecked",
    };
    format!(
        "# Written by waxseal. A vault is this whole folder: keep it together.\n\
         format = {FORMAT}\n\
         # The pins of the identities whose manifests are ours; the first one publishes. Orders to\n\
         # an identity that is not here do not open.\n\
         identities = [\n{}\n]\n\
         # \"unchecked\" where the file system keeps no modes, such as a USB stick: key files that\n\
         # others can read are then not refused.\n\
         permissions = \"{permissions}\"\n",
        pins.join("\n")
    )
}
