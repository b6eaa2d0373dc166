//! The passphrase of what is being made: given, or made here and shown once.

use getrandom::SysRng;
use waxseal::Error;
use zeroize::Zeroizing;

use super::{Source, generate};
use crate::failure::Outcome;
use crate::files::Modes;
use crate::ui;

/// Fewer characters than these are worth a word.
const SHORT: usize = 16;

/// A new passphrase.
pub(crate) struct New {
    pub(crate) text: Zeroizing<String>,
    is_made: bool,
}

impl New {
    /// What is not given is made: nobody invents a good one at this moment.
    pub(crate) fn read(source: &Source, what: &str) -> Outcome<Self> {
        match source {
            Source::Terminal => Self::make(),
            given => given.read(what, Modes::Checked).map(|text| Self::given(text, what)),
        }
    }

    /// One that was made here.
    pub(crate) fn make() -> Outcome<Self> {
        Ok(Self { text: generate(&mut SysRng)?, is_made: true })
    }

    /// One that the person has already. A short one is soon guessed by who has the file; how good
    /// a long one is nobody can count.
    pub(crate) fn given(text: Zeroizing<String>, what: &str) -> Self {
        if text.chars().count() < SHORT {
            ui::warn(&format!(
                "the passphrase of the {what} has fewer than {SHORT} characters: who has a copy of \
                 the file may guess it"
            ));
        }
        Self { text, is_made: false }
    }

    /// The same for another thing; what there is to say of it was said.
    pub(crate) fn same(other: &Self) -> Self {
        Self { text: other.text.clone(), is_made: false }
    }

    /// Prints it, this once, if nobody knows it yet.
    pub(crate) fn show(&self, what: &str) -> Result<(), Error> {
        if self.is_made { ui::show_passphrase(what, &self.text) } else { Ok(()) }
    }
}
