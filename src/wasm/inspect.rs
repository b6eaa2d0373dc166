//! The module for a shop's server.

use wasm_bindgen::prelude::*;

use super::answer::{Answer, mistake, thrown};
use super::packet::Packet;
use super::seconds;
use crate::Error;
use crate::inspect::{self, Claim, Expected};
use crate::jose::json::Writer;
use crate::jose::jwk::Thumbprint;
use crate::manifest::Manifest;
use crate::order::Order;

/// Holds a line against what the server knows, and says what it says of itself, as JSON. The packet
/// has the line; the manifests; the pins, if they are given, after whether they are; the reference
/// likewise; group and form.
///
/// What is amiss with the manifests or the pins is the server's own mistake, and thrown as such.
#[wasm_bindgen]
pub fn inspect(packet: &[u8], now: f64, max_age: f64) -> Answer<String> {
    let given = Given::read(packet).map_err(|error| thrown(&error))?;
    let manifests = given.manifests().ok_or_else(|| {
        mistake("`manifest` is not the text of a waxseal.jws, or a list of such texts")
    })?;
    let identities = given.identities(&manifests).ok_or_else(|| {
        mistake("`pin` is not one: urn:ietf:params:oauth:jwk-thumbprint:sha-256:…")
    })?;
    let expected = Expected {
        manifests: &manifests,
        identities: &identities,
        reference: given.reference,
        group: given.group,
        form: given.form,
        now: seconds(now),
        max_age,
    };
    inspect::inspect(given.line, &expected).map(|order| report(&order)).map_err(|e| thrown(&e))
}

struct Given<'a> {
    line: &'a str,
    texts: Vec<Option<&'a str>>,
    /// Outside: whether they are given at all.
    pins: Option<Option<&'a str>>,
    reference: Claim<'a>,
    group: Option<&'a str>,
    form: Option<&'a str>,
}

impl<'a> Given<'a> {
    fn read(packet: &'a [u8]) -> Result<Self, Error> {
        let mut packet = Packet::new(packet);
        let line = packet.text()?;
        let mut texts = Vec::new();
        for _ in 0..packet.count()? {
            texts.push(packet.maybe()?);
        }
        let (has_pins, pins) = (packet.count()? != 0, packet.maybe()?);
        let (has_reference, reference) = (packet.count()? != 0, packet.maybe()?);
        Ok(Self {
            line,
            texts,
            pins: has_pins.then_some(pins),
            reference: match reference {
                Some(reference) => Claim::Is(reference),
                None if has_reference => Claim::Lost,
                None => Claim::Any,
            },
            group: packet.maybe()?,
            form: packet.maybe()?,
        })
    }

    fn manifests(&self) -> Option<Vec<Manifest>> {
        let read = |text: &Option<&str>| Manifest::unverified((*text)?).ok();
        let manifests: Option<Vec<Manifest>> = self.texts.iter().map(read).collect();
        manifests.filter(|manifests| !manifests.is_empty())
    }

    fn identities(&self, manifests: &[Manifest]) -> Option<Vec<Thumbprint>> {
        let Some(pins) = self.pins else {
            return Some(manifests.iter().map(|manifest| manifest.identity).collect());
        };
        let pins = pins?.split_ascii_whitespace().map(Thumbprint::parse_uri);
        let identities: Vec<Thumbprint> = pins.collect::<Result<_, _>>().ok()?;
        (!identities.is_empty()).then_some(identities)
    }
}

fn report(order: &Order<'_>) -> String {
    let parts: Vec<String> = order
        .parts
        .iter()
        .map(|part| {
            let mut members = Writer::default();
            members.string("role", &part.role).string("kid", &part.kid.encode());
            members.integer("bytes", part.len() as u64);
            if let Some(alg) = part.unknown_alg() {
                members.string("alg", alg);
            }
            members.finish()
        })
        .collect();
    let header = &order.header;
    let mut report = Writer::default();
    report
        .string("jti", &header.jti)
        .string("origin", &header.origin)
        .integer("iat", header.iat)
        .integer("ver", header.ver)
        .strings("roles", &header.roles)
        .objects("parts", &parts);
    let optional = [("ref", &header.reference), ("group", &header.group), ("form", &header.form)];
    for (name, value) in optional {
        if let Some(value) = value {
            report.string(name, value);
        }
    }
    report.finish()
}
