//! Whether a backslash in a string escapes, as it does for MySQL, or is a letter, as the standard
//! has it. To take one for the other is to end a string where it does not.

const MYSQL: [&str; 5] =
    ["-- MySQL dump", "-- MariaDB dump", "-- phpMyAdmin SQL Dump", "/*!", "/*M!"];
const STANDARD: [&str; 3] =
    ["-- PostgreSQL database dump", "SET standard_conforming_strings = on", "PRAGMA "];

/// What a line outside the statements says of it, if anything.
pub(super) fn said(line: &str) -> Option<bool> {
    let starts = |starts: &[&str]| starts.iter().any(|start| line.starts_with(start));
    match line {
        _ if starts(&MYSQL) => Some(true),
        _ if starts(&STANDARD) => Some(false),
        _ => None,
    }
}

/// What a statement looks like where nothing was said: names in double quotes or with a schema are
/// not MySQL's way. That is no more than a guess, for others write backticks too.
pub(super) fn of_statement(head: &[u8]) -> bool {
    head.contains(&b'`') || !head.iter().any(|byte| matches!(byte, b'"' | b'.'))
}
