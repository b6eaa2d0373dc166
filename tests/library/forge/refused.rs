//! `orders.json`: orders that are refused, for their form or as `forged` says. Unless it says otherwise, each has a tag that fits: a
//! reader who does not look opens it.

use waxseal::jose::base64url;

use super::merchant::FULFILMENT;
use super::part::{Part, epk, part, public_bytes};
use super::spellings::refused_spellings;
use super::value::Value;
use super::{forged, last_bits_set, vector};

const ADA: &[(&str, &str)] = &[("name", "Ada Lovelace")];

pub(super) fn ada(what: &'static str) -> Part {
    part(what, &FULFILMENT, ADA)
}

pub(super) fn refused(code: &str, what: &str, line: &str) -> Value {
    vector(what, [("code", Value::string(code)), ("line", Value::string(line))])
}

pub(crate) fn refused_orders() -> Vec<Value> {
    let lists =
        [extensions(), texts(), headers(), refused_spellings(), ephemeral_keys(), forged::forged()];
    lists.concat()
}

/// Extensions and algorithms that are not used here.
fn extensions() -> Vec<Value> {
    let text = Value::string;
    let critical = Value::strings(["origin"]);
    let with = |name: &'static str, value| {
        (["the header member ", name].concat(), ada(name).with(name, value))
    };
    let other = |name: &'static str, value| {
        ([name, " ", value].concat(), ada(value).with(name, text(value)))
    };
    let cases = [
        with("crit", critical),
        with("zip", text("DEF")),
        with("apu", text("QWxpY2U")),
        with("apv", text("Qm9i")),
        with("b64", Value::Bool(true)),
        other("alg", "ECDH-ES+A256KW"),
        other("alg", "dir"),
        other("alg", "HPKE-7"),
        other("enc", "A128GCM"),
        other("enc", "A256CBC-HS512"),
        other("typ", "vnd.waxseal.order.v2"),
        other("cty", "text"),
    ];
    cases.iter().map(|(what, part)| refused("unsupported", what, &part.compact())).collect()
}

/// Texts that are not the compact serialization, or not in its one form.
fn texts() -> Vec<Value> {
    let whole = ada("texts").compact();
    let fields: Vec<&str> = whole.split('.').collect();
    let replaced = |index: usize, text: &str| {
        let mut fields = fields.clone();
        fields[index] = text;
        fields.join(".")
    };
    let padded = [fields[4], "=="].concat();
    let unused = last_bits_set(fields[4]);
    // A space, so that bits are left over.
    let spaced = ada("last bits").written(|header| [header, " "].concat());
    let header = spaced.compact_under(&last_bits_set(&spaced.protected()));
    let short = base64url::encode(&base64url::decode(fields[4]).expect("a tag")[..12]);
    let wrapped = replaced(1, "AAAA");
    let cases = [
        ("an empty line", String::new()),
        ("a word", "eyJub3QgYW4gb3JkZXI".into()),
        ("four parts", fields[..4].join(".")),
        ("six parts", [whole.as_str(), "AA"].join(".")),
        ("an encrypted key, which direct key agreement does not have", wrapped),
        ("an empty part after the order", [whole.as_str(), "~"].concat()),
        ("padded base64", replaced(4, &padded)),
        ("a tag whose unused last bits are not zero", replaced(4, &unused)),
        ("a header whose unused last bits are not zero", header),
        (
            "a line break inside the ciphertext",
            replaced(
                3,
                &fields[3].replacen(&fields[3][..76], &[&fields[3][..76], "\n"].concat(), 1),
            ),
        ),
        (
            "the alphabet of plain base64",
            replaced(3, &fields[3].replace('-', "+").replace('_', "/")),
        ),
        ("an IV of 128 bits", ada("long iv").compact_with_long_iv()),
        ("no IV", replaced(2, "")),
        ("a tag of 96 bits", replaced(4, &short)),
        ("no tag", replaced(4, "")),
        ("a line that was cut in its ciphertext", whole[..whole.len() * 3 / 4].into()),
        ("a line that was cut in its tag", whole[..whole.len() - 3].into()),
    ];
    cases.iter().map(|(what, line)| refused("malformed", what, line)).collect()
}

/// Headers that are not what the format prescribes.
fn headers() -> Vec<Value> {
    let text = Value::string;
    let twice = |name: &'static str| {
        move |header: &str| header.replacen('{', &["{\"", name, "\":\"x\","].concat(), 1)
    };
    let nested = |h: &str| h.replacen(r#""crv":"X25519""#, r#""crv":"X25519","crv":"X25519""#, 1);
    let cases = [
        ("a header that has a member twice", ada("twice").written(twice("origin"))),
        (
            "a header that has a member twice, once escaped",
            ada("twice escaped").written(twice("\\u006frigin")),
        ),
        ("an epk that has a member twice", ada("epk twice").written(nested)),
        ("a header that is an array", ada("array").written(|h| ["[", h, "]"].concat())),
        ("a header with more after it", ada("more").written(|h| [h, "{}"].concat())),
        ("a header that is not JSON", ada("not JSON").written(|h| h.replace('"', "'"))),
        ("a header without kid", ada("kid").without("kid")),
        ("a kid that is not a thumbprint", ada("short kid").with("kid", text("fulfilment"))),
        ("a header without to", ada("to").without("to")),
        ("a header without origin", ada("origin").without("origin")),
        ("a jti of other than 16 bytes", ada("jti").with("jti", text("c2l4dGVlbg"))),
        ("an iat that is text", ada("iat").with("iat", text("1800000000"))),
        (
            "an iat with a fraction",
            ada("fraction").written(|h| h.replace("\"iat\":1800000000", "\"iat\":1800000000.0")),
        ),
        ("a ver below zero", ada("ver").written(|h| h.replace("\"ver\":", "\"ver\":-"))),
        ("a role that is null", ada("role").with("role", Value::Null)),
        (
            "parts that are not sorted",
            ada("sorted").with("parts", Value::strings(["payments", "fulfilment"])),
        ),
        (
            "parts that name a role twice",
            ada("unique").with("parts", Value::strings(["fulfilment", "fulfilment"])),
        ),
        ("no parts", ada("parts").with("parts", Value::Array(vec![]))),
        ("a ref that is a number", ada("ref").with("ref", Value::Integer(1001))),
    ];
    cases.iter().map(|(what, part)| refused("malformed", what, &part.compact())).collect()
}

/// Ephemeral keys that RFC 7748 reads, and that we do not.
fn ephemeral_keys() -> Vec<Value> {
    let recipient = public_bytes(&FULFILMENT);
    let mut base_point = [0; 32];
    base_point[0] = 9;
    let mut top_bit = base_point;
    top_bit[31] = 0x80;
    let mut above_p = [0xff; 32];
    (above_p[0], above_p[31]) = (0xed + 9, 0x7f);
    // Who agrees with the base point shares the recipient's public key with everyone.
    let agreed = |name, x| {
        let mut part = ada(name).with("epk", epk(x));
        part.shared = Some(recipient);
        part
    };
    let more = |name: &'static str, from: &'static str, to: &'static str| {
        ada(name).written(move |header| header.replacen(from, to, 1))
    };
    let cases = [
        ("an epk with its top bit set", agreed("top bit", &top_bit)),
        ("an epk that is not below p", agreed("above p", &above_p)),
        (
            "an epk with another member",
            more("member", r#""kty":"OKP""#, r#""kty":"OKP","kid":"1""#),
        ),
        (
            "an epk with its private half",
            more("private", r#""kty":"OKP""#, r#""kty":"OKP","d":"AA""#),
        ),
        ("an epk of another curve", more("curve", "X25519", "Ed25519")),
        ("an epk of another type", more("type", "OKP", "EC")),
        ("an epk that is a string", ada("string").with("epk", Value::string("AA"))),
        ("no epk", ada("no epk").without("epk")),
    ];
    cases.iter().map(|(what, part)| refused("malformed", what, &part.compact())).collect()
}
