//! A manifest, changed and signed again by the merchant's own identity.

use ed25519_dalek::{Signer, SigningKey as Dalek};
use waxseal::jose::base64url;
use waxseal::jose::jwk::SigningKey;

use super::merchant;
use super::value::Value;

/// A JWS of these texts, whatever they are.
pub(crate) fn signed(header: &str, payload: &str, key: &SigningKey) -> String {
    let input = [header, payload].map(|text| base64url::encode(text.as_bytes())).join(".");
    let jwk = Value::parse(&key.to_jwk());
    let secret = base64url::decode_array(jwk.text("d"));
    let signature = Dalek::from_bytes(&secret.expect("32 bytes")).sign(input.as_bytes());
    [input.as_str(), &base64url::encode(&signature.to_bytes())].join(".")
}

/// The small manifest with another payload.
pub(crate) fn payload(edit: impl FnOnce(&mut Value)) -> String {
    let mut payload = Value::parse(&payload_text());
    edit(&mut payload);
    with_payload(&payload.write())
}

/// The small manifest with this text for a payload.
pub(crate) fn with_payload(text: &str) -> String {
    signed(&header_text(), text, &merchant::identity())
}

/// The small manifest with another header.
pub(crate) fn header(write: impl Fn(&str) -> String) -> String {
    signed(&write(&header_text()), &payload_text(), &merchant::identity())
}

pub(crate) fn header_text() -> String {
    text(0)
}

pub(crate) fn payload_text() -> String {
    text(1)
}

fn text(index: usize) -> String {
    let whole = merchant::small();
    let bytes = base64url::decode(whole.split('.').nth(index).expect("three parts"));
    String::from_utf8(bytes.expect("base64url")).expect("UTF-8")
}

fn members(value: &mut Value) -> &mut Vec<(String, Value)> {
    let Value::Object(members) = value else { unreachable!("an object") };
    members
}

pub(crate) fn set(object: &mut Value, name: &str, value: Value) {
    let members = members(object);
    match members.iter_mut().find(|(other, _)| other == name) {
        Some(member) => member.1 = value,
        None => members.push((name.into(), value)),
    }
}

pub(crate) fn unset(object: &mut Value, name: &str) {
    members(object).retain(|(other, _)| other != name);
}

pub(crate) fn list<'a>(object: &'a mut Value, name: &str) -> &'a mut Vec<Value> {
    let member = members(object).iter_mut().find(|(other, _)| other == name);
    let Some((_, Value::Array(items))) = member else { unreachable!("a list") };
    items
}

/// The key for the fulfilment.
pub(crate) fn first_key(payload: &mut Value) -> &mut Value {
    &mut list(payload, "keys")[0]
}

/// Another first key, with the kid that belongs to it.
pub(crate) fn replace_x(payload: &mut Value, x: &[u8; 32]) {
    use sha2::{Digest, Sha256};
    let x = base64url::encode(x);
    let jwk = [r#"{"crv":"X25519","kty":"OKP","x":""#, &x, r#""}"#].concat();
    let kid = base64url::encode(&Sha256::digest(jwk));
    set(first_key(payload), "x", Value::String(x));
    set(first_key(payload), "kid", Value::String(kid));
}

/// The signature with the order of the group added to its S (RFC 8032 §5.1.7).
pub(crate) fn malleable(signature: &str) -> String {
    const ORDER: [u8; 32] = {
        let low = 27_742_317_777_372_353_535_851_937_790_883_648_493_u128.to_le_bytes();
        let mut order = [0; 32];
        let mut index = 0;
        while index < low.len() {
            order[index] = low[index];
            index += 1;
        }
        order[31] = 0x10;
        order
    };
    let mut bytes = base64url::decode(signature).expect("base64url");
    let mut carry = 0;
    for (byte, order) in bytes[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    base64url::encode(&bytes)
}
