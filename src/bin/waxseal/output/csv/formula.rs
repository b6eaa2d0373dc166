//! Cells that no spreadsheet takes for a formula: OWASP's advice on CSV injection, and more.

use std::borrow::Cow;

/// The last four are what East Asian keyboards write, and spreadsheets read alike.
const FORMULA: [char; 12] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A cell that a spreadsheet would take for a formula, after an apostrophe. A telephone number in
/// its canonical form is none. White space before it, or a byte order mark, is dropped by some.
pub(super) fn harmless(cell: Cow<'_, str>) -> Cow<'_, str> {
    let skipped = |c: char| c.is_whitespace() || c == '\u{feff}';
    let is_formula =
        cell.starts_with(FORMULA) || cell.trim_start_matches(skipped).starts_with(FORMULA);
    match is_formula && !is_tel(&cell) {
        true => Cow::Owned(format!("'{cell}")),
        false => cell,
    }
}

/// The same for what follows a separator within the cell. Where a spreadsheet is set to another
/// separator than the file has, a cell begins there.
pub(super) fn harmless_inside(cell: Cow<'_, str>) -> Cow<'_, str> {
    if !cell.contains(SEPARATORS) {
        return cell;
    }
    let mut text = String::with_capacity(cell.len() + 8);
    let mut begins = false;
    for c in cell.chars() {
        if begins && FORMULA.contains(&c) && !SEPARATORS.contains(&c) {
            text.push('\'');
        }
        begins = SEPARATORS.contains(&c) || begins && c == '"';
        text.push(c);
    }
    Cow::Owned(text)
}

const SEPARATORS: [char; 5] = [',', ';', '\t', '\r', '\n'];

fn is_tel(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (4..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::{harmless, harmless_inside};

    #[test]
    fn what_a_spreadsheet_takes_for_a_formula_is_neutralised() {
        let begins = ["=1+1", "+1-2", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x", "+44 20", "+"];
        let hidden = ["＝1+1", "＋1", "－1", "＠SUM(A1)", " =1+1", "\u{feff}=1+1", "\u{a0}-1"];
        for cell in begins.into_iter().chain(hidden) {
            assert_eq!(harmless(cell.into()), format!("'{cell}"));
        }
        for cell in ["+442079460000", "Ada", "'=1", "", "1-1", " Ada", "a@b.example"] {
            assert_eq!(harmless(cell.into()), cell);
        }
    }

    #[test]
    fn what_would_be_a_formula_to_another_separator_is_neutralised() {
        let cells = [("x;=1+1", "x;'=1+1"), ("x\n\"@A", "x\n\"'@A"), ("a,-b;+c", "a,'-b;'+c")];
        for (cell, expected) in cells {
            assert_eq!(harmless_inside(cell.into()), expected);
        }
        for cell in ["12 High St, B-1", "a - b; c", "x\r\n\ty", "=1"] {
            assert_eq!(harmless_inside(cell.into()), cell);
        }
    }
}
