//! Text that means itself in Markdown (CommonMark, and the tables and strikethrough of GitHub's).

/// What means something wherever it stands.
const ANYWHERE: &str = "\\`*_[]<>|~&#";

/// Escapes what would be markup, and joins lines.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            c if ANYWHERE.contains(c) || starts_block(&text[..at], c) => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether it would begin a list or underline a heading, if the text began a line.
fn starts_block(before: &str, c: char) -> bool {
    let before = before.trim_start();
    match c {
        '-' | '+' | '=' | ':' => before.is_empty(),
        '.' | ')' => !before.is_empty() && before.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn what_a_merchant_writes_is_no_markup() {
        for (text, escaped) in [
            ("Acme <b>Books</b>", "Acme \\<b\\>Books\\</b\\>"),
            ("[here](javascript:x)", "\\[here\\](javascript:x)"),
            ("# 1. *a* _b_ `c`", "\\# 1. \\*a\\* \\_b\\_ \\`c\\`"),
            ("1. High Street", "1\\. High Street"),
            ("- a\n- b", "\\- a - b"),
            ("R&D, 12.50 (net)", "R\\&D, 12.50 (net)"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }
}
