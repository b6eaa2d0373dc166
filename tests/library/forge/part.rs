//! A part, made by hand: by the standards alone, and other than the library would make it.

use aes_gcm::aead::{AeadInOut, consts::U16};
use aes_gcm::aes::Aes256;
use aes_gcm::{Aes256Gcm, AesGcm, KeyInit};
use sha2::{Digest, Sha256};
use waxseal::jose::base64url;
use x25519_dalek::{PublicKey, StaticSecret};

use super::merchant::{self, Key, NOW, ORIGIN};
use super::random::Seeded;
use super::value::Value;

/// The seed of every order made by hand, in `_`.
pub(crate) const SEED: [u8; 16] = *b"sixteen bytes ok";

/// What a part is made of. All of it may be wrong; the tag fits it nevertheless.
pub(crate) struct Part {
    header: Vec<(String, Value)>,
    /// Instead of the header's own text.
    header_text: Option<String>,
    /// Instead of what the ephemeral key and the recipient's agree on.
    pub(crate) shared: Option<[u8; 32]>,
    pub(crate) content: Vec<u8>,
    recipient: [u8; 32],
    name: &'static str,
}

/// A part of a whole order for this key alone. The name is where its randomness comes from.
pub(crate) fn part(name: &'static str, key: &Key, fields: &[(&str, &str)]) -> Part {
    let text = |value: &str| Value::string(value);
    let ephemeral = PublicKey::from(&ephemeral(name));
    let header = [
        ("alg", text("ECDH-ES")),
        ("enc", text("A256GCM")),
        ("typ", text("vnd.waxseal.order.v1")),
        ("cty", text("json")),
        ("kid", Value::String(key.kid())),
        ("epk", epk(ephemeral.as_bytes())),
        ("origin", text(ORIGIN)),
        ("to", Value::String(merchant::identity().public().thumbprint().encode())),
        ("jti", Value::String(base64url::encode(&Sha256::digest(SEED)[..16]))),
        ("iat", Value::Integer(NOW)),
        ("ver", Value::Integer(NOW)),
        ("role", text(key.role)),
        ("parts", Value::strings([key.role])),
    ];
    let header = header.map(|(name, value)| (name.into(), value)).to_vec();
    let content = content(fields);
    let recipient = public_bytes(key);
    Part { header, header_text: None, shared: None, content, recipient, name }
}

/// The plaintext of these fields, padded.
pub(crate) fn content(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut members: Vec<_> = fields.iter().map(|(n, v)| (*n, Value::string(v))).collect();
    members.push(("_", Value::String(base64url::encode(&SEED))));
    padded(Value::object(members).write())
}

pub(crate) fn padded(text: String) -> Vec<u8> {
    let mut bytes = text.into_bytes();
    bytes.resize(bytes.len().next_multiple_of(256), b' ');
    bytes
}

/// The public JWK of these bytes.
pub(crate) fn epk(x: &[u8; 32]) -> Value {
    let x = Value::String(base64url::encode(x));
    let members = [("kty", Value::string("OKP")), ("crv", Value::string("X25519")), ("x", x)];
    Value::Object(members.map(|(name, value)| (name.into(), value)).to_vec())
}

/// The raw public key.
pub(crate) fn public_bytes(key: &Key) -> [u8; 32] {
    *key.public().as_bytes()
}

fn ephemeral(name: &'static str) -> StaticSecret {
    StaticSecret::from(Seeded::new(name).bytes::<32>())
}

impl Part {
    /// With this member of the header, in its place if it has one.
    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        match self.header.iter_mut().find(|(other, _)| other == name) {
            Some(member) => member.1 = value,
            None => self.header.push((name.into(), value)),
        }
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.header.retain(|(other, _)| other != name);
        self
    }

    /// With another text of the header, which the tag covers as it then stands.
    pub(crate) fn written(mut self, write: impl Fn(&str) -> String) -> Self {
        self.header_text = Some(write(&Value::Object(self.header.clone()).write()));
        self
    }

    /// With this plaintext, padded.
    pub(crate) fn holding(mut self, content: &str) -> Self {
        self.content = padded(content.into());
        self
    }

    /// The protected header as it stands in the text.
    pub(crate) fn protected(&self) -> String {
        let text = || Value::Object(self.header.clone()).write();
        base64url::encode(self.header_text.clone().unwrap_or_else(text).as_bytes())
    }

    pub(crate) fn compact(&self) -> String {
        self.compact_under(&self.protected())
    }

    /// With a first part that may be anything.
    pub(crate) fn compact_under(&self, protected: &str) -> String {
        let iv: [u8; 12] = self.random().bytes();
        let mut buffer = self.content.clone();
        let tag = Aes256Gcm::new(&self.key().into())
            .encrypt_inout_detached(&iv.into(), protected.as_bytes(), buffer.as_mut_slice().into())
            .expect("short");
        join(protected, &iv, &buffer, &tag)
    }

    /// With an IV of 128 bits, for which GCM is defined too.
    pub(crate) fn compact_with_long_iv(&self) -> String {
        let (iv, protected): ([u8; 16], _) = (self.random().bytes(), self.protected());
        let mut buffer = self.content.clone();
        let tag = AesGcm::<Aes256, U16>::new(&self.key().into())
            .encrypt_inout_detached(&iv.into(), protected.as_bytes(), buffer.as_mut_slice().into())
            .expect("short");
        join(&protected, &iv, &buffer, &tag)
    }

    /// The randomness after that of the ephemeral key.
    fn random(&self) -> Seeded {
        let mut random = Seeded::new(self.name);
        let _: [u8; 32] = random.bytes();
        random
    }

    /// RFC 7518 §4.6.2, with what the header says of the parties.
    fn key(&self) -> [u8; 32] {
        let agreed = || ephemeral(self.name).diffie_hellman(&PublicKey::from(self.recipient));
        let shared = self.shared.unwrap_or_else(|| agreed().to_bytes());
        let mut hash = Sha256::new().chain_update(1u32.to_be_bytes()).chain_update(shared);
        for info in [self.text("enc"), self.party("apu"), self.party("apv")] {
            let length = u32::try_from(info.len()).expect("a few bytes");
            hash = hash.chain_update(length.to_be_bytes()).chain_update(info);
        }
        hash.chain_update(256u32.to_be_bytes()).finalize().into()
    }

    fn text(&self, name: &str) -> Vec<u8> {
        match self.header.iter().find(|(other, _)| other == name) {
            Some((_, Value::String(text))) => text.clone().into(),
            _ => Vec::new(),
        }
    }

    fn party(&self, name: &str) -> Vec<u8> {
        base64url::decode(core::str::from_utf8(&self.text(name)).expect("UTF-8")).expect("bytes")
    }
}

fn join(protected: &str, iv: &[u8], ciphertext: &[u8], tag: &[u8]) -> String {
    let [iv, ciphertext, tag] = [iv, ciphertext, tag].map(base64url::encode);
    [protected, "", &iv, &ciphertext, &tag].join(".")
}
