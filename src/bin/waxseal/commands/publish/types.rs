//! The names of the policy as TypeScript types, so that a misspelt field does not compile.

use std::io::Write;
use std::path::Path;

use waxseal::policy::Policy;

use crate::failure::{Failure, Outcome, output_error};
use crate::files;

/// Where standard output is meant.
const STDOUT: &str = "-";
/// By which a file is known to be ours to write again.
const HEAD: &str = "// Written by `waxseal publish --types` from policy.toml.\n";

/// Refuses to write over anything but an earlier file of types.
pub(super) fn may_write_to(path: &Path) -> Outcome<()> {
    if path == Path::new(STDOUT) || !files::exists(path) {
        return Ok(());
    }
    // What is no file, such as a pipe, may never end.
    let text = path.is_file().then(|| files::read_text(path));
    match text {
        // Git may have given its lines the ends that Windows has.
        Some(Ok(text)) if text.lines().next() == HEAD.lines().next() => Ok(()),
        _ => Err(Failure::from(files::taken(path))
            .or_hint("only a file that --types wrote before is replaced")),
    }
}

/// Writes the types, whole or not at all.
pub(super) fn write(policy: &Policy, path: &Path) -> Outcome<()> {
    let module = module(policy);
    if path == Path::new(STDOUT) {
        return write!(std::io::stdout(), "{module}").map_err(|error| output_error(&error));
    }
    Ok(files::replace_public(path, module.as_bytes())?)
}

fn module(policy: &Policy) -> String {
    let names = [
        ("Field", "Fields that a page may seal.", union(policy.fields.iter().map(|f| &f.name))),
        ("Form", "Forms: the steps of a checkout.", union(policy.forms.iter().map(|f| &f.name))),
        ("Group", "Groups of customers.", union(&policy.groups)),
        ("Role", "Who reads the fields.", union(&policy.roles)),
    ];
    let types = names.map(|(name, what, of)| format!("/** {what} */\nexport type {name} ={of};\n"));
    HEAD.to_owned() + &types.concat()
}

/// `never` where there is none. A JSON string is a literal of TypeScript, whatever the name.
fn union<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    let literals: Vec<String> = names
        .into_iter()
        .map(|name| serde_json::to_string(name).expect("a string is always JSON"))
        .collect();
    match &literals[..] {
        [] => " never".to_owned(),
        [one] => format!(" {one}"),
        several => format!("\n  | {}", several.join("\n  | ")),
    }
}

#[cfg(test)]
mod tests {
    use super::union;

    #[test]
    fn a_name_stays_within_its_quotes_whatever_it_is() {
        let names = ["a\"; evil()//", "b\\", "c\n\u{2028}"].map(str::to_owned);
        assert_eq!(union(&names), "\n  | \"a\\\"; evil()//\"\n  | \"b\\\\\"\n  | \"c\\n\u{2028}\"");
        assert_eq!(union(&names[..0]), " never");
    }
}
