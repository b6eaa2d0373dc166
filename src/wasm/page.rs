//! The module of a page: synchronous, and nothing that opens.

use getrandom::SysRng;
use wasm_bindgen::prelude::*;

use super::answer::{Answer, thrown};
use super::browser::{self, FormData, InStorage, Storage};
use super::packet::Packet;
use super::{json, report};
use crate::page::{self, Terms};
use crate::prelude::*;
use crate::{Code, Error};

/// A page with its manifest.
#[wasm_bindgen]
pub struct Page(page::Page);

/// A form that was read. Its values are wiped when it is freed.
#[wasm_bindgen]
pub struct Reading(page::Reading);

#[wasm_bindgen]
impl Page {
    /// The packet has the manifest, the pins and the origin.
    pub fn load(
        packet: &[u8],
        min_version: f64,
        now: f64,
        storage: Option<Storage>,
    ) -> Answer<Page> {
        load(packet, min_version, now, storage).map_err(|error| thrown(&error))
    }

    /// The manifest's payload: JSON.
    pub fn manifest(&self) -> String {
        self.0.payload().into()
    }

    /// The thumbprint of the identity that signed it.
    pub fn identity(&self) -> String {
        self.0.manifest().identity.encode()
    }

    /// Whether the one that was served is older than one that was seen before.
    #[wasm_bindgen(js_name = isRolledBack)]
    pub fn is_rolled_back(&self) -> bool {
        self.0.is_rolled_back()
    }

    /// Throws if the manifest is not valid any more.
    pub fn check(&self, now: f64) -> Answer<()> {
        self.0.check(seconds(now)).map_err(|error| thrown(&error))
    }

    /// Whether an entry of this name may leave unsealed.
    pub fn passes(&self, entry: &str) -> bool {
        self.0.passes(entry)
    }

    /// The field that an input is: its name and, in a second line, the part of it.
    pub fn place(&self, explicit: &str, autocomplete: &str) -> String {
        let place = self.0.place(explicit, autocomplete);
        join_with("\n", &[&place.field, &place.part.unwrap_or_default()])
    }

    /// The canonical form of a field's value, or why it has none. The packet has the field and the
    /// value.
    pub fn canonical(&self, packet: &[u8]) -> Answer<String> {
        let fields = Packet::new(packet).fields();
        let canonical = |fields: Vec<_>| self.0.canonical(&fields);
        fields.and_then(canonical).map_err(|error| thrown(&error))
    }

    /// Seals one order. The packet has form, group and reference, then the fields.
    pub fn seal(&self, packet: &[u8], now: f64) -> Answer<String> {
        let mut packet = Packet::new(packet);
        let order = packet.choice().and_then(|choice| Ok((choice, packet.fields()?)));
        let seal = |(choice, fields): (_, Vec<_>)| {
            self.0.seal_with_rng(&fields, &choice, seconds(now), &mut SysRng)
        };
        order.and_then(seal).map_err(|error| thrown(&error))
    }

    /// Reads a form. The packet has the policy's form, then the inputs.
    pub fn read(&self, packet: &[u8]) -> Answer<Reading> {
        let mut packet = Packet::new(packet);
        let form = packet.optional();
        let given = form.and_then(|form| Ok((form.map(|form| form.text), packet.inputs()?)));
        let read = |(form, inputs): (_, Vec<_>)| Reading(self.0.read(form, &inputs));
        given.map(read).map_err(|error| thrown(&error))
    }

    /// Seals what was read. The packet has form, group and reference.
    #[wasm_bindgen(js_name = sealReading)]
    pub fn seal_reading(&self, reading: &Reading, packet: &[u8], now: f64) -> Answer<String> {
        let choice = Packet::new(packet).choice();
        let seal =
            |choice| self.0.seal_with_rng(&reading.0.values, &choice, seconds(now), &mut SysRng);
        choice.and_then(seal).map_err(|error| thrown(&error))
    }

    /// Leaves in the entries what may leave, and the line. Returns the names that the policy does
    /// not know, as JSON.
    pub fn filter(
        &self,
        reading: &Reading,
        data: &FormData,
        into: &str,
        line: Option<String>,
    ) -> String {
        let leaving = self.0.leaving(&reading.0, into);
        report::names(&browser::filter(data, &leaving, into, line.as_deref()))
    }

    /// Makes ready what the next order needs. The packet has form, group and reference.
    pub fn prepare(&self, packet: &[u8], now: f64) -> Answer<()> {
        let choice = Packet::new(packet).choice();
        let prepare = |choice| self.0.prepare_with_rng(&choice, seconds(now), &mut SysRng);
        choice.and_then(prepare).map_err(|error| thrown(&error))
    }

    /// Forgets what was made ready.
    pub fn wipe(&self) {
        self.0.wipe();
    }
}

#[wasm_bindgen]
impl Reading {
    /// What was found, as JSON: problems and names, never values.
    pub fn report(&self) -> String {
        report::reading(&self.0)
    }
}

fn load(
    packet: &[u8],
    min_version: f64,
    now: f64,
    storage: Option<Storage>,
) -> Result<Page, Error> {
    let mut packet = Packet::new(packet);
    let [served, pins, origin] = [packet.text()?, packet.text()?, packet.text()?];
    // Not a number would be no minimum at all.
    if min_version.is_nan() || min_version < 0.0 {
        return Err(Error::new(Code::Policy, "is not a version").about("minVersion"));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
    let terms = Terms { pins, origin, min_version: min_version as u64 };
    let kept = InStorage(storage);
    page::Page::load(served, &terms, &kept, json::parse, seconds(now)).map(Page)
}

/// Of milliseconds. A clock from before 1970 is taken for 1970.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
fn seconds(milliseconds: f64) -> u64 {
    (milliseconds / 1000.0) as u64
}
