//! A notice as data: both templates render the same sentences.

use serde::Serialize;

/// A part of the notice under a heading of its own.
#[derive(Serialize)]
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) heading: &'static str,
    pub(super) paragraphs: Vec<Text>,
    pub(super) points: Vec<Text>,
    pub(super) items: Vec<Item>,
}

/// A thing of several facts, such as a field.
#[derive(Serialize)]
pub(super) struct Item {
    pub(super) heading: String,
    pub(super) facts: Vec<(&'static str, String)>,
}

/// A sentence or several, in pieces.
#[derive(Serialize)]
pub(super) struct Text(Vec<Piece>);

#[derive(Serialize)]
struct Piece {
    text: String,
    link: Option<String>,
}

impl Section {
    pub(super) fn new(id: &'static str, heading: &'static str) -> Self {
        let (paragraphs, points, items) = (Vec::new(), Vec::new(), Vec::new());
        Self { id, heading, paragraphs, points, items }
    }

    pub(super) fn say(&mut self, text: impl Into<Text>) {
        self.paragraphs.push(text.into());
    }

    pub(super) fn point(&mut self, text: impl Into<Text>) {
        self.points.push(text.into());
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(text: T) -> Self {
        Self(vec![Piece { text: text.into(), link: None }])
    }
}

impl Text {
    /// Adds what leads somewhere. The address is one that the policy's check let pass.
    pub(super) fn link(mut self, text: &str, address: String) -> Self {
        self.0.push(Piece { text: text.to_owned(), link: Some(address) });
        self
    }

    pub(super) fn and(mut self, text: &str) -> Self {
        self.0.push(Piece { text: text.to_owned(), link: None });
        self
    }
}
