//! The merchant of the vectors: keys that never change, and two manifests.

use std::sync::LazyLock;

use waxseal::jose::jwk::{AgreementKey, AgreementPublicKey, SigningKey};
use waxseal::manifest::{Manifest, RecipientKey, Signing, sign};
use waxseal::policy::Policy;

use super::random::Seeded;
use super::value::Value;

/// The second of the first manifest, and so its version.
pub(crate) const NOW: u64 = 1_800_000_000;
/// The second of the second one.
pub(crate) const LATER: u64 = NOW + 86_400;
/// The page of the vectors.
pub(crate) const ORIGIN: &str = "https://shop.example";

const FIRST: &str = r#"
merchant = "Acme Books"
env = "live"
origins = ["https://shop.example", "https://www.shop.example"]
privacy = "https://shop.example/privacy"
pass = ["cart"]
[contact]
tel = "+44 20 7946 0000"
[roles.fulfilment]
[roles.gifts]
[roles.payments]
[roles.returns]
[fields]
name = { role = "fulfilment", purpose = "Address the parcel" }
street-address = { role = "fulfilment", purpose = "Address the parcel" }
email = { role = "fulfilment", purpose = "Confirm the order" }
note = { role = "fulfilment", purpose = "Wishes for the delivery" }
gift-message = { role = "gifts", purpose = "Print the card" }
cc-number = { role = "payments", purpose = "Take the payment", keep = "7d", archive = "mask" }
cc-exp = { role = "payments", purpose = "Take the payment", keep = "7d" }
return-reason = { role = "returns", purpose = "Take it back" }
"#;

const SMALL: &str = r#"
merchant = "Acme Books"
env = "live"
origins = ["https://shop.example", "https://www.shop.example"]
[roles.fulfilment]
[roles.payments]
[fields]
name = { role = "fulfilment", purpose = "Address the parcel" }
cc-number = { role = "payments", purpose = "Take the payment" }
"#;

const SECOND: &str = r#"
merchant = "Acme Books"
env = "live"
origins = ["https://shop.example"]
groups = ["eu", "us"]
[roles.fulfilment]
[roles.payments]
[fields]
name = { role = "fulfilment", purpose = "Address the parcel", required = true }
country = { role = "fulfilment", purpose = "Customs" }
cc-number = { role = "payments", purpose = "Take the payment" }
[forms]
address = { fields = ["name", "country"] }
payment = { fields = ["cc-number"] }
"#;

/// A role's key, with the name that its randomness comes from.
pub(crate) struct Key {
    pub(crate) role: &'static str,
    pub(crate) group: Option<&'static str>,
    name: &'static str,
}

pub(crate) const FULFILMENT: Key = Key { role: "fulfilment", group: None, name: "fulfilment" };
pub(crate) const GIFTS: Key = Key { role: "gifts", group: None, name: "gifts" };
pub(crate) const PAYMENTS: Key = Key { role: "payments", group: None, name: "payments" };
pub(crate) const RETURNS: Key = Key { role: "returns", group: None, name: "returns" };
const NEW_FULFILMENT: Key = Key { role: "fulfilment", group: None, name: "new fulfilment" };
const NEW_PAYMENTS: Key = Key { role: "payments", group: None, name: "new payments" };
const FULFILMENT_EU: Key = Key { role: "fulfilment", group: Some("eu"), name: "fulfilment eu" };
const FULFILMENT_US: Key = Key { role: "fulfilment", group: Some("us"), name: "fulfilment us" };
const PAYMENTS_EU: Key = Key { role: "payments", group: Some("eu"), name: "payments eu" };
const PAYMENTS_US: Key = Key { role: "payments", group: Some("us"), name: "payments us" };

/// The keys at the desk. That of the gifts is not: their part stays unopened.
pub(crate) const AT_THE_DESK: [Key; 9] = [
    FULFILMENT,
    PAYMENTS,
    RETURNS,
    FULFILMENT_EU,
    FULFILMENT_US,
    PAYMENTS_EU,
    PAYMENTS_US,
    NEW_FULFILMENT,
    NEW_PAYMENTS,
];

impl Key {
    pub(crate) fn secret(&self) -> AgreementKey {
        AgreementKey::generate(&mut Seeded::new(self.name)).expect("randomness")
    }

    pub(crate) fn public(&self) -> AgreementPublicKey {
        self.secret().public()
    }

    pub(crate) fn kid(&self) -> String {
        self.public().thumbprint().encode()
    }

    pub(crate) fn recipient(&self) -> RecipientKey {
        let public = self.public();
        RecipientKey {
            kid: public.thumbprint(),
            public,
            role: self.role.into(),
            group: self.group.map(Into::into),
            nbf: NOW,
            exp: NOW + 400 * 86_400,
        }
    }

    /// As `tests/vectors/orders.json` has it.
    fn to_json(&self) -> Value {
        let jwk = Value::parse(&self.secret().to_jwk());
        let group = self.group.map(|group| ("grp".into(), Value::string(group)));
        let mut members = vec![("role".into(), Value::string(self.role))];
        members.extend(group);
        members.extend([("kid".into(), Value::String(self.kid())), ("jwk".into(), jwk)]);
        Value::Object(members)
    }
}

pub(crate) fn keys_json() -> Value {
    Value::Array(AT_THE_DESK.iter().map(Key::to_json).collect())
}

pub(crate) fn identity() -> SigningKey {
    SigningKey::generate(&mut Seeded::new("identity")).expect("randomness")
}

pub(crate) fn pin() -> String {
    identity().public().thumbprint().to_uri()
}

/// The first manifest.
pub(crate) fn first() -> String {
    static JWS: LazyLock<String> =
        LazyLock::new(|| publish(FIRST, &[FULFILMENT, GIFTS, PAYMENTS, RETURNS], &[], NOW));
    JWS.clone()
}

/// The first one again, after a rotation. Only what the desk seals again knows it.
pub(crate) fn rotated() -> String {
    publish(FIRST, &[NEW_FULFILMENT, GIFTS, NEW_PAYMENTS, RETURNS], &[], LATER)
}

/// A short one, of the same second.
pub(crate) fn small() -> String {
    static JWS: LazyLock<String> =
        LazyLock::new(|| publish(SMALL, &[FULFILMENT, PAYMENTS], &[], NOW));
    JWS.clone()
}

/// The second one: with groups and forms, and the key for the returns revoked.
pub(crate) fn second() -> String {
    const KEYS: [Key; 4] = [FULFILMENT_EU, FULFILMENT_US, PAYMENTS_EU, PAYMENTS_US];
    static JWS: LazyLock<String> = LazyLock::new(|| publish(SECOND, &KEYS, &[RETURNS], LATER));
    JWS.clone()
}

pub(crate) fn publish(policy: &str, keys: &[Key], revoked: &[Key], now: u64) -> String {
    let policy = Policy::parse(policy).expect("a policy");
    let keys: Vec<_> = keys.iter().map(Key::recipient).collect();
    let revoked: Vec<_> = revoked.iter().map(|key| key.public().thumbprint()).collect();
    let signing =
        Signing { policy: &policy, keys: &keys, revoked: &revoked, last_version: 0, days: 90 };
    sign(&signing, &identity(), now).expect("a manifest")
}

pub(crate) fn verified(jws: &str) -> Manifest {
    Manifest::verify(jws, &pin()).expect("trusted")
}
