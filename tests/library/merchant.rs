//! A merchant for tests: an identity, role keys and a published manifest, all fresh.

use getrandom::SysRng;
use waxseal::Error;
use waxseal::jose::jwk::{AgreementKey, SigningKey, Thumbprint};
use waxseal::manifest::{Manifest, RecipientKey, Signing, sign};
use waxseal::open::{Desk, Keyring, Opened, RoleKey};
use waxseal::policy::Policy;
use waxseal::seal::{Draft, PreparedKeys, seal_with_rng};
use zeroize::Zeroizing;

/// The second at which everything in these tests happens.
pub(crate) const NOW: u64 = 1_800_000_000;
/// The page of these tests.
pub(crate) const ORIGIN: &str = "https://shop.example";
/// A policy of two roles.
pub(crate) const POLICY: &str = r#"
merchant = "Acme Books"
env = "live"
origins = ["https://shop.example"]
pass = ["cart"]

[roles.fulfilment]
[roles.payments]

[fields.name]
role = "fulfilment"
purpose = "Address the parcel"
required = true
[fields.street-address]
role = "fulfilment"
purpose = "Address the parcel"
[fields.email]
role = "fulfilment"
purpose = "Confirm the order"
[fields.cc-number]
role = "payments"
purpose = "Take the payment"
keep = "7d"
archive = "mask"
"#;

/// What a merchant holds.
pub(crate) struct Merchant {
    pub(crate) identity: SigningKey,
    pub(crate) keys: Keyring,
    pub(crate) recipients: Vec<RecipientKey>,
    pub(crate) manifests: Vec<Manifest>,
    /// The newest as it is served.
    pub(crate) jws: String,
}

impl Merchant {
    /// A merchant who has published this policy once.
    pub(crate) fn of(policy: &str) -> Self {
        let policy = Policy::parse(policy).expect("a policy");
        let identity = SigningKey::generate(&mut SysRng).expect("randomness");
        let mut merchant = Self {
            identity,
            keys: Keyring::new(),
            recipients: vec![],
            manifests: vec![],
            jws: String::new(),
        };
        let groups = if policy.groups.is_empty() {
            vec![None]
        } else {
            policy.groups.iter().cloned().map(Some).collect()
        };
        for role in &policy.roles {
            for group in &groups {
                merchant.add_key(role, group.clone());
            }
        }
        merchant.publish(&policy, &[]);
        merchant
    }

    pub(crate) fn new() -> Self {
        Self::of(POLICY)
    }

    pub(crate) fn add_key(&mut self, role: &str, group: Option<String>) {
        let secret = AgreementKey::generate(&mut SysRng).expect("randomness");
        let public = secret.public();
        let kid = public.thumbprint();
        self.recipients.push(RecipientKey {
            public,
            kid,
            role: role.into(),
            group: group.clone(),
            nbf: NOW,
            exp: NOW + 400 * 86_400,
        });
        self.keys.insert(kid, RoleKey { secret, role: role.into(), group });
    }

    pub(crate) fn publish(&mut self, policy: &Policy, revoked: &[Thumbprint]) {
        let last_version = self.manifests.last().map_or(0, |manifest| manifest.version);
        let keys = &self.recipients;
        let signing = Signing { policy, keys, revoked, last_version, days: 90 };
        let jws = sign(&signing, &self.identity, NOW).expect("a manifest");
        let manifest = Manifest::verify(&jws, &self.pin()).expect("trusted");
        self.manifests.push(manifest);
        self.jws = jws;
    }

    pub(crate) fn pin(&self) -> String {
        self.identity.public().thumbprint().to_uri()
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        self.manifests.last().expect("published")
    }

    pub(crate) fn seal(&self, fields: &[(&str, &str)]) -> Result<String, Error> {
        self.seal_draft(&Draft { fields: &owned(fields), ..empty() })
    }

    pub(crate) fn seal_draft(&self, draft: &Draft<'_>) -> Result<String, Error> {
        let mut ready = PreparedKeys::default();
        seal_with_rng(self.manifest(), draft, &mut ready, NOW, &mut SysRng)
    }

    pub(crate) fn open(&self, line: &str) -> Result<Opened, Error> {
        self.at_the_desk(|desk| desk.open(line))
    }

    pub(crate) fn at_the_desk<T>(&self, work: impl FnOnce(&Desk<'_>) -> T) -> T {
        let identities = [self.identity.public().thumbprint()];
        let (keys, manifests) = (&self.keys, &self.manifests);
        work(&Desk { keys, manifests, identities: &identities })
    }
}

/// A draft without fields.
pub(crate) fn empty<'a>() -> Draft<'a> {
    Draft { fields: &[], form: None, group: None, reference: None, origin: ORIGIN }
}

/// Fields as a page hands them over.
pub(crate) fn owned(fields: &[(&str, &str)]) -> Vec<(String, Zeroizing<String>)> {
    let own = |(name, value): &(&str, &str)| ((*name).into(), Zeroizing::new((*value).into()));
    fields.iter().map(own).collect()
}

/// Names and values of an opened order.
pub(crate) fn values(opened: &Opened) -> Vec<(&str, &str)> {
    opened.fields.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect()
}
