//! `orders.json`: orders that are refused. Unless it says otherwise, each has a tag that fits: a
//! reader who does not look opens it.

use waxseal::jose::base64url;

use super::merchant::{FULFILMENT, GIFTS, PAYMENTS};
use super::part::{Part, epk, part, public_bytes};
use super::spellings::refused_spellings;
use super::value::Value;
use super::{last_bits_set, orders, resealed, vector};

const ADA: &[(&str, &str)] = &[("name", "Ada Lovelace")];

pub(super) fn ada(what: &'static str) -> Part {
    part(what, &FULFILMENT, ADA)
}

pub(super) fn refused(code: &str, what: &str, line: &str) -> Value {
    vector(what, [("code", Value::string(code)), ("line", Value::string(line))])
}

pub(crate) fn refused_orders() -> Vec<Value> {
    let lists = [
        extensions(),
        texts(),
        headers(),
        refused_spellings(),
        ephemeral_keys(),
        authentication(),
        contents(),
        parts(),
    ];
    [lists.concat(), resealed()].concat()
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

/// Everything that must look the same to a forger.
fn authentication() -> Vec<Value> {
    let whole = ada("authentication").compact();
    let flipped = |index: usize| {
        let mut fields: Vec<String> = whole.split('.').map(Into::into).collect();
        let mut bytes = base64url::decode(&fields[index]).expect("base64url");
        bytes[0] ^= 1;
        fields[index] = base64url::encode(&bytes);
        fields.join(".")
    };
    let header = |from: &str, to: &str| {
        let (header, rest) = whole.split_once('.').expect("a header");
        let header = base64url::decode(header).expect("base64url");
        let header = String::from_utf8(header).expect("UTF-8").replacen(from, to, 1);
        [&base64url::encode(header.as_bytes()), rest].join(".")
    };
    let low_order = |name, x: [u8; 32]| {
        let mut part = ada(name).with("epk", epk(&x));
        part.shared = Some([0; 32]);
        part.compact()
    };
    let mut one = [0; 32];
    one[0] = 1;
    let content = |name, text| ada(name).holding(text).compact();
    let cases = [
        ("one bit of the ciphertext", flipped(3)),
        ("one bit of the IV", flipped(2)),
        ("one bit of the tag", flipped(4)),
        ("another origin in the header", header("shop.example", "shop2.example")),
        ("another iat in the header", header("\"iat\":1800000000", "\"iat\":1800000001")),
        ("white space added to the header", header("{", "{ ")),
        ("an epk of low order: 0", low_order("zero", [0; 32])),
        ("an epk of low order: 1", low_order("one", one)),
        (
            "a seed that does not fit the jti",
            content("seed", r#"{"name":"Ada","_":"AAAAAAAAAAAAAAAAAAAAAA"}"#),
        ),
        ("no seed", content("no seed", r#"{"name":"Ada"}"#)),
        ("a seed that is not a string", content("number", r#"{"name":"Ada","_":1}"#)),
        ("a seed of 15 bytes", content("short", r#"{"name":"Ada","_":"c2l4dGVlbiBieXRlcyBv"}"#)),
    ];
    cases.iter().map(|(what, line)| refused("tampered", what, line)).collect()
}

/// Plaintexts that are authentic, and not what a page seals.
fn contents() -> Vec<Value> {
    let holding = |what: &'static str, members: &str| {
        let text = ["{", members, r#""_":"c2l4dGVlbiBieXRlcyBvaw"}"#].concat();
        ada(what).holding(&text).compact()
    };
    let case = |code, what: &'static str, members| refused(code, what, &holding(what, members));
    let mut not_text = ada("not UTF-8");
    not_text.content[1] = 0xff;
    vec![
        case("unknown-field", "a field that the manifest does not have", r#""nickname":"Ada","#),
        case(
            "unknown-field",
            "a field of another role",
            r#""name":"Ada","cc-number":"4242424242424242","#,
        ),
        case("unknown-field", "a field named like what every object has", r#""__proto__":"Ada","#),
        case("malformed", "a field twice", r#""name":"Ada","name":"Eve","#),
        case("malformed", "a value that is a number", r#""name":7,"#),
        case("malformed", "a value that is null", r#""name":null,"#),
        case("malformed", "a value that is an object", r#""name":{"first":"Ada"},"#),
        refused(
            "malformed",
            "a plaintext that is an array",
            &ada("an array").holding(r#"["Ada"]"#).compact(),
        ),
        refused(
            "malformed",
            "a plaintext that is not JSON",
            &ada("not JSON").holding("name=Ada").compact(),
        ),
        refused("malformed", "a plaintext with zeros as padding", &zeros().compact()),
        refused("malformed", "a plaintext that is not UTF-8", &not_text.compact()),
    ]
}

fn zeros() -> Part {
    let mut part = ada("zeros");
    part.content.iter_mut().filter(|byte| **byte == b' ').for_each(|byte| *byte = 0);
    part.content[255] = 0;
    part
}

/// Whole parts that do not belong together, or not here.
fn parts() -> Vec<Value> {
    let (order, another) = (orders::of_two_roles(), orders::another_of_two_roles());
    let (first, second) = order.split_once('~').expect("two parts");
    let (_, foreign) = another.split_once('~').expect("two parts");
    let join = |parts: &[&str]| parts.join("~");
    let both = Value::strings(["fulfilment", "payments"]);
    let elsewhere =
        ada("to").with("to", Value::string("c2l4dGVlbiBieXRlcyBva3NpeHRlZW4gYnl0ZXMgb2s"));
    let as_payments = ada("role")
        .with("role", Value::string("payments"))
        .with("parts", Value::strings(["payments"]));
    let in_group = ada("group").with("grp", Value::string("eu"));
    let not_named = ada("not named").with("parts", Value::strings(["gifts", "payments"]));
    let stranger = part("stranger", &GIFTS, &[("gift-message", "Happy birthday")]);
    let alone = ada("alone").with("parts", both);
    vec![
        refused("incomplete", "the second part dropped", first),
        refused("incomplete", "the first part dropped", second),
        refused("incomplete", "a header that names a part that never was", &alone.compact()),
        refused("conflict", "the parts swapped", &join(&[second, first])),
        refused("conflict", "a part twice", &join(&[first, first])),
        refused("conflict", "a part once more at the end", &join(&[&order, second])),
        refused("conflict", "a real part of another order", &join(&[first, foreign])),
        refused("conflict", "a part whose role the header does not name", &not_named.compact()),
        refused(
            "conflict",
            "a header that names another role than the key's",
            &as_payments.compact(),
        ),
        refused(
            "conflict",
            "a header that names a group, and the key has none",
            &in_group.compact(),
        ),
        refused("conflict", "an order to another merchant's identity", &elsewhere.compact()),
        refused("unknown-key", "an order to a key that is not here", &stranger.compact()),
        refused(
            "tampered",
            "a forged part beside a real one, its header copied",
            &join(&[first, &beside(second)]),
        ),
        refused("tampered", "a part with the key of another role", &misaddressed()),
    ]
}

/// What the desk sealed again, or claims to have.
fn resealed() -> Vec<Value> {
    let (order, another) = (orders::of_two_roles(), orders::another_of_two_roles());
    let rewrapped = resealed::rewrap("rewrapped", &order);
    let (first, _) = rewrapped.split_once('~').expect("two parts");
    let (_, foreign) = another.split_once('~').expect("two parts");
    let mut fields: Vec<&str> = first.split('.').collect();
    let header = base64url::decode(fields[0]).expect("base64url");
    let header = String::from_utf8(header).expect("UTF-8");
    let marked =
        base64url::encode(header.replacen("\"rew\"", "\"red\":true,\"rew\"", 1).as_bytes());
    fields[0] = &marked;
    let marked = fields.join(".");
    let mut vectors = vec![
        refused("incomplete", "one part of two, rewrapped", first),
        refused(
            "conflict",
            "a rewrapped part beside one of another order",
            &[first, foreign].join("~"),
        ),
        refused(
            "tampered",
            "a rewrapped part marked as an archive copy",
            &rewrapped.replacen(first, &marked, 1),
        ),
        refused(
            "tampered",
            "a forged part beside a rewrapped one, its header copied",
            &[first, &beside(rewrapped.split('~').nth(1).expect("two parts"))].join("~"),
        ),
    ];
    let malformed = resealed::malformed();
    vectors.extend(malformed.iter().map(|(what, line)| refused("malformed", what, line)));
    vectors
}

/// A part of the forger's own, under the header members of a real one.
fn beside(real: &str) -> String {
    let header = base64url::decode(real.split('.').next().unwrap_or_default()).expect("a header");
    let header = Value::parse(core::str::from_utf8(&header).expect("UTF-8"));
    let mut forged = part("forged", &PAYMENTS, &[("cc-number", "4111111111111111")]);
    let Value::Object(members) = header else { unreachable!("a header is an object") };
    for (name, value) in members.iter().filter(|(name, _)| name != "epk") {
        forged = forged.with(name, value.clone());
    }
    forged.compact()
}

/// Sealed to the fulfilment's key, and labelled with the payments' kid and role.
fn misaddressed() -> String {
    let payments = Value::string("payments");
    ada("misaddressed")
        .with("kid", Value::String(PAYMENTS.kid()))
        .with("role", payments)
        .with("parts", Value::strings(["payments"]))
        .compact()
}
