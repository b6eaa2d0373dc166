//! A JWE taken apart and checked for shape.

use crate::jose::gcm::Encrypted;
use crate::jose::{Json, base64url, json};
use crate::prelude::*;
use crate::{Code, Error};

/// A JWE whose header was read, and nothing else looked at.
pub(crate) struct Outline<'a> {
    fields: [&'a str; 5],
    /// The protected header, decoded.
    pub(crate) header: Json,
}

impl<'a> Outline<'a> {
    /// # Errors
    /// `malformed` for another number of parts or a header that is not a JSON object with unique
    /// members; `unsupported` for `crit`, `zip`, `apu`, `apv` or `b64`.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Error> {
        let fields: Vec<&str> = text.split('.').collect();
        let Ok(fields) = <[&str; 5]>::try_from(fields) else {
            return Err(Error::new(Code::Malformed, "not a JWE of five parts"));
        };
        let header = decode_header(fields[0])?;
        refuse_extensions(&header)?;
        Ok(Self { fields, header })
    }

    /// The length of the ciphertext in bytes, if all parts are canonical base64url.
    pub(crate) fn ciphertext_len(&self) -> Result<usize, Error> {
        let [_, encrypted_key, iv, ciphertext, tag] = self.fields;
        for field in [encrypted_key, iv, tag] {
            base64url::decode(field)?;
        }
        Ok(base64url::decode(ciphertext)?.len())
    }
}

/// A JWE in its five parts. Nothing of it is authenticated yet.
pub(crate) struct Compact<'a> {
    /// The protected header as it stands in the text: the additional authenticated data.
    pub(crate) protected: &'a str,
    /// The protected header, decoded.
    pub(crate) header: Json,
    /// The encrypted key, empty for direct key agreement.
    pub(crate) encrypted_key: Vec<u8>,
    /// The rest.
    pub(crate) encrypted: Encrypted,
}

impl<'a> Compact<'a> {
    /// Takes a text apart.
    ///
    /// # Errors
    /// `malformed` for another number of parts, non-canonical base64url, a header that is not a
    /// JSON object with unique members, an IV that is not 96 or a tag that is not 128 bits;
    /// `unsupported` for `crit`, `zip`, `apu`, `apv` or `b64`, or another algorithm than expected.
    pub(crate) fn parse(text: &'a str, alg: &str) -> Result<Self, Error> {
        Self::read(Outline::parse(text)?, alg)
    }

    /// The same of one whose header was read.
    pub(crate) fn read(outline: Outline<'a>, alg: &str) -> Result<Self, Error> {
        let Outline { fields: [protected, encrypted_key, iv, ciphertext, tag], header } = outline;
        require(&header, "alg", alg)?;
        require(&header, "enc", "A256GCM")?;
        Ok(Self {
            protected,
            header,
            encrypted_key: base64url::decode(encrypted_key)?,
            encrypted: Encrypted {
                iv: base64url::decode_array(iv)?,
                ciphertext: base64url::decode(ciphertext)?,
                tag: base64url::decode_array(tag)?,
            },
        })
    }
}

/// The protected header of a compact JWE or JWS, decoded and not authenticated.
pub(crate) fn decode_header(protected: &str) -> Result<Json, Error> {
    let bytes = base64url::decode(protected)?;
    let text = core::str::from_utf8(&bytes)
        .map_err(|_| Error::new(Code::Malformed, "a protected header that is not UTF-8"))?;
    let header = json::parse(text)?;
    if header.as_object().is_none() {
        return Err(Error::new(Code::Malformed, "a protected header that is not an object"));
    }
    Ok(header)
}

fn refuse_extensions(header: &Json) -> Result<(), Error> {
    match ["crit", "zip", "apu", "apv", "b64"].iter().find(|name| header.get(name).is_some()) {
        None => Ok(()),
        Some(name) => {
            Err(Error::new(Code::Unsupported, "a header member not used here").about(name))
        }
    }
}

fn require(header: &Json, member: &'static str, value: &str) -> Result<(), Error> {
    if header.string_member(member)? == value {
        return Ok(());
    }
    Err(Error::new(Code::Unsupported, "another algorithm").about(member))
}
