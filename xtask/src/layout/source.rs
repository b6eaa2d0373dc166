//! Just enough of a lexer to tell code from comments and strings. Lines stay where they are.

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Language {
    Rust,
    Script,
}

/// What is replaced by spaces.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Hide {
    Comments,
    CommentsAndStrings,
}

pub(super) fn blank(text: &str, language: Language, hide: Hide) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let (length, hidden) = token(rest, &out, language, hide);
        let length = length.unwrap_or(next.len_utf8());
        let (taken, left) = rest.split_at(length);
        out.extend(taken.chars().map(|c| if hidden && c != '\n' { ' ' } else { c }));
        rest = left;
    }
    out
}

/// The length of the comment or string that starts here, if one does, and whether to hide it.
fn token(rest: &str, before: &str, language: Language, hide: Hide) -> (Option<usize>, bool) {
    if let Some(length) = comment(rest, language) {
        return (Some(length), true);
    }
    let string = match language {
        Language::Rust => rust_string(rest, before),
        Language::Script => script_string(rest),
    };
    (string, string.is_some() && hide == Hide::CommentsAndStrings)
}

fn comment(rest: &str, language: Language) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    let inner = rest.strip_prefix("/*")?;
    match language {
        Language::Rust => Some(nested_comment(rest)),
        Language::Script => Some(inner.find("*/").map_or(rest.len(), |at| at + 4)),
    }
}

fn nested_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        at += match here {
            [b'/', b'*', ..] => {
                depth += 1;
                2
            }
            [b'*', b'/', ..] if depth == 1 => return at + 2,
            [b'*', b'/', ..] => {
                depth -= 1;
                2
            }
            _ => 1,
        };
    }
    rest.len()
}

fn rust_string(rest: &str, before: &str) -> Option<usize> {
    match rest.chars().next()? {
        '"' => Some(quoted(rest, '"')),
        'r' if !before.ends_with(is_word) || before.ends_with('b') => raw_string(rest),
        '\'' => char_literal(rest),
        _ => None,
    }
}

fn raw_string(rest: &str) -> Option<usize> {
    let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
    let inner = rest[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inner.find(&end).map_or(inner.len(), |at| at + end.len());
    Some(1 + hashes + 1 + length)
}

/// None for a lifetime.
fn char_literal(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    let (_, first) = chars.next()?;
    let (at, second) = chars.next()?;
    if first == '\\' {
        return Some(quoted(rest, '\''));
    }
    (second == '\'').then_some(at + 1)
}

/// A quote within a regular expression would look like a string's start. So a string in quotes
/// ends with its line, as it does in the language.
fn script_string(rest: &str) -> Option<usize> {
    let quote = rest.chars().next()?;
    match quote {
        '"' | '\'' => {
            let line = rest.find('\n').unwrap_or(rest.len());
            Some(quoted(&rest[..line], quote))
        }
        '`' => Some(quoted(rest, quote)),
        _ => None,
    }
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where `wanted` stands in the text as a word of its own.
pub(super) fn places<'a>(text: &'a str, wanted: &'a str) -> impl Iterator<Item = usize> + 'a {
    let apart = |a: Option<char>, b: Option<char>| !matches!((a, b), (Some(a), Some(b)) if is_word(a) && is_word(b));
    text.match_indices(wanted).map(|(at, _)| at).filter(move |&at| {
        let (before, after) = (&text[..at], &text[at + wanted.len()..]);
        apart(before.chars().next_back(), wanted.chars().next())
            && apart(wanted.chars().next_back(), after.chars().next())
    })
}

pub(super) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::{Hide, Language, blank, line_of, places};

    fn rust(text: &str) -> String {
        blank(text, Language::Rust, Hide::CommentsAndStrings)
    }

    #[test]
    fn comments_and_strings_become_spaces_and_lines_stay() {
        assert_eq!(rust("a // b\n/* c /* d */\n */e"), "a     \n            \n   e");
        assert_eq!(rust(r#"f("a\"b", 'c', '\'')"#), "f(      ,    ,     )");
        assert_eq!(rust("r#\"a\"b\"#;x"), "        ;x");
    }

    #[test]
    fn a_lifetime_is_not_a_string() {
        assert_eq!(rust("fn f<'a>(x: &'a str)"), "fn f<'a>(x: &'a str)");
    }

    #[test]
    fn an_address_in_a_script_is_not_a_comment() {
        let text = "fetch('https://a'); // b";
        assert_eq!(blank(text, Language::Script, Hide::Comments), "fetch('https://a');     ");
    }

    #[test]
    fn a_word_is_found_only_on_its_own() {
        assert_eq!(places("many any anything any", "any").collect::<Vec<_>>(), [5, 18]);
        assert_eq!(line_of("a\nb\nc", 4), 3);
    }
}
