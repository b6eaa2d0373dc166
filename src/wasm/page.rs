//! The module of a page: synchronous, and nothing that opens.

use getrandom::SysRng;
use wasm_bindgen::prelude::*;
use web_sys::{FormData, Storage};

use super::answer::{Answer, thrown};
use super::browser::{self, InStorage};
use super::packet::Packet;
use super::{json, report, seconds};
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

    /// The manifest's payload. No part of it inherits.
    pub fn manifest(&self) -> Answer<JsValue> {
        json::value(self.0.payload()).map_err(|error| thrown(&error))
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

    /// The name of the field that an input is; empty, if it names none.
    #[wasm_bindgen(js_name = fieldOf)]
    pub fn field_of(&self, explicit: &str, autocomplete: &str) -> String {
        self.0.place(explicit, autocomplete).field
    }

    /// The canonical form of a field's value, or why it has none. The packet has the field and the
    /// value.
    pub fn canonical(&self, packet: &[u8]) -> Answer<String> {
        let canonical = Packet::new(packet).field().and_then(|(name, value)| {
            let canonical = self.0.canonical(&name, &value)?;
            Ok(String::clone(&canonical))
        });
        canonical.map_err(|error| thrown(&error))
    }

    /// Whether an input is to be emptied on a page that is back.
    #[wasm_bindgen(js_name = isSecret)]
    pub fn is_secret(&self, explicit: &str, autocomplete: &str) -> bool {
        self.0.is_secret(explicit, autocomplete)
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
    let now = seconds(now);
    page::Page::load_with_rng(served, &terms, &kept, json::parse, now, &mut SysRng).map(Page)
}
