//! Which entries of a form may leave unsealed.

use crate::prelude::*;

/// Whether one of the patterns names this entry.
///
/// In a pattern, `*` is any run of characters but `[` and `]`, the empty run too; everything else
/// is itself.
#[must_use]
pub fn passes(patterns: &[String], entry: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern.as_bytes(), entry.as_bytes()))
}

/// Goes back to the last `*` alone: an earlier one that took more could not help, since the last
/// takes the same characters.
fn matches(pattern: &[u8], entry: &[u8]) -> bool {
    let (mut at, mut read) = (0, 0);
    let mut star = None;
    loop {
        match (pattern.get(at), entry.get(read)) {
            (Some(b'*'), _) => {
                at += 1;
                star = Some((at, read));
            }
            (None, None) => return true,
            (Some(expected), Some(found)) if expected == found => {
                at += 1;
                read += 1;
            }
            _ => match star {
                Some((after, reach)) if takes(entry.get(reach)) => {
                    (at, read) = (after, reach + 1);
                    star = Some((after, reach + 1));
                }
                _ => return false,
            },
        }
    }
}

fn takes(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| !matches!(byte, b'[' | b']'))
}
