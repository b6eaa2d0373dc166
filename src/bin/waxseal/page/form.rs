//! The forms of a page, and which field of the policy an input is: as `src/field/autofill.rs` says.

use std::collections::BTreeMap;

use super::html::Element;

/// Elements that are sent with a form, or send it.
const LISTED: [&str; 4] = ["input", "select", "textarea", "button"];

/// Fields that a form may split over several inputs, and the parts.
const PARTS: [(&str, &[&str]); 5] = [
    ("cc-exp", &["cc-exp-month", "cc-exp-year"]),
    ("bday", &["bday-year", "bday-month", "bday-day"]),
    (
        "name",
        &["honorific-prefix", "given-name", "additional-name", "family-name", "honorific-suffix"],
    ),
    ("street-address", &["address-line1", "address-line2", "address-line3"]),
    ("tel", &["tel-country-code", "tel-national", "tel-area-code", "tel-local"]),
];

/// A form and its inputs.
pub(crate) struct Form<'a> {
    pub(crate) element: &'a Element,
    pub(crate) controls: Vec<&'a Element>,
}

impl Form<'_> {
    /// Whether `auto.js` protects it.
    pub(crate) fn is_protected(&self) -> bool {
        self.element.has("data-waxseal")
    }

    /// Whether it was meant to be sealed: an input is marked, or asks for a card.
    pub(crate) fn is_meant(&self) -> bool {
        self.controls.iter().any(|control| is_marked(control) || asks_for_card(control))
    }

    /// What messages call it.
    pub(crate) fn name(&self) -> String {
        let named = ["id", "name", "data-waxseal-form"].iter();
        match named.filter_map(|attribute| self.element.filled(attribute)).next() {
            Some(name) => format!("the form {name}"),
            None => "the form".to_owned(),
        }
    }
}

/// All forms of a page.
pub(crate) fn all(elements: &[Element]) -> Vec<Form<'_>> {
    let mut controls: BTreeMap<usize, Vec<&Element>> = BTreeMap::new();
    let ids = ids(elements);
    for control in elements.iter().filter(|element| LISTED.contains(&element.name.as_str())) {
        let owner = match control.get("form") {
            Some(id) => ids.get(id).copied(),
            None => control.form,
        };
        owner.into_iter().for_each(|form| controls.entry(form).or_default().push(control));
    }
    let forms = elements.iter().enumerate().filter(|(_, element)| element.name == "form");
    forms
        .map(|(at, element)| Form { element, controls: controls.remove(&at).unwrap_or_default() })
        .collect()
}

/// The first element of each id.
fn ids(elements: &[Element]) -> BTreeMap<&str, usize> {
    let mut ids = BTreeMap::new();
    for (at, element) in elements.iter().enumerate() {
        element.get("id").into_iter().for_each(|id| {
            ids.entry(id).or_insert(at);
        });
    }
    ids
}

/// Whether an input is marked as a field.
pub(crate) fn is_marked(control: &Element) -> bool {
    control.has("data-waxseal-field")
}

fn asks_for_card(control: &Element) -> bool {
    tokens(control).last().is_some_and(|token| token.starts_with("cc-"))
}

/// What an input may be called in the policy, the more exact name first: the field itself, or the
/// whole that it is a part of.
pub(crate) fn fields(control: &Element) -> Vec<String> {
    let names = match control.filled("data-waxseal-field") {
        Some(explicit) => vec![explicit.to_owned()],
        None => autofill(control),
    };
    names.into_iter().flat_map(|name| [Some(name.clone()), whole(&name)]).flatten().collect()
}

fn autofill(control: &Element) -> Vec<String> {
    let mut tokens = tokens(control);
    let Some(name) = tokens.pop().filter(|name| name != "on" && name != "off") else {
        return Vec::new();
    };
    match tokens.iter().find(|token| *token == "shipping" || *token == "billing") {
        Some(mode) => vec![format!("{mode}-{name}"), name],
        None => vec![name],
    }
}

fn tokens(control: &Element) -> Vec<String> {
    let all = control.get("autocomplete").unwrap_or_default().to_ascii_lowercase();
    let is_other = |token: &&str| {
        token.starts_with("section-") || ["home", "work", "mobile", "webauthn"].contains(token)
    };
    all.split_ascii_whitespace().filter(|token| !is_other(token)).map(str::to_owned).collect()
}

fn whole(name: &str) -> Option<String> {
    let mode = ["shipping-", "billing-"].into_iter().find(|mode| name.starts_with(mode));
    let (mode, part) = name.split_at(mode.map_or(0, str::len));
    let (whole, _) = PARTS.iter().find(|(_, parts)| parts.contains(&part))?;
    Some(format!("{mode}{whole}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{PARTS, all, fields};
    use crate::page::html::parse;

    const AUTOFILL: &str = include_str!("../../../../tests/vectors/autofill.json");

    fn names(input: &str) -> Vec<String> {
        let elements = parse(format!("<form><input {input}></form>").as_bytes()).expect("a page");
        fields(all(&elements)[0].controls[0])
    }

    #[test]
    fn an_input_is_the_field_that_it_says_or_that_autofill_takes_it_for() {
        assert_eq!(names("data-waxseal-field=tel autocomplete=name"), ["tel"]);
        assert_eq!(
            names("data-waxseal-field autocomplete='section-a shipping home Name'"),
            ["shipping-name", "name"]
        );
        assert_eq!(names("autocomplete=cc-exp-month"), ["cc-exp-month", "cc-exp"]);
        assert_eq!(names("autocomplete=off"), [""; 0]);
    }

    #[test]
    fn the_parts_of_a_field_are_those_that_the_package_joins() {
        let vectors: serde_json::Value = serde_json::from_str(AUTOFILL).expect("JSON");
        let parts: BTreeMap<&str, serde_json::Value> =
            PARTS.into_iter().map(|(whole, parts)| (whole, parts.into())).collect();
        assert_eq!(serde_json::json!(parts), vectors["parts"]);
    }

    #[test]
    fn an_input_elsewhere_may_name_its_form() {
        let page = b"<input form=a><form id=a></form><form id=b><input form=a><input></form>";
        let elements = parse(page).expect("a page");
        let counts: Vec<_> = all(&elements).iter().map(|form| form.controls.len()).collect();
        assert_eq!(counts, [2, 1]);
    }
}
