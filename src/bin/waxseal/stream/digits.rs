//! Orders in hexadecimal digits, as `mysqldump --hex-blob` writes bytes.

use std::ops::Range;

use waxseal::open::names_an_order;

use super::word::{OUR_START, is_of_order};

/// How `eyJ`, with which every order begins, is written.
const START: &str = "65794a";
/// Fewer digits hold no order.
const FEWEST: usize = 200;

/// The orders that stand for themselves among whatever else the digits in a text stand for, and
/// where. As in plain text, a word is looked at from the first place on at which an order may begin.
pub(super) fn orders(text: &str) -> Vec<(Range<usize>, String)> {
    if text.len() < FEWEST {
        return Vec::new();
    }
    let digits = text.to_ascii_lowercase();
    // Where the last word ended that begins at an even place, and at an odd one.
    let mut ends = [0, 0];
    let mut orders = Vec::new();
    for (start, _) in digits.match_indices(START) {
        let end = &mut ends[start % 2];
        if start < *end {
            continue;
        }
        let word = word(&digits.as_bytes()[start..]);
        *end = start + 2 * word.len();
        let order = word.trim_end_matches('.');
        if names_an_order(order) || order.starts_with(OUR_START) {
            orders.push((start..start + 2 * order.len(), order.to_owned()));
        }
    }
    orders
}

/// What the digits stand for, as far as that is the letters of an order.
fn word(digits: &[u8]) -> String {
    let value = |digit: u8| char::from(digit).to_digit(16);
    let (pairs, _) = digits.as_chunks::<2>();
    let byte = |[high, low]: &[u8; 2]| u8::try_from(value(*high)? << 4 | value(*low)?).ok();
    pairs.iter().map_while(byte).take_while(|byte| is_of_order(*byte)).map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::orders;

    fn found(text: &str) -> Vec<String> {
        orders(text).into_iter().map(|(_, order)| order).collect()
    }

    #[test]
    fn each_order_is_found_wherever_it_stands_among_other_digits() {
        let order = |letter: &str| format!("eyJhbGciOiJFQ0RILUVT{}.b.c.d.e", letter.repeat(80));
        let (a, b) = (order("A"), order("B"));
        let digits = crate::hex::encode(format!("[\"{a}\",\"eyJ0\",\"{b}.\"]").as_bytes());
        for text in [format!("0x{digits}"), format!("x{}f", digits.to_lowercase()), digits] {
            assert_eq!(found(&text), [a.clone(), b.clone()], "{text}");
        }
    }

    #[test]
    fn very_many_beginnings_take_no_longer_than_their_number() {
        assert_eq!(found(&"65794A".repeat(1 << 20)), [""; 0]);
    }
}
