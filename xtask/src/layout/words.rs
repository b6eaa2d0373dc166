//! What may not be written, where, and why.

use super::source::{Hide, Language, blank, line_of, places};
use super::{Finding, Source};

struct Rule {
    words: &'static [&'static str],
    /// Paths that start with one of these are looked at, unless they start with an excepted one.
    within: &'static [&'static str],
    except: &'static [&'static str],
    /// Whether comments and strings count too.
    anywhere: bool,
    why: &'static str,
}

const RULES: [Rule; 12] = [
    Rule {
        words: &[".unwrap("],
        within: &["src/", "tests/", "xtask/"],
        except: &["src/js/", "tests/browser/"],
        anywhere: false,
        why: "an `expect` says which invariant makes failure impossible",
    },
    Rule {
        words: &["todo!", "unimplemented!", "dbg!"],
        within: &["src/", "tests/", "xtask/"],
        except: &[],
        anywhere: false,
        why: "unfinished work",
    },
    Rule {
        words: &["println!", "print!", "eprintln!", "eprint!"],
        within: &["src/"],
        except: &["src/bin/"],
        anywhere: false,
        why: "the library does not talk",
    },
    Rule {
        words: &["std::fs", "std::env", "std::process", "std::time", "std::thread", "TcpStream"],
        within: &["src/"],
        except: &["src/bin/"],
        anywhere: false,
        why: "only the command knows files, clocks and the network",
    },
    Rule {
        words: &["SysRng", "getrandom"],
        within: &["src/"],
        except: &["src/bin/", "src/wasm/"],
        anywhere: false,
        why: "randomness is an argument at the core's edge",
    },
    Rule {
        words: &["wasm_bindgen", "js_sys", "web_sys"],
        within: &["src/"],
        except: &["src/wasm.rs", "src/wasm/", "src/js/core/"],
        anywhere: false,
        why: "only `wasm` knows the browser, and `core` its face",
    },
    Rule {
        words: &["#[path", "include!"],
        within: &["src/bin/"],
        except: &[],
        anywhere: false,
        why: "the command uses the library's public face only",
    },
    Rule {
        words: &[
            "console.log",
            "console.info",
            "console.debug",
            "any",
            "@ts-ignore",
            "@ts-nocheck",
        ],
        within: &["src/js/"],
        except: &[],
        anywhere: false,
        why: "values are not logged, and types are not given up",
    },
    Rule {
        words: &["eval(", "new Function", "XMLHttpRequest", "sendBeacon", "WebSocket"],
        within: &["src/js/", "www/"],
        except: &[],
        anywhere: false,
        why: "no eval, and no network but the manifest's fetch",
    },
    Rule {
        words: &["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"],
        within: &["src/js/", "www/"],
        except: &["src/js/testing/"],
        anywhere: false,
        why: "pages with trusted types refuse it, and it invites injection",
    },
    Rule {
        // In pieces, so that this file does not break its own rule.
        words: &[
            concat!("crates", ".io"),
            concat!("pypi", ".org"),
            concat!("npmjs", ".org"),
            concat!("npmjs", ".com"),
            concat!("rust-lang", ".org"),
            concat!("deb.debian", ".org"),
        ],
        within: &[""],
        // Cargo writes the name of its index there, and cannot leave it out.
        except: &["Cargo.lock"],
        anywhere: true,
        why: "which registry serves a package is each machine's own matter",
    },
    Rule {
        words: &[concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Use", "rs/")],
        within: &[""],
        except: &["xtask/src/build/inspect.rs"],
        anywhere: true,
        why: "a path of somebody's machine",
    },
];

/// npm repeats the registry in each entry, unless told `omit-lockfile-registry-resolved`.
const LOCK_FILE: Rule = Rule {
    words: &["\"resolved\": \""],
    within: &[""],
    except: &[],
    anywhere: true,
    why: "the lock file names a registry; see .npmrc",
};

pub(super) fn check(source: &Source) -> Vec<Finding> {
    let starts = |list: &[&str]| list.iter().any(|start| source.path.starts_with(start));
    let applies = |rule: &&Rule| starts(rule.within) && !starts(rule.except);
    let is_lock_file = source.path.ends_with("package-lock.json");
    let rules = RULES.iter().filter(applies).chain(is_lock_file.then_some(&LOCK_FILE));
    rules.flat_map(|rule| breaches(source, rule)).collect()
}

fn breaches(source: &Source, rule: &Rule) -> Vec<Finding> {
    let Some(text) = searched(source, rule) else { return Vec::new() };
    let found = |at, word| Finding {
        path: source.path.clone(),
        line: line_of(&text, at),
        why: format!("`{word}`: {}", rule.why),
    };
    let places = |word: &'static str| places(&text, word).map(move |at| (at, word));
    let words = rule.words.iter().copied().flat_map(places);
    words
        .filter(|&(at, word)| !is_member(&text, at, word))
        .map(|(at, word)| found(at, word))
        .collect()
}

/// Nothing when the rule is about code and the file is not.
fn searched(source: &Source, rule: &Rule) -> Option<String> {
    if rule.anywhere {
        return Some(source.text.clone());
    }
    let extension = source.path.rsplit('.').next()?;
    let language = match extension {
        "rs" => Language::Rust,
        "ts" | "js" | "mjs" | "html" => Language::Script,
        _ => return None,
    };
    Some(blank(&source.text, language, Hide::CommentsAndStrings))
}

/// `AbortSignal.any` is not the type `any`.
fn is_member(text: &str, at: usize, word: &str) -> bool {
    word == "any" && text[..at].ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::{Source, check};

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&Source::new(path, text)).iter().map(|found| found.line).collect()
    }

    #[test]
    fn an_unwrap_is_found_and_its_relatives_are_not() {
        let text = "fn f() {\n a.unwrap();\n a.unwrap_or(b);\n // .unwrap()\n}";
        assert_eq!(lines("src/seal.rs", text), [2]);
    }

    #[test]
    fn the_library_names_no_clock_and_the_command_may() {
        assert_eq!(lines("src/seal.rs", "use std::time::SystemTime;"), [1]);
        assert_eq!(lines("src/bin/waxseal/clock.rs", "use std::time::SystemTime;"), [0; 0]);
    }

    #[test]
    fn only_the_wasm_room_names_wasm_bindgen() {
        assert_eq!(lines("src/seal.rs", "use wasm_bindgen::JsValue;"), [1]);
        assert_eq!(lines("src/wasm.rs", "use wasm_bindgen::JsValue;"), [0; 0]);
    }

    #[test]
    fn the_type_any_is_found_and_the_method_is_not() {
        let text = "const a: any = 1;\nAbortSignal.any([]); // any\nconst many = 'any';";
        assert_eq!(lines("src/js/seal/sealer.ts", text), [1]);
    }

    #[test]
    fn html_from_strings_is_found() {
        assert_eq!(lines("www/shop.js", "\nnode.innerHTML = text;"), [2]);
    }

    #[test]
    fn a_registry_is_found_even_in_a_comment() {
        let text = format!("# from {}\n", ["pypi", "org"].join("."));
        assert_eq!(lines("tests/interop/requirements.txt", &text), [1]);
    }

    #[test]
    fn an_address_in_the_lock_file_is_found() {
        let text = "{\n\"resolved\": \"https://registry.example/a.tgz\"\n}";
        assert_eq!(lines("package-lock.json", text), [2]);
        assert_eq!(lines("tests/loaders/vite/package-lock.json", text), [2]);
        assert_eq!(lines("tests/loaders/vite/package.json", text), [0; 0]);
    }

    #[test]
    fn a_home_folder_is_found() {
        let text = format!("see {}ada/notes", ["", "home", ""].join("/"));
        assert_eq!(lines("README.md", &text), [1]);
    }
}
