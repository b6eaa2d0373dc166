//! `orders.json`: orders that open.

use waxseal::jose::base64url;
use waxseal::seal::{Draft, PreparedKeys, seal_with_rng};
use zeroize::Zeroizing;

use super::merchant::{self, FULFILMENT, GIFTS, LATER, NOW, ORIGIN, PAYMENTS, RETURNS};
use super::part::{Part, part};
use super::random::Seeded;
use super::value::Value;
use super::{vector, with_later};

type Fields<'a> = &'a [(&'a str, &'a str)];

/// An order that the library seals.
struct Sealed<'a> {
    what: &'static str,
    fields: Fields<'a>,
    group: Option<&'a str>,
    form: Option<&'a str>,
    reference: Option<&'a str>,
}

const PLAIN: Sealed<'_> =
    Sealed { what: "", fields: &[], group: None, form: None, reference: None };

const LINES: &str = "12 St James's Square\nLondon\tSW1";
const SCRIPTS: &str = "\"Zoë\" \\ O’Brien 李小龍 ‏שרה‎ 👩🏽‍🚀";
const GIFT: Fields<'_> =
    &[("name", "Ada"), ("gift-message", "Happy birthday"), ("cc-exp", "01/27")];

/// Two roles: what most tests begin with.
pub(crate) fn of_two_roles() -> String {
    seal(&Sealed {
        what: "two roles",
        fields: &[("name", "Ada Lovelace"), ("cc-number", "4242424242424242")],
        ..PLAIN
    })
}

/// Another order of the same roles.
pub(crate) fn another_of_two_roles() -> String {
    seal(&Sealed {
        what: "two roles again",
        fields: &[("name", "Charles Babbage"), ("cc-number", "4111111111111111")],
        ..PLAIN
    })
}

/// Three roles, of which one has no key at the desk.
pub(crate) fn with_a_gift() -> String {
    seal(&Sealed { what: "three roles", fields: GIFT, ..PLAIN })
}

/// Two roles, one of which is sealed as a later version may seal: to a key of its own, or to one that
/// the manifest has for this version.
pub(super) fn with_a_later_part(kid: Option<&str>) -> String {
    let roles = || Value::strings([FULFILMENT.role, GIFTS.role]);
    let name = part("beside a later part", &FULFILMENT, &[("name", "Ada Lovelace")]);
    let gift = part("a later part", &GIFTS, &[("gift-message", "Happy birthday")]);
    let gift = gift.with("alg", Value::string("HPKE-7")).without("enc").without("epk");
    let gift = match kid {
        Some(kid) => gift.with("kid", Value::string(kid)),
        None => gift,
    };
    [name.with("parts", roles()), gift.with("parts", roles())].map(|part| part.compact()).join("~")
}

pub(crate) fn opens() -> Vec<Value> {
    let long = "A long wish. ".repeat(600);
    let long = long.trim_end();
    let full = "x".repeat(256 - r#"{"note":"","_":"c2l4dGVlbiBieXRlcyBvaw"}"#.len());
    let over = [full.as_str(), "x"].concat();
    let sealed = [
        Sealed { what: "one role", fields: &[("name", "Ada Lovelace")], ..PLAIN },
        Sealed {
            what: "a reference",
            reference: Some("A-1001 é"),
            fields: &[("email", "ada@shop.example")],
            ..PLAIN
        },
        Sealed {
            what: "lines, quotes and many scripts",
            fields: &[("name", SCRIPTS), ("street-address", LINES)],
            ..PLAIN
        },
        Sealed { what: "a long value", fields: &[("note", long)], ..PLAIN },
        Sealed {
            what: "a plaintext of 256 bytes, without padding",
            fields: &[("note", &full)],
            ..PLAIN
        },
        Sealed {
            what: "a plaintext of 257 bytes, padded to 512",
            fields: &[("note", &over)],
            ..PLAIN
        },
        Sealed {
            what: "names that JavaScript objects have already",
            fields: &[("note", "__proto__ constructor")],
            ..PLAIN
        },
        Sealed {
            what: "a group and a form",
            group: Some("eu"),
            form: Some("address"),
            fields: &[("name", "Ada"), ("country", "GB")],
            ..PLAIN
        },
        Sealed {
            what: "another group and form",
            group: Some("us"),
            form: Some("payment"),
            reference: Some("7"),
            fields: &[("cc-number", "4242424242424242")],
        },
    ];
    let mut vectors: Vec<Value> = sealed
        .iter()
        .map(|order| opened(order.what, &seal(order), order.fields, &[], &[]))
        .collect();
    vectors.extend(with_findings());
    vectors.extend(by_hand());
    vectors
}

/// Several roles, a key that is not here, a key that was revoked.
fn with_findings() -> Vec<Value> {
    let two: Fields<'_> = &[("name", "Ada Lovelace"), ("cc-number", "4242424242424242")];
    let returns: Fields<'_> = &[("return-reason", "Too small")];
    let seal = |what, fields| seal(&Sealed { what, fields, ..PLAIN });
    vec![
        opened("two roles", &of_two_roles(), two, &[], &[]),
        opened(
            "three roles, and the key of one is not here",
            &with_a_gift(),
            &[GIFT[0], GIFT[2]],
            &["gifts"],
            &[],
        ),
        opened(
            "a part by an algorithm that no reader knows, to a key of its own",
            &with_a_later_part(Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
            &[("name", "Ada Lovelace")],
            &["gifts"],
            &["unsupported"],
        ),
        opened(
            "a key that was revoked later",
            &seal("a revoked key", returns),
            returns,
            &[],
            &["revoked-key"],
        ),
    ]
}

/// What other libraries may write, and what only a forger or a desk would.
fn by_hand() -> Vec<Value> {
    let name: Fields<'_> = &[("name", "Ada Lovelace")];
    let wrong: Fields<'_> = &[("cc-number", "4242424242424241")];
    let by_hand =
        |what, part: Part, fields, checks| opened(what, &part.compact(), fields, &[], checks);
    let name_part = |what| part(what, &FULFILMENT, name);
    let kids = Value::strings([RETURNS.kid().as_str()]);
    vec![
        by_hand(
            "a header with white space and its members in another order",
            name_part("order of members").written(|header| {
                let Value::Object(mut members) = Value::parse(header) else { unreachable!() };
                members.reverse();
                Value::Object(members).write().replace("\":", "\" : ").replace(",\"", ",\n \"")
            }),
            name,
            &[],
        ),
        by_hand(
            "a header with escaped characters",
            name_part("escapes").written(|h| h.replace("\"alg\"", "\"\\u0061lg\"")),
            name,
            &[],
        ),
        by_hand(
            "members that no reader knows",
            name_part("unknown members")
                .with("x5t", Value::string("AA"))
                .with("later", Value::object([("a", Value::Null)])),
            name,
            &[],
        ),
        by_hand(
            "an iat whose name is escaped",
            name_part("escaped iat").written(|h| h.replace("\"iat\"", "\"\\u0069at\"")),
            name,
            &[],
        ),
        by_hand(
            "numbers of every shape, where no reader looks",
            name_part("numbers").written(|h| {
                with_later(h, r#"{"iat":1.0,"ver":-0,"rew":[-1,1e3,2E-3,18446744073709551616]}"#)
            }),
            name,
            &[],
        ),
        by_hand(
            "brackets and numbers within strings, and a whole surrogate pair",
            name_part("strings").written(|h| {
                let brackets = "[{".repeat(80);
                with_later(
                    h,
                    &[r#"["\"iat\":1.0, 1e400","\ud83d\udc69\\ud83d",""#, &brackets, "\"]"]
                        .concat(),
                )
            }),
            name,
            &[],
        ),
        by_hand(
            "a header nested 127 deep",
            name_part("deep")
                .written(|h| with_later(h, &["[".repeat(126), "]".repeat(126)].concat())),
            name,
            &[],
        ),
        by_hand(
            "what the desk adds when it seals again",
            name_part("rewrapped")
                .with("rew", Value::Integer(LATER))
                .with("was", kids)
                .with("red", Value::Bool(true)),
            name,
            &[],
        ),
        by_hand(
            "the page of another origin",
            name_part("origin").with("origin", Value::string("https://elsewhere.example")),
            name,
            &["other-origin"],
        ),
        by_hand(
            "a manifest that was never published",
            name_part("version").with("ver", Value::Integer(NOW + 1)),
            name,
            &["unknown-version"],
        ),
        by_hand(
            "a card number with a wrong check digit",
            part("luhn", &PAYMENTS, wrong),
            wrong,
            &["luhn"],
        ),
        by_hand(
            "the largest number that JSON keeps",
            name_part("numbers").with("iat", Value::Integer(9_007_199_254_740_991)),
            name,
            &[],
        ),
        by_hand(
            "the seed before the fields",
            name_part("seed first")
                .holding(r#"{"_":"c2l4dGVlbiBieXRlcyBvaw", "name":"Ada Lovelace"}"#),
            name,
            &[],
        ),
    ]
}

fn seal(order: &Sealed<'_>) -> String {
    let jws = if order.form.is_some() { merchant::second() } else { merchant::first() };
    let manifest = merchant::verified(&jws);
    let own = |(name, value): &(&str, &str)| ((*name).into(), Zeroizing::new((*value).into()));
    let fields: Vec<_> = order.fields.iter().map(own).collect();
    let (form, group, reference) = (order.form, order.group, order.reference);
    let draft = Draft { fields: &fields, form, group, reference, origin: ORIGIN };
    let (mut ready, mut rng) = (PreparedKeys::default(), Seeded::new(order.what));
    seal_with_rng(&manifest, &draft, &mut ready, manifest.iat, &mut rng).expect("sealed")
}

/// An order, and what its reader finds.
pub(crate) fn opened(
    what: &str,
    line: &str,
    fields: Fields<'_>,
    unopened: &[&str],
    checks: &[&str],
) -> Value {
    let fields = fields.iter().map(|(name, value)| (*name, Value::string(value)));
    vector(
        what,
        [
            ("fields", Value::object(fields)),
            ("header", shared_header(line)),
            ("unopened", Value::strings(unopened.iter().copied())),
            ("checks", Value::strings(checks.iter().copied())),
            ("line", Value::string(line)),
        ],
    )
}

/// The members of the header that are the same in every part.
fn shared_header(line: &str) -> Value {
    let header = base64url::decode(line.split('.').next().expect("a header")).expect("base64url");
    let header = Value::parse(core::str::from_utf8(&header).expect("UTF-8"));
    let names = ["origin", "to", "jti", "iat", "ver", "parts", "grp", "form", "ref"];
    Value::object(names.into_iter().filter_map(|name| Some((name, header.get(name)?.clone()))))
}
