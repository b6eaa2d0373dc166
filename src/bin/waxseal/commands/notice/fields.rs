//! Who asks, for what, why, who reads it, how long, and what of it is sent unsealed.

use waxseal::policy::{Field, Policy};

use super::text::{Item, Section, Text};
use super::words::{capital, keeping, list, masked, name, quoted};

pub(super) fn about(policy: &Policy) -> Section {
    let mut section = Section::new("about", "What this is about");
    let merchant = &policy.merchant;
    section.say(format!(
        "This notice is about the order form of {merchant} at {}. “We” is {merchant}.",
        list(&policy.origins)
    ));
    if let Some(privacy) = &policy.privacy {
        let text = Text::from("All else about privacy at this shop is at ");
        section.say(text.link(privacy, privacy.clone()).and("."));
    }
    section
}

/// Field by field.
pub(super) fn each(policy: &Policy) -> Section {
    let mut section = Section::new("details", "What we ask for");
    let count = policy.fields.len();
    let needed = policy.fields.iter().filter(|field| field.required).count();
    section.say(format!("{} {}", ask(count), duty(count, needed)));
    if policy.fields.iter().any(|field| field.keep_days.is_some()) {
        section.say("Periods are counted from the day of your order.");
    }
    section.items = policy.fields.iter().map(item).collect();
    section
}

fn ask(count: usize) -> String {
    match count {
        1 => "The form asks for one detail.".into(),
        count => format!("The form asks for {count} details."),
    }
}

fn duty(count: usize, needed: usize) -> &'static str {
    match needed {
        0 => "None of it has to be given.",
        all if all == count => "We cannot take an order without it.",
        _ => "We cannot take an order without those marked as needed; the rest is up to you.",
    }
}

fn item(field: &Field) -> Item {
    let mut facts = vec![
        ("Needed", if field.required { "Yes." } else { "No, it is up to you." }.to_owned()),
        ("Why", sentence(&field.purpose)),
        ("Who reads it", format!("Staff of the role {}.", quoted(&field.role))),
        ("Kept", keeping(field)),
    ];
    if field.mask {
        facts.insert(3, ("What they see", masked(field)));
    }
    if field.also_pass {
        facts.push(("Unsealed too", "Yes: see “What is sent unsealed”.".into()));
    }
    Item { heading: capital(&name(&field.name)), facts }
}

/// The merchant's words, ended as a sentence.
fn sentence(words: &str) -> String {
    match words.ends_with(['.', '!', '?', '…']) {
        true => words.to_owned(),
        false => format!("{words}."),
    }
}

pub(super) fn readers(policy: &Policy) -> Section {
    let mut section = Section::new("readers", "Who reads it");
    section.say(
        "Each role at our shop has a key of its own, and reads only what is listed for it here. \
         Without the key, what is sealed cannot be read: not by the rest of our staff, and not by \
         those who store your order or pass it on.",
    );
    for role in &policy.roles {
        let fields: Vec<&Field> = policy.fields.iter().filter(|f| f.role == *role).collect();
        section.point(format!("Staff of the role {} read: {}.", quoted(role), names(&fields)));
    }
    if !policy.groups.is_empty() {
        let groups: Vec<String> = policy.groups.iter().map(|group| quoted(group)).collect();
        section.say(format!(
            "We keep our customers in separate groups, {}, each with keys of its own: a key that \
             is lost opens the orders of one group only.",
            list(&groups)
        ));
    }
    if policy.require_reason {
        section.say("Staff have to give a reason each time they open orders.");
    }
    section
}

fn names(fields: &[&Field]) -> String {
    list(&fields.iter().map(|field| name(&field.name)).collect::<Vec<_>>())
}

pub(super) fn in_clear(policy: &Policy) -> Section {
    let mut section = Section::new("unsealed", "What is sent unsealed");
    let passed: Vec<&Field> = policy.fields.iter().filter(|field| field.also_pass).collect();
    section.say(match passed.as_slice() {
        [] => "None of the details above leaves your browser unsealed.".to_owned(),
        some => format!(
            "Sent twice, once sealed and once unsealed: {}. The shop’s software works with this, \
             and whoever runs that software can read it. No other detail above leaves your browser \
             unsealed.",
            names(some)
        ),
    });
    let has_star = policy.pass.iter().any(|entry| entry.contains('*'));
    section.say(match (policy.pass.is_empty(), has_star) {
        (true, _) => "The form sends nothing else: any other entry of it is dropped.",
        (_, false) => {
            "The form also sends entries of the shop’s own unsealed. They are called as follows; \
             any other entry of the form is dropped."
        }
        (_, true) => {
            "The form also sends entries of the shop’s own unsealed. They are called as follows, \
             where * stands for any characters; any other entry of the form is dropped."
        }
    });
    policy.pass.iter().for_each(|entry| section.point(quoted(entry)));
    section
}
