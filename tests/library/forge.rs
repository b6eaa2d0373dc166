//! Makes the vectors: the same bytes in every run, for keys and randomness come from fixed names.

mod forged;
mod keys;
mod manifest_content;
mod manifest_parts;
mod manifests;
pub(crate) mod merchant;
mod orders;
mod part;
mod random;
mod refused;
mod resealed;
mod spellings;
pub(crate) mod value;

use value::Value;
use waxseal::field::Kind;

/// The text of each file that is made.
pub(crate) fn files() -> [(&'static str, String); 4] {
    [
        ("src/js/core/kind.ts", kinds()),
        ("tests/vectors/orders.json", order_vectors()),
        ("tests/vectors/manifests.json", manifests::vectors()),
        ("tests/vectors/keys-at-rest.json", keys::vectors()),
    ]
}

/// The kinds as TypeScript sees them.
fn kinds() -> String {
    let kinds = Kind::ALL.map(|kind| ["  | \"", kind.as_str(), "\""].concat()).join("\n");
    let about = "What a field's value is. Written by tests/library/vectors.rs, which says how.";
    ["/** ", about, " */\nexport type Kind =\n", &kinds, ";\n"].concat()
}

fn order_vectors() -> String {
    let about = "Orders, and what a reader finds in them or refuses them for. \
                 Written by tests/library/vectors.rs, which says how.";
    let identity = Value::parse(&merchant::identity().to_jwk());
    lay_out(&[
        ("about", Value::string(about)),
        ("pin", Value::String(merchant::pin())),
        ("identity", identity),
        ("keys", merchant::keys_json()),
        ("manifests", Value::strings([merchant::first().as_str(), &merchant::second()])),
        ("opens", Value::Array([orders::opens(), resealed::resealed()].concat())),
        ("refused", Value::Array(refused::refused_orders())),
    ])
}

/// One vector: what it is, and its members.
pub(crate) fn vector<const N: usize>(what: &str, members: [(&str, Value); N]) -> Value {
    Value::object([("what", Value::string(what))].into_iter().chain(members))
}

/// A JSON object with one vector on each line, so that a change is seen.
pub(crate) fn lay_out(members: &[(&str, Value)]) -> String {
    let member = |(name, value): &(&str, Value)| {
        let value = match value {
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(Value::write).collect();
                ["[\n", &items.join(",\n"), "\n]"].concat()
            }
            value => value.write(),
        };
        [&Value::string(name).write(), ": ", &value].concat()
    };
    let members: Vec<String> = members.iter().map(member).collect();
    ["{\n", &members.join(",\n"), "\n}\n"].concat()
}

/// The same bytes in another text: lenient decoders ignore the bits that are left over.
pub(crate) fn last_bits_set(text: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    assert_ne!(text.len() % 4, 0, "no bits are left over");
    let (rest, last) = text.split_at(text.len() - 1);
    let index = ALPHABET.iter().position(|c| last.as_bytes() == [*c]).expect("base64url");
    [rest, char::from(ALPHABET[index + 1]).to_string().as_str()].concat()
}

/// A header with the member `later`, which no reader knows.
fn with_later(header: &str, json: &str) -> String {
    header.replacen('{', &["{\"later\":", json, ","].concat(), 1)
}
