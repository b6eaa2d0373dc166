//! Finds orders in the text around them: log lines, notes, cells, bodies of requests.

use std::borrow::Cow;

use super::TYP;
use crate::jose::base64url;

/// How every protected header begins: base64url of `{"`.
const START: &str = "eyJ";

/// The orders in a text, whole or damaged, in their order. A word is taken for an order if its
/// header says so, or if it is all there is and begins like one.
///
/// A form's body as it was sent has `%7E` for the `~` between the parts: the only character of an
/// order that a browser writes otherwise there.
#[must_use]
pub fn find_orders(text: &str) -> Vec<Cow<'_, str>> {
    let encoded = ["%7E", "%7e"].iter().any(|tilde| text.contains(tilde));
    if !encoded {
        return find(text).map(Cow::Borrowed).collect();
    }
    let text = text.replace("%7E", "~").replace("%7e", "~");
    find(&text).map(|order| Cow::Owned(order.to_owned())).collect()
}

fn find(text: &str) -> impl Iterator<Item = &str> {
    let whole = text.trim_ascii();
    words(text).filter(move |word| *word == whole || names_an_order(word))
}

/// The runs of characters that an order is made of, from where a header may begin.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.~".contains(c)))
        .filter_map(|word| word.find(START).map(|start| word[start..].trim_end_matches('.')))
}

/// Whether an order is found wherever it stands.
#[must_use]
pub fn is_found(order: &str) -> bool {
    order.starts_with(START) && names_an_order(order)
}

/// Whether the first protected header of a word, as far as it is there, has the `typ` of an order.
#[must_use]
pub fn names_an_order(word: &str) -> bool {
    let header = word.split('.').next().unwrap_or_default();
    let whole_groups = header.len() - header.len() % 4;
    let decoded = base64url::decode(&header[..whole_groups]).unwrap_or_default();
    decoded.windows(TYP.len()).any(|window| window == TYP.as_bytes())
}
