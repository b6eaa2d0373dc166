//! The protected header of a part, as a reader finds it. Unknown members are ignored.

use super::{CTY, OrderHeader, Ours, TYP};
use crate::jose::jwk::Thumbprint;
use crate::jose::{Json, base64url};
use crate::prelude::*;
use crate::{Code, Error};

impl OrderHeader {
    /// Reads what a header says of its order.
    pub(crate) fn read(header: &Json) -> Result<Self, Error> {
        if header.string_member("typ")? != TYP || header.string_member("cty")? != CTY {
            return Err(Error::new(Code::Unsupported, "a JWE that is not an order"));
        }
        Ok(Self {
            origin: header.string_member("origin")?.into(),
            to: Thumbprint::parse(header.string_member("to")?)?,
            jti: order_number(header)?,
            iat: header.integer_member("iat")?,
            ver: header.integer_member("ver")?,
            roles: roles(header)?,
            group: header.optional_string("grp")?.map(Into::into),
            form: header.optional_string("form")?.map(Into::into),
            reference: header.optional_string("ref")?.map(Into::into),
        })
    }
}

impl Ours {
    pub(crate) fn read(header: &Json) -> Result<Self, Error> {
        let was = match header.get("was") {
            Some(_) => header.strings_member("was")?,
            None => Vec::new(),
        };
        let rew = header.get("rew").map(|_| header.integer_member("rew"));
        Ok(Self {
            was: was.iter().map(|kid| Thumbprint::parse(kid)).collect::<Result<_, _>>()?,
            rew: rew.transpose()?,
            red: match header.get("red") {
                None => false,
                Some(Json::Bool(true)) => true,
                Some(_) => {
                    return Err(Error::new(Code::Malformed, "it is true or not there").about("red"));
                }
            },
        })
    }
}

fn order_number(header: &Json) -> Result<String, Error> {
    let jti = header.string_member("jti")?;
    base64url::decode_array::<16>(jti)?;
    Ok(jti.into())
}

fn roles(header: &Json) -> Result<Vec<String>, Error> {
    let roles = header.strings_member("parts")?;
    if roles.is_sorted_by(|a, b| a < b) && !roles.is_empty() {
        return Ok(roles);
    }
    Err(Error::new(Code::Malformed, "the parts are not sorted and unique").about("parts"))
}
