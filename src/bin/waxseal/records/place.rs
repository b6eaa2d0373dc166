//! A place in each row that the command line names: a column, a member, a JSON pointer.

use std::borrow::Cow;

use waxseal::jose::Json;

use super::{Content, Format, Row, Rows};
use crate::failure::{Failure, Outcome};

/// A place in each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// The column of this index.
    Column(usize),
    /// The value at this JSON pointer.
    Pointer(String),
    /// The member of this name.
    Member(String),
}

impl Place {
    /// The column of this name. In SQL each table has its own.
    pub(crate) fn column(name: &str, rows: &Rows) -> Outcome<Self> {
        if rows.format == Format::Sql {
            return Ok(Self::Member(name.into()));
        }
        let at = rows.columns.iter().position(|column| column == name);
        at.map(Self::Column)
            .ok_or_else(|| Failure::usage(format!("the input has no column `{name}`")))
    }

    /// The value at this JSON pointer (RFC 6901).
    pub(crate) fn pointer(text: &str) -> Outcome<Self> {
        match text.starts_with('/') {
            true => Ok(Self::Pointer(text.into())),
            false => Err(Failure::usage(format!("`{text}` is no JSON pointer: write `/{text}`"))),
        }
    }

    /// Whichever the input has.
    pub(crate) fn named(name: &str, rows: &Rows) -> Outcome<Self> {
        match rows.format {
            Format::Csv(_) | Format::Sql => Self::column(name, rows),
            Format::JsonLines if name.starts_with('/') => Self::pointer(name),
            Format::JsonLines => Ok(Self::Member(name.into())),
            Format::Text => {
                Err(Failure::usage(format!("plain lines have no columns, so none called `{name}`")))
            }
        }
    }

    /// What stands there as text, if anything does.
    pub(crate) fn text<'a>(&self, row: &'a Row) -> Option<Cow<'a, str>> {
        let text = match (self, row.content.as_ref().ok()?) {
            (Self::Column(at), Content::Cells(cells)) => Cow::Borrowed(cells.get(*at)?.as_str()),
            (Self::Pointer(pointer), Content::Members(members)) => match members.at(pointer)? {
                Json::OtherNumber => Cow::Borrowed(members.number(pointer.strip_prefix('/')?)?),
                value => words(value)?,
            },
            (Self::Member(name), Content::Members(members)) => match members.get(name)? {
                Json::OtherNumber => Cow::Borrowed(members.number(name)?),
                value => words(value)?,
            },
            _ => return None,
        };
        Some(text).filter(|text| !text.trim().is_empty())
    }
}

fn words(value: &Json) -> Option<Cow<'_, str>> {
    match value {
        Json::String(text) => Some(Cow::Borrowed(text)),
        Json::Integer(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}
