//! What is said of each file that was held against what was built.

use super::PUT_BACK;
use super::state::State;
use crate::commands::verify_page::Ours;
use crate::commands::verify_page::loaded::Loaded;
use crate::findings::{Findings, some};
use crate::page::integrity::Build;
use crate::page::scripts::Kind;

pub(super) fn tell(states: &[(&Loaded, State)], ours: &Ours, findings: &mut Findings) {
    for (one, state) in states {
        tell_of(&one.name, state, ours, findings);
    }
    unknown(states, findings);
}

fn tell_of(name: &str, state: &State, ours: &Ours, findings: &mut Findings) {
    match state {
        State::Built | State::Unknown => {}
        State::Other(version) => findings.warning(
            "package-other-version",
            format!("{name} is of another version, {version}"),
            "upload all files of one version",
        ),
        State::Changed => {
            let what = format!("{name} is not the file that was built");
            findings.serious("package-changed", what, PUT_BACK);
        }
        State::Bundle(module) => bundle(name, module, ours, findings),
    }
}

/// Scripts that run and that nothing is known of: a page is most easily robbed by one more.
fn unknown(states: &[(&Loaded, State)], findings: &mut Findings) {
    let run = states.iter().filter(|(one, _)| one.kind != Kind::Preload && is_script(one));
    let unknown = run.filter(|(_, state)| matches!(state, State::Unknown));
    let names: Vec<String> = unknown.map(|(one, _)| one.name.clone()).collect();
    if !names.is_empty() {
        findings.warning(
            "script-unknown",
            format!("no integrity.json that was given names {}", some(&names)),
            "know what each is for; write an integrity.json of your own build, and give that too: \
             a changed one, or one more, is then seen",
        );
    }
}

fn is_script(one: &Loaded) -> bool {
    one.file.is_ok() && !one.url.path().ends_with(".wasm")
}

fn bundle(name: &str, module: &[u8], ours: &Ours, findings: &mut Findings) {
    let is_compared = ours.builds.iter().any(Build::has_module);
    if is_compared && !ours.builds.iter().any(|build| build.is_module(module)) {
        let what = format!("the module within {name} is not the one that was built");
        return findings.serious("module-changed", what, PUT_BACK);
    }
    let module = if is_compared { "is as it was built" } else { "is not compared" };
    findings.warning(
        "package-bundled",
        format!("{name} is a bundle: the module within {module}, the script around it cannot be"),
        "write an integrity.json of your own build, and give that too",
    );
}
