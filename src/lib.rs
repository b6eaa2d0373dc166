//! Waxseal seals a checkout form in the shopper's browser to the merchant's own key, and opens the
//! order at the merchant's desk. Everything in between sees ciphertext, and only the fields that a
//! signed policy names ever leave the page.
//!
//! An order is one JWE (RFC 7516) for each role that has a value, joined by `~`: any JOSE library
//! with `ECDH-ES` over X25519 opens a part. This package adds what such a library does not check.
//!
//! # The rooms
//!
//! | module | what | names |
//! | --- | --- | --- |
//! | [`jose`] | the standards, nothing of ours | `error` |
//! | [`field`] | kinds of fields: canonical form, check, mask | `error` |
//! | [`policy`] | what may leave, who reads it, how long it is kept | `field` |
//! | [`manifest`] | policy and keys, signed; the checks before it is trusted | `policy`, `field`, `jose` |
//! | [`order`] | what sealing, opening and sealing again share | `jose` |
//! | [`seal`] | fields and manifest become an order | `order`, `manifest` and what it may name |
//! | [`page`] | what a page does: inputs to fields, which entries may leave, the newest manifest | `seal` and what it may name |
//! | [`inspect`] | what can be seen of an order without a key | `order`, `manifest`, `jose` |
//! | [`open`] | order and keys become fields | `order`, `manifest` and what it may name |
//! | [`reseal`] | stored orders, sealed again or as an archive copy | `open` and what it may name |
//! | `wasm` | the modules' faces to JavaScript: of a page, of a shop's server, of a merchant's tests | `page`, `inspect`, `open` |
//!
//! The same code seals in the page and is trusted at the desk: compiled to WebAssembly it is what
//! WebCrypto cannot be, synchronous. A page's module has every room up to [`page`] and none that
//! opens; TypeScript around it knows events, controls and words, and decides nothing about data.
//!
//! Time (`now`, seconds since 1970), randomness (`rng`) and, where a page reads JSON, the parser are
//! arguments; files, clocks and terminals are the business of the command `waxseal` alone.
//!
//! # From a policy to an opened order
//!
//! ```
//! use getrandom::SysRng;
//! use waxseal::jose::jwk::{AgreementKey, SigningKey};
//! use waxseal::manifest::{Manifest, RecipientKey, Signing, sign};
//! use waxseal::open::{Desk, Keyring, RoleKey};
//! use waxseal::policy::Policy;
//! use waxseal::seal::{Draft, PreparedKeys, seal_with_rng};
//!
//! # fn main() -> Result<(), waxseal::Error> {
//! let now = 1_800_000_000;
//! let policy = Policy::parse(r#"
//!     merchant = "Acme Books"
//!     env = "live"
//!     origins = ["https://shop.example"]
//!     [roles.fulfilment]
//!     [fields.name]
//!     role = "fulfilment"
//!     purpose = "Address the parcel"
//! "#)?;
//! let identity = SigningKey::generate(&mut SysRng)?;
//! let secret = AgreementKey::generate(&mut SysRng)?;
//! let kid = secret.public().thumbprint();
//! let key = RecipientKey {
//!     public: secret.public(), kid, role: "fulfilment".into(), group: None,
//!     nbf: now, exp: now + 31_536_000,
//! };
//! let signing =
//!     Signing { policy: &policy, keys: &[key], revoked: &[], last_version: 0, days: 90 };
//! let jws = sign(&signing, &identity, now)?;
//!
//! // The page:
//! let pin = identity.public().thumbprint();
//! let manifest = Manifest::verify(&jws, &pin.to_uri())?;
//! let fields = [("name".to_owned(), "Ada Lovelace".to_owned().into())];
//! let draft = Draft {
//!     fields: &fields, form: None, group: None, reference: Some("A-1001"),
//!     origin: "https://shop.example",
//! };
//! let line = seal_with_rng(&manifest, &draft, &mut PreparedKeys::default(), now, &mut SysRng)?;
//!
//! // The desk:
//! let keys = Keyring::from([(kid, RoleKey { secret, role: "fulfilment".into(), group: None })]);
//! let desk = Desk { keys: &keys, manifests: &[manifest], identities: &[pin] };
//! let opened = desk.open(&line)?;
//! assert_eq!(opened.fields[0].value.as_str(), "Ada Lovelace");
//! assert_eq!(opened.header.reference.as_deref(), Some("A-1001"));
//! # Ok(())
//! # }
//! ```

#![cfg_attr(all(target_arch = "wasm32", not(feature = "inspect")), no_std)]
#![cfg_attr(
    all(target_arch = "wasm32", feature = "inspect"),
    allow(
        dead_code,
        unused_imports,
        reason = "the modules for servers and tests use parts of a room"
    )
)]

extern crate alloc;

mod error;
pub mod field;
#[cfg(any(not(target_arch = "wasm32"), feature = "inspect"))]
pub mod inspect;
pub mod jose;
pub mod manifest;
#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
pub mod open;
pub mod order;
pub mod page;
pub mod policy;
mod prelude;
#[cfg(not(target_arch = "wasm32"))]
pub mod reseal;
pub mod seal;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use error::{Code, Error};
