//! What a script imports, found without understanding it: too much rather than too little.

/// The strings that follow `import` or `from`, and those that name a WebAssembly file.
pub(crate) fn of(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for word in ["import", "from"] {
        found.extend(text.match_indices(word).filter_map(|(at, _)| specifier(text, at, word)));
    }
    found.extend(text.match_indices(".wasm").filter_map(|(at, _)| wasm(text, at)));
    found.sort_unstable();
    found.dedup();
    found
}

fn specifier<'a>(text: &'a str, at: usize, word: &str) -> Option<&'a str> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.');
    if text[..at].chars().next_back().is_some_and(is_name) {
        return None;
    }
    let rest = text[at + word.len()..].trim_start();
    let rest = rest.strip_prefix('(').unwrap_or(rest).trim_start();
    let quote = rest.chars().next().filter(|c| is_quote(*c))?;
    let inner = rest[1..].split(quote).next()?;
    is_plain(inner).then_some(inner)
}

fn wasm(text: &str, at: usize) -> Option<&str> {
    let end = at + ".wasm".len();
    let quote = text[end..].chars().next().filter(|c| is_quote(*c))?;
    let begin = text[..at].rfind(quote)? + 1;
    let inner = &text[begin..end];
    is_plain(inner).then_some(inner)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`')
}

/// No escape, line break or insertion; and no longer than an address is.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.len() < 2048
        && !text.contains(['\\', '\n', '\r'])
        && !text.contains("${")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn imports_are_found_minified_or_not() {
        let text = "import{a as b}from\"./a.js\";import './b.js';export * from `./c.js`;\
            await import(\"./d.js\");new URL('waxseal.wasm',import.meta.url);x.from(\"no\");\
            import(`./${e}.js`);reimport(\"no\")";
        assert_eq!(of(text), ["./a.js", "./b.js", "./c.js", "./d.js", "waxseal.wasm"]);
    }
}
