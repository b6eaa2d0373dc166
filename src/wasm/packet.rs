//! What comes in: texts one after the other, in one array of bytes. Before each stands its length in
//! four bytes, little-endian: the highest bit is set if it is not all that the page had, for the page's
//! text had no UTF-8; all bits are set if there is no text.

use zeroize::Zeroizing;

use crate::page::{Choice, Input, Value};
use crate::prelude::*;
use crate::{Code, Error};

const ABSENT: u32 = u32::MAX;
const DAMAGED: u32 = 1 << 31;

/// The rest of a packet.
pub(super) struct Packet<'a>(&'a [u8]);

impl<'a> Packet<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// A number of things to come.
    pub(super) fn count(&mut self) -> Result<usize, Error> {
        Ok(self.number()? as usize)
    }

    /// A text that the page sees to it is whole.
    pub(super) fn text(&mut self) -> Result<&'a str, Error> {
        Ok(self.optional()?.map_or("", |text| text.text))
    }

    /// Texts, after their number.
    pub(super) fn texts(&mut self) -> Result<Vec<&'a str>, Error> {
        let mut texts = Vec::new();
        for _ in 0..self.count()? {
            texts.push(self.text()?);
        }
        Ok(texts)
    }

    pub(super) fn optional(&mut self) -> Result<Option<Value<'a>>, Error> {
        let number = self.number()?;
        if number == ABSENT {
            return Ok(None);
        }
        let (bytes, rest) =
            self.0.split_at_checked((number & !DAMAGED) as usize).ok_or_else(cut)?;
        self.0 = rest;
        let text = core::str::from_utf8(bytes).map_err(|_| cut())?;
        Ok(Some(Value { text, is_whole: number & DAMAGED == 0 }))
    }

    /// A text, whole or not; nothing, if there is none.
    pub(super) fn maybe(&mut self) -> Result<Option<&'a str>, Error> {
        Ok(self.optional()?.map(|text| text.text))
    }

    fn number(&mut self) -> Result<u32, Error> {
        let (number, rest) = self.0.split_first_chunk().ok_or_else(cut)?;
        self.0 = rest;
        Ok(u32::from_le_bytes(*number))
    }

    /// Form, group and reference.
    pub(super) fn choice(&mut self) -> Result<Choice<'a>, Error> {
        let (form, group) = (self.maybe()?, self.maybe()?);
        match self.optional()? {
            Some(Value { is_whole: false, .. }) => Err(not_text("ref")),
            reference => Ok(Choice { form, group, reference: reference.map(|text| text.text) }),
        }
    }

    /// Names and values.
    pub(super) fn fields(&mut self) -> Result<Vec<(String, Zeroizing<String>)>, Error> {
        let mut fields = Vec::new();
        for _ in 0..self.count()? {
            let (name, value) = self.field()?;
            fields.push((name.into(), Zeroizing::new(value.into())));
        }
        Ok(fields)
    }

    /// A name and a value.
    pub(super) fn field(&mut self) -> Result<(&'a str, &'a str), Error> {
        let name = self.text()?;
        match self.optional()? {
            Some(Value { text, is_whole: true }) => Ok((name, text)),
            _ => Err(not_text(name)),
        }
    }

    /// The inputs of a form.
    pub(super) fn inputs(&mut self) -> Result<Vec<Input<'a>>, Error> {
        let mut inputs = Vec::new();
        for _ in 0..self.count()? {
            inputs.push(self.input()?);
        }
        Ok(inputs)
    }

    fn input(&mut self) -> Result<Input<'a>, Error> {
        Ok(Input {
            explicit: self.text()?,
            autocomplete: self.text()?,
            kind: self.text()?,
            is_disabled: self.count()? != 0,
            name: self.optional()?.map(|name| name.text),
            values: self.values()?,
        })
    }

    fn values(&mut self) -> Result<Option<Vec<Value<'a>>>, Error> {
        let count = self.number()?;
        if count == ABSENT {
            return Ok(None);
        }
        let mut values = Vec::new();
        for _ in 0..count {
            values.push(self.optional()?.unwrap_or(Value { text: "", is_whole: false }));
        }
        Ok(Some(values))
    }
}

fn not_text(name: &str) -> Error {
    Error::new(Code::InvalidField, "is not well-formed text").about(name)
}

/// The page's own scripts write packets whole.
fn cut() -> Error {
    Error::new(Code::Io, "a packet that is not whole")
}
