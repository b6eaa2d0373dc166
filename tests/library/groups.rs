//! Stored orders of a merchant whose groups came, or went, after they were sealed.

use crate::merchant::{Merchant, NOW, POLICY, empty, owned, values};
use getrandom::SysRng;
use waxseal::open::Order;
use waxseal::policy::Policy;
use waxseal::reseal::{
    Change, Redaction, Resealed, redact_with_rng, regroup_with_rng, rewrap_with_rng,
};
use waxseal::seal::Draft;
use waxseal::{Code, Error};

const FIELDS: [(&str, &str); 2] = [("name", "Ada Lovelace"), ("cc-number", "4242424242424242")];
const LATER: u64 = NOW + 30 * 86_400;

fn policy(groups: &str) -> String {
    let origins = "origins = [\"https://shop.example\"]";
    POLICY.replace(origins, &format!("{origins}\ngroups = [{groups}]"))
}

/// Another policy is published, with keys of its own; those before still open.
fn move_on(merchant: &mut Merchant, groups: &str) {
    let policy = Policy::parse(&policy(groups)).expect("a policy");
    merchant.recipients.clear();
    for role in &policy.roles {
        match policy.groups.is_empty() {
            true => merchant.add_key(role, None),
            false => policy.groups.iter().for_each(|g| merchant.add_key(role, Some(g.clone()))),
        }
    }
    merchant.publish(&policy, &[]);
}

/// A merchant of these groups, and an order for one of them, or for none.
fn shop(groups: &str, group: Option<&str>) -> (Merchant, String) {
    let merchant = Merchant::of(&policy(groups));
    let fields = owned(&FIELDS);
    let draft = Draft { fields: &fields, group, reference: Some("A-1001"), ..empty() };
    let line = merchant.seal_draft(&draft).expect("sealed");
    (merchant, line)
}

fn rewrap(merchant: &Merchant, line: &str) -> Result<Resealed, Error> {
    merchant.at_the_desk(|desk| rewrap_with_rng(desk, line, NOW, &mut SysRng))
}

fn regroup(merchant: &Merchant, line: &str, group: Option<&str>) -> Result<Resealed, Error> {
    merchant.at_the_desk(|desk| regroup_with_rng(desk, line, group, NOW, &mut SysRng))
}

fn code<T>(result: Result<T, Error>) -> Option<Code> {
    result.err().map(|error| error.code())
}

#[test]
fn no_group_is_guessed_for_an_order_that_the_manifest_has_none_for() {
    for (before, group, after) in
        [("", None, "\"eu\""), ("\"eu\"", Some("eu"), ""), ("\"eu\"", Some("eu"), "\"us\"")]
    {
        let (mut merchant, line) = shop(before, group);
        move_on(&mut merchant, after);
        assert!(merchant.open(&line).is_ok());
        let refused = rewrap(&merchant, &line).err().expect("not guessed");
        assert_eq!(refused.code(), Code::Policy);
        assert!(refused.reason().starts_with("sealed "), "{}", refused.reason());
    }
}

#[test]
fn an_order_goes_into_the_group_that_is_said_and_keeps_all_else() {
    for (before, group, after, into) in [
        ("", None, "\"eu\", \"us\"", Some("us")),
        ("\"eu\"", Some("eu"), "", None),
        ("\"eu\"", Some("eu"), "\"us\"", Some("us")),
    ] {
        let (mut merchant, line) = shop(before, group);
        move_on(&mut merchant, after);
        let opened = merchant.open(&line).expect("opened");
        let moved = regroup(&merchant, &line, into).expect("moved");
        assert!(moved.parts.iter().all(|part| part.change == Change::Regrouped));
        merchant.keys.retain(|_, key| key.group.as_deref() == into);
        let after = merchant.open(&moved.line).expect("opened");
        assert_eq!(values(&after), values(&opened));
        let same = waxseal::open::OrderHeader { group: group.map(Into::into), ..after.header };
        assert_eq!(same, opened.header);
        assert!(after.checks.is_empty() && after.unopened.is_empty());
        let (old, new) = (Order::parse(&line), Order::parse(&moved.line));
        let (old, new) = (old.expect("an order"), new.expect("an order"));
        for (old, new) in old.parts.iter().zip(&new.parts) {
            assert_eq!((new.was.as_slice(), new.rew), (&[old.kid][..], Some(NOW)));
        }
    }
}

#[test]
fn an_order_that_has_its_group_stays_in_it_whatever_is_said() {
    let (mut merchant, line) = shop("\"eu\", \"us\"", Some("eu"));
    let unchanged = regroup(&merchant, &line, Some("us")).expect("looked at");
    assert_eq!(unchanged.line, line);
    move_on(&mut merchant, "\"eu\", \"us\"");
    let moved = regroup(&merchant, &line, Some("us")).expect("rewrapped");
    assert_eq!(moved.header.group.as_deref(), Some("eu"));
    assert!(moved.parts.iter().all(|part| part.change == Change::Rewrapped));
}

#[test]
fn an_order_goes_whole_or_not_at_all_and_into_no_group_that_is_not_there() {
    let (mut merchant, line) = shop("", None);
    move_on(&mut merchant, "\"eu\"");
    for nowhere in [None, Some("us")] {
        assert_eq!(code(regroup(&merchant, &line, nowhere)), Some(Code::Policy));
    }
    merchant.keys.retain(|_, key| key.role == "payments");
    assert_eq!(code(regroup(&merchant, &line, Some("eu"))), Some(Code::UnknownKey));
}

/// What the shopper was told of its time holds, whichever keys are left for the rest.
#[test]
fn what_is_past_its_time_goes_from_an_order_of_no_group_now_and_the_rest_keeps_its_key() {
    let (mut merchant, line) = shop("", None);
    move_on(&mut merchant, "\"eu\"");
    let when = Redaction { now: LATER, received: None };
    let redacted = merchant.at_the_desk(|desk| redact_with_rng(desk, &line, &when, &mut SysRng));
    let redacted = redacted.expect("redacted").order;
    let kids: Vec<_> = redacted.parts.iter().map(|part| (part.old_kid, &part.change)).collect();
    let masked = Change::Redacted { dropped: vec![], masked: vec!["cc-number".into()] };
    assert_eq!(
        kids,
        [(redacted.parts[0].kid, &Change::Unchanged), (redacted.parts[1].kid, &masked)]
    );
    assert_eq!(redacted.header.group, None);
    let opened = merchant.open(&redacted.line).expect("opened");
    assert_eq!(values(&opened), [("name", "Ada Lovelace"), ("cc-number", "**** 4242")]);
    assert!(opened.fields[1].is_masked);
    let moved = regroup(&merchant, &redacted.line, Some("eu")).expect("moved");
    let opened = merchant.open(&moved.line).expect("opened");
    assert!(opened.fields[1].is_masked && opened.header.group.as_deref() == Some("eu"));
}
