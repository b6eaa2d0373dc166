//! JSON as the page's own `JSON` reads it.

use wasm_bindgen::{JsCast, JsValue};

use super::browser::{List, entries, parse_json};
use crate::Error;
use crate::jose::Json;
use crate::jose::json::{MAX_DEPTH, not_json, scan};
use crate::prelude::*;

/// The page's [`Parse`](crate::jose::json::Parse).
pub(super) fn parse(text: &str) -> Result<Json, Error> {
    let members = scan::members(text).ok_or_else(not_json)?;
    let value = parse_json(text).map_err(|_| not_json())?;
    let mut reader = Reader { members: 0 };
    let json = reader.value(&value, 0)?;
    // Of a member that is there twice, JSON.parse takes the last.
    if reader.members == members { Ok(json) } else { Err(not_json()) }
}

struct Reader {
    members: usize,
}

impl Reader {
    fn value(&mut self, value: &JsValue, depth: usize) -> Result<Json, Error> {
        if let Some(text) = value.as_string() {
            return Ok(Json::String(text));
        }
        if let Some(number) = value.as_f64() {
            return Ok(number_of(number));
        }
        if let Some(truth) = value.as_bool() {
            return Ok(Json::Bool(truth));
        }
        if value.is_null() {
            return Ok(Json::Null);
        }
        if depth == MAX_DEPTH {
            return Err(not_json());
        }
        if value.is_array() {
            return self.array(value, depth + 1);
        }
        self.object(value, depth + 1)
    }

    fn array(&mut self, array: &JsValue, depth: usize) -> Result<Json, Error> {
        let mut items = Vec::new();
        for entry in entries(array).iter() {
            let entry: &List = entry.unchecked_ref();
            items.push(self.value(&entry.get(1), depth)?);
        }
        Ok(Json::Array(items))
    }

    /// Own members alone: what a page's address wrote into `Object.prototype` is not what the
    /// merchant signed.
    fn object(&mut self, object: &JsValue, depth: usize) -> Result<Json, Error> {
        let mut members = Vec::new();
        for entry in entries(object).iter() {
            let entry: &List = entry.unchecked_ref();
            let name = entry.get(0).as_string().ok_or_else(not_json)?;
            self.members += 1;
            members.push((name, self.value(&entry.get(1), depth)?));
        }
        Ok(Json::Object(members))
    }
}

#[expect(clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "2^53 - 1 at most")]
fn number_of(number: f64) -> Json {
    let is_integer = number >= 0.0
        && number.is_sign_positive()
        && number <= Json::MAX_INTEGER as f64
        && number as u64 as f64 == number;
    if is_integer { Json::Integer(number as u64) } else { Json::OtherNumber }
}
