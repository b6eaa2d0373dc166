//! Where in a row the orders are.

use std::borrow::Cow;

use waxseal::open::find_orders;

use super::{Content, Place, Row, Rows};
use crate::args;
use crate::failure::Outcome;

/// Where the command line says that the orders are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Wherever they stand.
    Find,
    /// At this JSON pointer.
    Field(String),
    /// In the column of this name.
    Column(String),
}

impl Wish {
    /// What the flags say.
    pub(crate) fn of(input: &args::Input) -> Self {
        match (&input.field, &input.column) {
            (Some(pointer), _) => Self::Field(pointer.clone()),
            (_, Some(name)) => Self::Column(name.clone()),
            _ => Self::Find,
        }
    }
}

/// Finds the orders of a row.
pub(crate) enum Finder {
    /// Looks at all there is.
    Anywhere,
    /// Looks at one place, and takes what stands there for an order.
    At(Place),
}

impl Finder {
    /// What was wished for, in this input.
    pub(crate) fn of(wish: &Wish, rows: &Rows) -> Outcome<Self> {
        Ok(match wish {
            Wish::Find => Self::Anywhere,
            Wish::Field(pointer) => Self::At(Place::pointer(pointer)?),
            Wish::Column(name) => Self::At(Place::column(name, rows)?),
        })
    }

    /// The orders of a row, whole or damaged, in their order.
    pub(crate) fn orders<'a>(&self, row: &'a Row) -> Vec<Cow<'a, str>> {
        match self {
            Self::Anywhere => anywhere(row),
            Self::At(place) => place.text(row).map(claimed).into_iter().collect(),
        }
    }
}

fn anywhere(row: &Row) -> Vec<Cow<'_, str>> {
    match &row.content {
        Ok(Content::Text(text)) => find_orders(text),
        Ok(Content::Members(members)) => {
            members.strings().into_iter().flat_map(find_orders).collect()
        }
        Ok(Content::Cells(cells)) => cells.iter().flat_map(|cell| find_orders(cell)).collect(),
        Err(_) => Vec::new(),
    }
}

/// What stands where an order should: the one order in it, or else all of it. Whoever posts an
/// order writes this text, and could have two opened beside a row that was paid once.
fn claimed(text: Cow<'_, str>) -> Cow<'_, str> {
    match find_orders(&text).as_slice() {
        [order] => Cow::Owned(order.clone().into_owned()),
        _ => text,
    }
}
