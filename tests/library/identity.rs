//! An identity is replaced by another while pages and orders still know the earlier one.

use crate::merchant::{Merchant, NOW, POLICY, values};
use getrandom::SysRng;
use waxseal::jose::jwk::SigningKey;
use waxseal::manifest::{Manifest, Signing, sign};
use waxseal::open::Desk;
use waxseal::policy::Policy;
use waxseal::{Code, Error};

/// A manifest of the merchant, signed by this identity.
fn signed(merchant: &Merchant, identity: &SigningKey) -> String {
    let policy = Policy::parse(POLICY).expect("a policy");
    let (keys, last_version) = (&merchant.recipients, merchant.manifest().version);
    let signing = Signing { policy: &policy, keys, revoked: &[], last_version, days: 90 };
    sign(&signing, identity, NOW).expect("a manifest")
}

fn pin(identity: &SigningKey) -> String {
    identity.public().thumbprint().to_uri()
}

fn code<T>(result: Result<T, Error>) -> Option<Code> {
    result.err().map(|error| error.code())
}

#[test]
fn a_page_with_both_pins_accepts_the_manifests_of_both_identities() {
    let merchant = Merchant::new();
    let new = SigningKey::generate(&mut SysRng).expect("randomness");
    let (by_old, by_new) = (signed(&merchant, &merchant.identity), signed(&merchant, &new));
    let both = [pin(&new), merchant.pin()].join(" ");
    assert!(Manifest::verify(&by_old, &both).is_ok() && Manifest::verify(&by_new, &both).is_ok());
    assert_eq!(code(Manifest::verify(&by_old, &pin(&new))), Some(Code::Untrusted));
    assert_eq!(code(Manifest::verify(&by_new, &merchant.pin())), Some(Code::Untrusted));
}

#[test]
fn an_order_to_the_earlier_identity_opens_as_long_as_the_desk_knows_it() {
    let mut merchant = Merchant::new();
    let to_old = merchant.seal(&[("name", "Ada Lovelace")]).expect("sealed");
    let new = SigningKey::generate(&mut SysRng).expect("randomness");
    let by_new = Manifest::verify(&signed(&merchant, &new), &pin(&new)).expect("trusted");
    merchant.manifests.push(by_new);
    let to_new = merchant.seal(&[("name", "Bea")]).expect("sealed");
    let (old, new) = (merchant.identity.public().thumbprint(), new.public().thumbprint());
    let (keys, manifests) = (&merchant.keys, &merchant.manifests);
    let both = Desk { keys, manifests, identities: &[new, old] };
    for (line, name) in [(&to_old, "Ada Lovelace"), (&to_new, "Bea")] {
        let opened = both.open(line).expect("both are ours");
        assert_eq!(values(&opened), [("name", name)]);
        assert!(opened.checks.is_empty());
    }
    let new_alone = Desk { keys, manifests, identities: &[new] };
    assert_eq!(code(new_alone.open(&to_old)), Some(Code::Conflict));
}
