//! What a policy may say of one field.

use ::toml::Spanned;

use super::words::{line_of_text, word};
use crate::Error;
use crate::field::{Kind, autofill, is_security_code};
use crate::policy::toml::{FieldTable, Source};
use crate::policy::{Archive, Field, parse_days};

const KINDS: &str =
    "the kinds are text, name, email, tel, postal-code, card, expiry and national-id";

pub(super) fn field(
    source: Source<'_>,
    name: &Spanned<String>,
    table: &FieldTable,
    roles: &[String],
) -> Result<Field, Error> {
    let check = Check { source, name, table };
    check.token()?;
    check.role(roles)?;
    let kind = check.kind()?;
    let field = Field {
        name: name.get_ref().clone(),
        role: table.role.get_ref().clone(),
        kind,
        purpose: check.purpose()?,
        required: table.required,
        keep_days: check.keep_days()?,
        archive: check.archive()?,
        also_pass: table.also_pass.as_ref().is_some_and(|also_pass| *also_pass.get_ref()),
        mask: table.mask.unwrap_or(kind.masked_by_default() || is_security_code(name.get_ref())),
    };
    check.clear_entry(&field)?;
    check.security_code(&field)?;
    Ok(field)
}

struct Check<'a> {
    source: Source<'a>,
    name: &'a Spanned<String>,
    table: &'a FieldTable,
}

impl Check<'_> {
    fn refuse<T, U>(&self, at: Option<&Spanned<T>>, reason: &'static str) -> Result<U, Error> {
        let name = self.name.get_ref();
        Err(match at {
            Some(at) => self.source.refuse(at, name, reason),
            None => self.source.refuse(self.name, name, reason),
        })
    }

    fn token(&self) -> Result<(), Error> {
        match self.name.get_ref().as_str() {
            "on" | "off" => self.refuse(Some(self.name), "on and off are not names of fields"),
            _ => Ok(()),
        }
    }

    fn role(&self, roles: &[String]) -> Result<(), Error> {
        if roles.contains(self.table.role.get_ref()) {
            return Ok(());
        }
        self.refuse(Some(&self.table.role), "the role of this field is not declared")
    }

    fn purpose(&self) -> Result<String, Error> {
        let purpose = &self.table.purpose;
        match purpose.get_ref().trim() {
            "" => self.refuse(Some(purpose), "the purpose of this field is empty"),
            _ => line_of_text(self.source, purpose, self.name.get_ref()),
        }
    }

    fn kind(&self) -> Result<Kind, Error> {
        match &self.table.kind {
            Some(kind) => word(self.source, kind, self.name.get_ref(), Kind::parse, KINDS),
            None => Ok(Kind::of_field(self.name.get_ref())),
        }
    }

    fn keep_days(&self) -> Result<Option<u32>, Error> {
        const REASON: &str = "keep is a number of days from \"0d\" to \"36500d\"";
        match &self.table.keep {
            Some(keep) => {
                word(self.source, keep, self.name.get_ref(), parse_days, REASON).map(Some)
            }
            None => Ok(None),
        }
    }

    fn archive(&self) -> Result<Archive, Error> {
        const REASON: &str = "archive is \"mask\", \"drop\" or \"keep\"";
        match &self.table.archive {
            Some(archive) => {
                word(self.source, archive, self.name.get_ref(), Archive::parse, REASON)
            }
            None => Ok(Archive::Drop),
        }
    }

    /// A card's number and its security code never leave in clear, and no field in the entry of
    /// the sealed order.
    fn clear_entry(&self, field: &Field) -> Result<(), Error> {
        let at = self.table.also_pass.as_ref();
        match field {
            Field { also_pass: false, .. } => Ok(()),
            Field { kind, name, .. } if *kind == Kind::Card || is_card_number(name) => {
                self.refuse(at, "a card number never leaves in clear")
            }
            Field { name, .. } if is_security_code(name) => {
                self.refuse(at, "a card security code never leaves in clear")
            }
            Field { name, .. } if name == "sealed" => {
                self.refuse(at, "the order itself leaves in an entry of this name")
            }
            _ => Ok(()),
        }
    }

    fn security_code(&self, field: &Field) -> Result<(), Error> {
        let FieldTable { allow_csc, keep, archive, .. } = self.table;
        if !is_security_code(&field.name) {
            return match allow_csc {
                Some(at) => self.refuse(Some(at), "allow-csc is for cc-csc alone"),
                None => Ok(()),
            };
        }
        if !allow_csc.as_ref().is_some_and(|allowed| *allowed.get_ref()) {
            return self.refuse(allow_csc.as_ref(), "a card security code needs allow-csc = true");
        }
        if field.keep_days != Some(0) {
            return self.refuse(keep.as_ref(), "a card security code needs keep = \"0d\"");
        }
        match field.archive {
            Archive::Drop => Ok(()),
            _ => self.refuse(archive.as_ref(), "a card security code is never archived"),
        }
    }
}

/// Whatever kind the policy gives it.
fn is_card_number(name: &str) -> bool {
    autofill::token(name) == "cc-number"
}

#[cfg(test)]
mod tests {
    use super::{KINDS, Kind};

    #[test]
    fn the_error_lists_every_kind() {
        let (last, others) = Kind::ALL.split_last().expect("some");
        let others: Vec<&str> = others.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(KINDS, format!("the kinds are {} and {}", others.join(", "), last.as_str()));
    }
}
