//! The shop's pages, from the templates in `www/`.

use std::fs;
use std::path::Path;

use anyhow::Context;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use minijinja::{Environment, Value, context};
use serde_json::Map;

use super::desk::{Opened, Show};
use super::orders::Order;

const TEMPLATES: [&str; 5] =
    ["checkout.html", "form.html", "travelled.html", "desk.html", "refused.html"];

/// The desk's roles, and the fields that each reads, as people call them.
const ROLES: [(&str, &[(&str, &str)]); 2] = [
    (
        "fulfilment",
        &[
            ("name", "Full name"),
            ("street-address", "Street address"),
            ("postal-code", "Postcode"),
            ("country", "Country"),
            ("email", "E-mail"),
            ("tel", "Telephone"),
        ],
    ),
    (
        "payments",
        &[("cc-name", "Name on the card"), ("cc-number", "Card number"), ("cc-exp", "Expiry")],
    ),
];

/// Why a request is not answered as asked.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    reason: &'static str,
}

impl Refusal {
    /// The reason is a sentence for the shopper.
    pub(super) const fn new(status: StatusCode, reason: &'static str) -> Self {
        Self { status, reason }
    }
}

/// Whatever fails of our own is told in the terminal alone.
impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Self {
        eprintln!("{error:#}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong in the shop.")
    }
}

/// Carries itself to [`Pages::refused`], which has the template.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The templates, which escape whatever they are given.
pub(super) struct Pages {
    templates: Environment<'static>,
    pin: String,
    database: String,
}

impl Pages {
    /// Reads them from this folder. They name the identity's pin, and the orders' database.
    pub(super) fn load(folder: &Path, pin: &str, database: String) -> anyhow::Result<Self> {
        let mut templates = Environment::new();
        for name in TEMPLATES {
            let file = folder.join(name);
            let source = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            templates.add_template_owned(name, source)?;
        }
        Ok(Self { templates, pin: pin.to_owned(), database })
    }

    /// The checkout, before an order, for a group of customers if the merchant keeps any.
    pub(super) fn checkout(&self, group: Option<&str>) -> Result<Html<String>, Refusal> {
        self.render("checkout.html", context! { pin => self.pin.as_str(), group })
    }

    /// The checkout, with an order beside it. It is kept in no cache: it may show what was sealed.
    pub(super) fn order(
        &self,
        order: &Order,
        opened: &Opened,
        show: Show,
    ) -> Result<Response, Refusal> {
        let order = context! {
            id => order.id,
            received_at => order.received_at.as_str(),
            bytes => order.body.len(),
            pieces => pieces(&order.body),
            roles => opened.fields.as_ref().map(roles).unwrap_or_default(),
            checks => opened.checks.clone(),
            refused => opened.refused.as_deref(),
            database => self.database.as_str(),
            command => opened.command.as_str(),
            revealed => show == Show::All,
        };
        let page = self.render("checkout.html", context! { pin => self.pin.as_str(), order })?;
        Ok(([(CACHE_CONTROL, HeaderValue::from_static("no-store"))], page).into_response())
    }

    /// The page of a refusal, with the headers that its response has already.
    pub(super) fn refused(&self, refusal: &Refusal, response: Response) -> Response {
        let (status, reason) = (refusal.status.to_string(), refusal.reason);
        let page = match self.render("refused.html", context! { status, reason }) {
            Ok(page) => page.into_response(),
            Err(_) => reason.into_response(),
        };
        let (mut head, _) = response.into_parts();
        let (page_head, body) = page.into_parts();
        head.headers.extend(page_head.headers);
        Response::from_parts(head, body)
    }

    fn render(&self, name: &str, context: Value) -> Result<Html<String>, Refusal> {
        let page = self.templates.get_template(name).and_then(|page| page.render(context));
        Ok(Html(page.map_err(anyhow::Error::from)?))
    }
}

/// The body cut into what is sealed and what is not; joined, they are the body. The sealed line
/// is found by its look, base64url of `{"` up to where such text ends: the order stays one piece,
/// whether its `~` was escaped or not.
fn pieces(body: &str) -> Vec<Value> {
    let start = body.find("eyJ").unwrap_or(body.len());
    let (before, rest) = body.split_at(start);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.~%".contains(c));
    let (sealed, after) = rest.split_at(end.unwrap_or(rest.len()));
    let pieces = [(before, false), (sealed, true), (after, false)];
    let filled = pieces.into_iter().filter(|(text, _)| !text.is_empty());
    filled.map(|(text, sealed)| context! { text, sealed }).collect()
}

/// The desk's answer in its roles; a role or field without a value is left out.
fn roles(fields: &Map<String, serde_json::Value>) -> Vec<Value> {
    let present = |&(name, label): &(&str, &str)| {
        let value = fields.get(name)?.as_str()?;
        Some(context! { name, label, value })
    };
    let role = |(name, all): (&str, &[(&str, &str)])| {
        let fields: Vec<Value> = all.iter().filter_map(present).collect();
        (!fields.is_empty()).then(|| context! { name, fields })
    };
    ROLES.into_iter().filter_map(role).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(body: &str) -> Vec<(String, bool)> {
        let pieces = pieces(body).into_iter();
        let attr = |piece: &Value, name| piece.get_attr(name).expect("a piece has both");
        pieces
            .map(|piece| (attr(&piece, "text").to_string(), attr(&piece, "sealed").is_true()))
            .collect()
    }

    #[test]
    fn the_sealed_line_is_one_piece_of_the_body() {
        let expected = [("cart=1&sealed=", false), ("eyJh.b.c%7EeyJh", true), ("&x=1", false)];
        assert_eq!(
            texts("cart=1&sealed=eyJh.b.c%7EeyJh&x=1"),
            expected.map(|(text, sealed)| (text.to_owned(), sealed))
        );
        assert_eq!(texts("cart=1"), [("cart=1".to_owned(), false)]);
    }

    #[test]
    fn what_the_desk_answers_is_escaped() {
        let pages = Pages::load(Path::new("../www"), "pin", String::new()).expect("the templates");
        let order =
            Order { id: 1, received_at: "now".into(), body: "<b>".into(), sealed: "".into() };
        let fields = serde_json::json!({ "name": "<script>" });
        let opened = Opened { fields: fields.as_object().cloned(), ..Opened::default() };
        let context = context! { order => context! {
            id => order.id, pieces => pieces(&order.body), roles => opened.fields.as_ref().map(roles),
        }};
        let Html(page) = pages.render("checkout.html", context).expect("a page");
        assert!(page.contains("&lt;b&gt;") && page.contains("&lt;script&gt;"));
        assert!(!page.contains("<b>") && !page.contains("<script>"));
    }
}
