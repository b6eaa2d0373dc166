//! A row as a record of its columns.

use super::names::{Tables, Target};
use super::{scan, value};
use crate::records::{Members, split_escaped};

const MOST_VALUES: usize = 4096;

/// A record, or why the row is none.
pub(super) type Read = Result<Members, &'static str>;

/// `(1,'x',NULL)`.
pub(super) fn of_statement(
    text: &[u8],
    target: &Target,
    tables: &Tables,
    backslashes: bool,
) -> Read {
    let values = scan::split(&text[1..text.len() - 1], backslashes);
    let values = values.take(MOST_VALUES + 1).map(|written| value::json(written, backslashes));
    members(&values.collect::<Vec<_>>(), target, tables)
}

/// The values of a `COPY` stand between tabs, and `\N` is none.
pub(super) fn of_copy(line: &str, target: &Target, tables: &Tables) -> Read {
    let value = |cell: &String| match cell.as_str() {
        "\\N" => Some("null".into()),
        cell => value::copied(cell.as_bytes()),
    };
    let values: Option<Vec<String>> = split_escaped(line, '\t').iter().map(value).collect();
    members(&values.ok_or("a backslash that means nothing")?, target, tables)
}

fn members(values: &[String], target: &Target, tables: &Tables) -> Read {
    if values.len() > MOST_VALUES {
        return Err("more than 4096 values");
    }
    let known = target.columns.as_deref().or_else(|| tables.columns(&target.table, values.len()));
    if known.is_some_and(|columns| columns.len() != values.len()) {
        return Err("not as many values as the statement has columns");
    }
    let name = |at: usize| known.map_or_else(|| (at + 1).to_string(), |names| names[at].clone());
    let member = |(at, value): (usize, &String)| {
        let name = serde_json::to_string(&name(at)).expect("a string is JSON");
        format!("{name}:{value}")
    };
    let members: Vec<String> = values.iter().enumerate().map(member).collect();
    Ok(Members::parse(&format!("{{{}}}", members.join(",")))?.of_table(&target.table))
}
