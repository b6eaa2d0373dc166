//! Access control lists, by the programs that Windows has for them: its own functions would need
//! `unsafe`. Accounts are named by their SIDs, which are the same in every language.
//!
//! A new file or folder is given one entry: its owner may do all (`S-1-3-4`, OWNER RIGHTS), and what
//! is made in a folder later inherits that. Where there are no lists, as on a FAT stick, that fails
//! without a word, and is found when the list is looked at.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::sddl;

const OWNER: &str = "*S-1-3-4:F";
const OWNER_AND_BELOW: &str = "*S-1-3-4:(OI)(CI)F";

/// There are none.
pub(in crate::files) fn set_mode(_builder: &mut tempfile::Builder<'_, '_>, _mode: u32) {}

/// A file takes the list of its folder.
pub(in crate::files) fn options() -> OpenOptions {
    File::options()
}

pub(in crate::files) fn keep_private(file: &Path) -> io::Result<()> {
    grant(file, OWNER)
}

pub(in crate::files) fn keep_folder_private(folder: &Path) -> io::Result<()> {
    grant(folder, OWNER_AND_BELOW)
}

pub(in crate::files) fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir(path)?;
    keep_folder_private(path)
}

/// A list that cannot be read is taken for one that lets everybody in.
pub(in crate::files) fn others_can_read(file: &File, path: &Path) -> io::Result<bool> {
    if !file.metadata()?.is_file() {
        return Ok(false);
    }
    let list = saved(path)?;
    Ok(!list.is_some_and(|list| sddl::is_for_owner_alone(&list, own_sid())))
}

/// The same of a folder.
pub(in crate::files) fn others_can_enter(folder: &Path) -> io::Result<bool> {
    Ok(!saved(folder)?.is_some_and(|list| sddl::is_for_owner_alone(&list, own_sid())))
}

/// Windows cannot open a folder to sync it; NTFS journals the move itself.
pub(in crate::files) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// What a person types to take a file from others.
pub(crate) fn how_to_keep_private(file: &str) -> String {
    format!("icacls \"{file}\" /inheritance:r /grant:r {OWNER}")
}

/// Only a program that is not there is an error; what came of it is seen in the list.
fn grant(path: &Path, to: &str) -> io::Result<()> {
    let mut icacls = tool("icacls.exe");
    icacls.arg(path).args(["/inheritance:r", "/grant:r", to, "/q"]);
    quiet(&mut icacls).status().map(|_| ())
}

/// The list as `icacls /save` writes it, in UTF-16: SDDL is ASCII, so every other byte is enough.
fn saved(path: &Path) -> io::Result<Option<String>> {
    let file = tempfile::NamedTempFile::new()?.into_temp_path();
    let mut icacls = tool("icacls.exe");
    icacls.arg(path).arg("/save").arg(&file).arg("/q");
    if !quiet(&mut icacls).status()?.success() {
        return Ok(None);
    }
    let bytes: Vec<u8> = fs::read(&file)?.into_iter().filter(|byte| *byte != 0).collect();
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// `"machine\person","S-1-5-21-…"`, asked once.
fn own_sid() -> &'static str {
    static SID: OnceLock<String> = OnceLock::new();
    SID.get_or_init(|| {
        let asked = tool("whoami.exe").args(["/user", "/fo", "csv", "/nh"]).output();
        let printed = asked.map(|output| output.stdout).unwrap_or_default();
        let line = String::from_utf8_lossy(&printed);
        let sid = line.trim().rsplit(',').next().unwrap_or_default();
        sid.trim_matches('"').to_owned()
    })
}

/// It is not known here which file that is.
pub(crate) fn others_can_read_output() -> bool {
    false
}

/// By its place: the first of that name in the search path may be anybody's.
fn tool(name: &str) -> Command {
    let root = std::env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into());
    Command::new(PathBuf::from(root).join("System32").join(name))
}

fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}
