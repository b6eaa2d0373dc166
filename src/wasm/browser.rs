//! What the browser has of its own, as far as the module uses it: JSON, a place to keep manifests, and
//! the entries of a form. Declared here, for the crates that declare all of a browser bring code that
//! nobody calls into the module.

use wasm_bindgen::prelude::*;

use crate::page::{Kept, Leaving};
use crate::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An array.
    pub(super) type List;
    #[wasm_bindgen(method, getter)]
    fn length(this: &List) -> u32;
    #[wasm_bindgen(method, indexing_getter)]
    pub(super) fn get(this: &List, at: u32) -> JsValue;
    /// Of whatever can be iterated.
    #[wasm_bindgen(js_namespace = Array, js_name = from)]
    fn list(from: &JsValue) -> List;

    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub(super) fn parse_json(text: &str) -> Result<JsValue, JsValue>;
    /// The own members of an object, or the items of an array: pairs of name and value.
    #[wasm_bindgen(js_namespace = Object)]
    pub(super) fn entries(of: &JsValue) -> List;

    /// `Storage` of the Web Storage API. It may be full or off.
    pub type Storage;
    #[wasm_bindgen(catch, method, js_name = getItem)]
    fn get_item(this: &Storage, name: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(catch, method, js_name = setItem)]
    fn set_item(this: &Storage, name: &str, text: &str) -> Result<(), JsValue>;

    /// `FormData` of the XMLHttpRequest standard.
    pub type FormData;
    #[wasm_bindgen(method)]
    fn keys(this: &FormData) -> JsValue;
    #[wasm_bindgen(method)]
    fn delete(this: &FormData, name: &str);
    #[wasm_bindgen(method)]
    fn append(this: &FormData, name: &str, value: &str);
    #[wasm_bindgen(method)]
    fn set(this: &FormData, name: &str, value: &str);
}

impl List {
    pub(super) fn iter(&self) -> impl Iterator<Item = JsValue> {
        (0..self.length()).map(|at| self.get(at))
    }
}

/// `localStorage`, if it can be had.
pub(super) struct InStorage(pub(super) Option<Storage>);

impl Kept for InStorage {
    fn recall(&self, name: &str) -> Option<String> {
        self.0.as_ref()?.get_item(name).ok().flatten()
    }

    fn remember(&self, name: &str, text: &str) {
        if let Some(storage) = &self.0 {
            let _ = storage.set_item(name, text);
        }
    }
}

/// Leaves in `data` what may leave, and the sealed line. Returns the names that the policy does not
/// know.
pub(super) fn filter(
    data: &FormData,
    leaving: &Leaving<'_>,
    into: &str,
    line: Option<&str>,
) -> Vec<String> {
    let mut names = Vec::new();
    for name in list(&data.keys()).iter() {
        let name = name.as_string().unwrap_or_default();
        if !leaving.keeps(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names.iter().for_each(|name| data.delete(name));
    for (name, value) in leaving.also_passed() {
        data.append(name, value);
    }
    if let Some(line) = line {
        data.set(into, line);
    }
    names.retain(|name| !leaving.is_own(name));
    names
}
