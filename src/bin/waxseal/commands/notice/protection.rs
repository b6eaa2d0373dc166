//! How the details are protected, against what not, and how to order otherwise.

use waxseal::manifest::Manifest;
use waxseal::policy::{Contact, Policy};

use super::text::{Section, Text};
use crate::clock;

const SEALED: &str = "Your browser seals your details before they are sent, and only the key of \
    the role that reads them opens them again. Whatever stores your order, or passes it on, on the \
    way to us has them sealed only.";

pub(super) fn how(policy: &Policy, published: Option<&Manifest>) -> Section {
    let mut section = Section::new("protection", "How your details are protected");
    section.say(match policy.fields.iter().any(|field| field.also_pass) {
        false => SEALED.to_owned(),
        true => format!("{SEALED} This is not so for what is sent unsealed too."),
    });
    section.say(
        "What the form may send, and to whom it is sealed, stands in a list that we sign. Your \
         browser checks the signature, and the form sends nothing that is not on the list. If it \
         cannot seal, it does not send your details unsealed: no order is sent at all.",
    );
    section.say(match published {
        Some(manifest) => signed(manifest),
        None => "This list has not been signed yet.".to_owned(),
    });
    section
}

fn signed(manifest: &Manifest) -> String {
    format!(
        "This is version {} of the list, signed on {} and valid until {}. The fingerprint of the \
         key that signed it is {}.",
        manifest.version,
        clock::day(manifest.iat),
        clock::day(manifest.exp),
        manifest.identity.encode()
    )
}

pub(super) fn limits(policy: &Policy) -> Section {
    let mut section = Section::new("limits", "What this does not protect against");
    section.point(
        "Scripts on the order page, and whoever can change that page: they can read what you type \
         before it is sealed. So can programs and extensions on your own computer.",
    );
    section.point("Staff who may read your details: they could copy them or pass them on.");
    section.point(match policy.groups.is_empty() {
        true => "A key that we lose: whoever finds it can read the orders that were sealed to it.",
        false => {
            "A key that we lose: whoever finds it can read the orders of its group that were \
             sealed to it."
        }
    });
    section.point(outside(policy));
    section.point(
        "Copies: what we delete may remain, sealed, in backups and logs, and can be read there for \
         as long as we keep the key.",
    );
    section.point(
        "Orders in your name: sealing does not prove who sent an order, so anyone who knows your \
         details can order with them.",
    );
    section
}

/// What is in an order's headers, and so open to all who handle it.
fn outside(policy: &Policy) -> &'static str {
    match (policy.groups.is_empty(), policy.forms.is_empty()) {
        (true, true) => {
            "What is on the outside of an order: that you ordered, when and at which of our pages, \
             its number, which roles it is for, and about how long your details are."
        }
        (false, true) => {
            "What is on the outside of an order: that you ordered, when and at which of our pages, \
             its number, your group, which roles it is for, and about how long your details are."
        }
        (true, false) => {
            "What is on the outside of an order: that you ordered, when, at which of our pages and \
             by which form, its number, which roles it is for, and about how long your details are."
        }
        (false, false) => {
            "What is on the outside of an order: that you ordered, when, at which of our pages and \
             by which form, its number, your group, which roles it is for, and about how long your \
             details are."
        }
    }
}

pub(super) fn otherwise(policy: &Policy) -> Section {
    let mut section = Section::new("otherwise", "How to reach us, and order without the form");
    let Contact { post, tel, email, url } = &policy.contact;
    if [post, tel, email, url].iter().all(|way| way.is_none()) {
        section.say("We have named no other way to order, nor another way to reach us, here.");
        return section;
    }
    section.say("You can order, or ask about your details, in these ways too:");
    if let Some(post) = post {
        let lines: Vec<&str> = post.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        section.point(format!("by post: {}", lines.join(", ")));
    }
    if let Some(tel) = tel {
        let number: String = tel.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        section.point(Text::from("by telephone: ").link(tel, format!("tel:{number}")));
    }
    if let Some(email) = email {
        section.point(Text::from("by email: ").link(email, format!("mailto:{email}")));
    }
    if let Some(url) = url {
        section.point(Text::from("on the page ").link(url, url.clone()));
    }
    section
}
