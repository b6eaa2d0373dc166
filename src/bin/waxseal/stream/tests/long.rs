//! Orders, and values around them, of any length.

use waxseal::order::MAX_BYTES;

use super::{ORDERS, csv, through};
use crate::hex;
use crate::records::Format;
use crate::stream::Fate;

#[test]
fn an_order_without_end_is_reported_once_and_copied() {
    let (a, b) = (&ORDERS[0], &ORDERS[1]);
    let input = format!("{a}\n{b}{}\n{b}", "A".repeat(20 * MAX_BYTES));
    for format in [None, Some(Format::Text), Some(csv())] {
        let (out, _, finds) = through(input.as_bytes(), format, |_| Fate::Keep);
        assert!(out == input.as_bytes());
        let lines: Vec<_> =
            finds.iter().map(|find| (find.line, find.word.order.len() > MAX_BYTES)).collect();
        assert_eq!(lines, [(1, false), (2, true), (3, false)]);
    }
}

/// An order of this length, as far as it is looked at before it is opened.
fn long_order(length: usize) -> String {
    let (start, end) = ("eyJhbGciOiJFQ0RILUVT", ".b.c.d.e");
    [start, &"A".repeat(length - start.len() - end.len()), end].concat()
}

#[test]
fn an_order_as_long_as_one_may_be_is_found_wherever_it_begins_and_however_it_is_written() {
    let order = long_order(MAX_BYTES);
    let digits = hex::encode(order.as_bytes());
    let escapes: String = order.bytes().map(|byte| format!("\\u00{byte:02x}")).collect();
    for (written, before, after) in [
        (&order, " '", "'"),
        (&digits, "\n0x", ")"),
        (&digits, "\nX'C3A4225B22", "22'"),
        (&escapes, " \"", "\""),
    ] {
        for at in [0, 1, 500_000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000] {
            let input = ["-".repeat(at), before.into(), written.clone(), after.into()].concat();
            let (out, _, finds) = through(input.as_bytes(), None, |_| Fate::Keep);
            assert!(out == input.as_bytes());
            let found: Vec<_> = finds.iter().map(|find| &find.word.order).collect();
            assert!(found == [&order], "{} in {before} at {at}", found.len());
        }
    }
}

#[test]
fn the_orders_in_a_long_value_of_digits_are_found() {
    find_in_a_value_of_digits(2, 100);
}

#[test]
#[ignore = "takes long: `cargo xtask test --all`"]
fn the_orders_in_a_value_of_digits_are_found_however_long_it_is() {
    find_in_a_value_of_digits(12, 1000);
}

/// So many orders of the longest kind, and so many short ones.
fn find_in_a_value_of_digits(longest: usize, short: usize) {
    let long = long_order(MAX_BYTES);
    let long: Vec<_> = (0..longest).map(|_| long.as_str()).collect();
    let many: Vec<_> = (0..short).map(|at| ORDERS[at % ORDERS.len()].as_str()).collect();
    let blob = "\0".repeat(longest * MAX_BYTES * 3 / 4);
    for orders in [long, many] {
        let text = [&orders.join("\",\""), "\"", &blob, "\"", orders[0]].concat();
        let input = format!("INSERT INTO o VALUES (0x{});", hex::encode(text.as_bytes()));
        let (out, _, finds) = through(input.as_bytes(), None, |_| Fate::Keep);
        assert!(out == input.as_bytes());
        let found: Vec<_> = finds.iter().map(|find| find.word.order.as_str()).collect();
        assert!(found == [&orders[..], &orders[..1]].concat(), "{}", found.len());
    }
}
