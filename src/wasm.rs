//! The module's face to JavaScript: converts, calls, converts. No decision is made here.

use getrandom::SysRng;
use js_sys::{Array, JSON, Object};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use crate::jose::Json;
use crate::manifest::Manifest;
use crate::seal::{Draft, PreparedKeys, seal_with_rng};
use crate::{Code, Error};

/// A verified manifest and the keys made ready for it.
#[wasm_bindgen]
pub struct Sealer {
    manifest: Manifest,
    payload: String,
    ready: PreparedKeys,
}

#[wasm_bindgen]
impl Sealer {
    /// Verifies a manifest against pins, separated by spaces.
    #[wasm_bindgen(constructor)]
    pub fn new(jws: &str, pins: &str) -> Result<Sealer, Array> {
        let (manifest, payload) = Manifest::verify(jws, pins, parse).map_err(thrown)?;
        Ok(Self { manifest, payload, ready: PreparedKeys::default() })
    }

    /// The manifest's payload as it was signed: JSON.
    pub fn payload(&self) -> String {
        self.payload.clone()
    }

    /// The thumbprint of the identity that signed the manifest.
    pub fn identity(&self) -> String {
        self.manifest.identity.encode()
    }

    /// Checks origin, version and time (in seconds).
    pub fn validate(&self, origin: &str, min_version: f64, now: f64) -> Result<(), Array> {
        self.manifest.check(origin, min_version as u64, now as u64).map_err(thrown)
    }

    /// A field's canonical value; empty if there is none.
    pub fn canonical(&self, field: &str, value: String) -> Result<String, Array> {
        let value = Zeroizing::new(value);
        self.manifest.canonical(field, &value).map_err(thrown)
    }

    /// Whether an entry of a form may leave the page unsealed.
    pub fn passes(&self, entry: &str) -> bool {
        self.manifest.passes(entry)
    }

    /// Makes ready the keys that sealing this form may need.
    pub fn prepare(
        &mut self,
        form: Option<String>,
        group: Option<String>,
        now: f64,
    ) -> Result<(), Array> {
        let (form, group) = (form.as_deref(), group.as_deref());
        self.ready
            .prepare_with_rng(&self.manifest, form, group, now as u64, &mut SysRng)
            .map_err(thrown)
    }

    /// Seals an order. `entries` are names and values in turn.
    pub fn seal(
        &mut self,
        entries: Vec<String>,
        origin: &str,
        form: Option<String>,
        group: Option<String>,
        reference: Option<String>,
        now: f64,
    ) -> Result<String, Array> {
        let draft = Draft {
            fields: &pairs(entries),
            form: form.as_deref(),
            group: group.as_deref(),
            reference: reference.as_deref(),
            origin,
        };
        seal_with_rng(&self.manifest, &draft, &mut self.ready, now as u64, &mut SysRng)
            .map_err(thrown)
    }

    /// Forgets the keys made ready.
    pub fn wipe(&mut self) {
        self.ready.wipe();
    }
}

fn pairs(entries: Vec<String>) -> Vec<(String, Zeroizing<String>)> {
    let mut entries = entries.into_iter();
    let mut pairs = Vec::with_capacity(entries.len() / 2);
    while let (Some(name), Some(value)) = (entries.next(), entries.next()) {
        pairs.push((name, Zeroizing::new(value)));
    }
    pairs
}

/// An error as `[code, reason, subject]`, from which the TypeScript face makes its own.
fn thrown(error: Error) -> Array {
    let subject = error.subject().map_or(JsValue::UNDEFINED, JsValue::from_str);
    Array::of3(&error.code().as_str().into(), &error.reason().into(), &subject)
}

/// The page's own `JSON.parse`.
fn parse(text: &str) -> Result<Json, Error> {
    let value = JSON::parse(text).map_err(|_| Error::new(Code::Malformed, "not JSON"))?;
    Ok(convert(&value))
}

fn convert(value: &JsValue) -> Json {
    if let Some(text) = value.as_string() {
        return Json::String(text);
    }
    if let Some(number) = value.as_f64() {
        let is_integer = number >= 0.0 && number <= Json::MAX_INTEGER as f64 && number % 1.0 == 0.0;
        return if is_integer { Json::Integer(number as u64) } else { Json::OtherNumber };
    }
    if let Some(flag) = value.as_bool() {
        return Json::Bool(flag);
    }
    if let Some(array) = value.dyn_ref::<Array>() {
        return Json::Array(array.iter().map(|item| convert(&item)).collect());
    }
    value.dyn_ref::<Object>().map_or(Json::Null, |object| Json::Object(members(object)))
}

fn members(object: &Object) -> Vec<(String, Json)> {
    let entry = |entry: JsValue| {
        let entry = Array::from(&entry);
        (entry.get(0).as_string().unwrap_or_default(), convert(&entry.get(1)))
    };
    Object::entries(object).iter().map(entry).collect()
}
