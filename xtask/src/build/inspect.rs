//! What must not be in the module: a function that opens, or a path of the machine that built it.

use std::fs;

use anyhow::{Context, Result, ensure};
use wasmparser::{KnownCustom, Name, Parser, Payload};

/// Parts of names that only opening an order, or a key at rest, would bring in.
const OPENING: [&str; 5] = ["open", "decrypt", "keywrap", "aes_kw", "pbkdf2"];

/// `compiled` is rustc's, with the names of all its functions; `module` is what ships.
pub(super) fn check(compiled: &str, module: &str, may_open: bool) -> Result<()> {
    let compiled = fs::read(compiled).with_context(|| compiled.to_owned())?;
    let module = fs::read(module).with_context(|| module.to_owned())?;
    let mut names = function_names(&compiled)?;
    ensure!(!names.is_empty(), "the compiled module has no name section, so nothing was checked");
    names.extend(imports_and_exports(&module)?);
    if !may_open {
        report("functions that open", names.into_iter().filter(|name| opens(name)))?;
    }
    report("paths of this machine", machine_paths(&module).into_iter())
}

fn report(what: &str, found: impl Iterator<Item = String>) -> Result<()> {
    let found: Vec<String> = found.collect();
    ensure!(found.is_empty(), "the module holds {what}:\n  {}", found.join("\n  "));
    Ok(())
}

fn opens(name: &str) -> bool {
    OPENING.iter().any(|word| name.contains(word))
}

fn function_names(wasm: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::CustomSection(section) = payload? else { continue };
        let KnownCustom::Name(subsections) = section.as_known() else { continue };
        for subsection in subsections {
            let Name::Function(functions) = subsection? else { continue };
            for function in functions {
                names.push(function?.name.to_owned());
            }
        }
    }
    Ok(names)
}

fn imports_and_exports(wasm: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    names.push(import?.name.to_owned());
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    names.push(export?.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

/// The home folder, cargo's folder and unpacked crates, wherever they stand in the bytes.
fn machine_paths(wasm: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(wasm);
    let home = std::env::home_dir().map(|home| format!("{}/", home.display()));
    let known = [".cargo/", "registry/src", ".rustup/", "/home/", "/Users/"].map(str::to_owned);
    let wanted = known.into_iter().chain(home);
    wanted.filter(|path| text.contains(path.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::{machine_paths, opens};

    #[test]
    fn a_name_that_opens_is_found_mangled_or_not() {
        assert!(opens("_ZN7waxseal4open5order17h0123456789abcdefE"));
        assert!(opens("<aes_gcm::AesGcm<A> as aead::AeadInOut>::decrypt_inout_detached"));
        assert!(!opens("waxseal::seal::seal"));
    }

    #[test]
    fn a_path_of_a_machine_is_found_among_other_bytes() {
        assert_eq!(machine_paths(b"\0\xffx/home/ada/waxseal/src/seal.rs\0"), ["/home/"]);
        assert!(machine_paths(b"\0waxseal/src/seal.rs").is_empty());
    }
}
