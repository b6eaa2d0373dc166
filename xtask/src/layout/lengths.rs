//! A file is one idea: the length at which it certainly is two.

use super::{Finding, Source};

const LIMIT: usize = 400;
const CODE: [&str; 7] = ["rs", "ts", "js", "mjs", "py", "css", "html"];

pub(super) fn check(source: &Source) -> Option<Finding> {
    let is_code = CODE.iter().any(|extension| source.path.ends_with(&format!(".{extension}")));
    let lines = source.text.lines().count();
    let why = || format!("{lines} lines: a file has {LIMIT} at most");
    (is_code && lines > LIMIT).then(|| Finding {
        path: source.path.clone(),
        line: LIMIT + 1,
        why: why(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Source, check};

    #[test]
    fn a_code_file_that_is_too_long_is_found() {
        let long = "// x\n".repeat(401);
        assert_eq!(check(&Source::new("src/seal.rs", &long)).map(|found| found.line), Some(401));
        assert_eq!(check(&Source::new("tests/vectors/seal.json", &long)), None);
    }
}
