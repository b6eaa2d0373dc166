//! What the regular checks find: one way to say it, to sort it and to end.

use waxseal::Error;

use crate::failure::{Failure, Outcome};
use crate::output::{self, Record};
use crate::ui;

/// How a command ends whose findings must not stay.
const SERIOUS: u8 = 7;

/// How much it matters, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Severity {
    /// Data is open or can be lost: today.
    Serious,
    /// It becomes serious, or weakens the protection: soon.
    Warning,
    /// To know.
    Info,
}

impl Severity {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Serious => "serious",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Something that is not as it should be.
#[derive(PartialEq)]
struct Finding {
    severity: Severity,
    code: &'static str,
    place: Option<String>,
    what: String,
    advice: String,
}

impl Finding {
    fn record(&self) -> Record {
        let mut record = Record::default();
        record.text("severity", self.severity.as_str());
        record.text("code", self.code);
        record.optional("where", self.place.as_deref());
        record.text("what", &self.what);
        record.text("do", &self.advice);
        record
    }
}

/// All that was found.
#[derive(Default)]
pub(crate) struct Findings {
    found: Vec<Finding>,
    /// Where is being looked, if there are several places.
    place: Option<String>,
}

impl Findings {
    /// From now on, this is where it is found.
    pub(crate) fn at(&mut self, place: &str) {
        self.place = Some(place.to_owned());
    }

    pub(crate) fn serious(&mut self, code: &'static str, what: impl Into<String>, advice: &str) {
        self.add(Severity::Serious, code, what.into(), advice);
    }

    pub(crate) fn warning(&mut self, code: &'static str, what: impl Into<String>, advice: &str) {
        self.add(Severity::Warning, code, what.into(), advice);
    }

    pub(crate) fn info(&mut self, code: &'static str, what: impl Into<String>, advice: &str) {
        self.add(Severity::Info, code, what.into(), advice);
    }

    /// What was to be examined cannot even be read.
    pub(crate) fn failed(&mut self, code: &'static str, failure: &Failure) {
        match failure {
            Failure::Coded(error, hint) => {
                self.error(code, error, hint.as_deref().unwrap_or("put it back from a backup"));
            }
            _ => self.serious(code, "it could not be examined", "look into it by hand"),
        }
    }

    /// The same, of an error.
    pub(crate) fn error(&mut self, code: &'static str, error: &Error, advice: &str) {
        self.serious(code, error.to_string(), advice);
    }

    /// Prints all, the most serious first. Fails when one is serious; when strict, for a warning
    /// too.
    pub(crate) fn show(&self, json: bool, strict: bool) -> Outcome<()> {
        let mut output = output::lines_or_blocks(json);
        for finding in self.sorted() {
            output.record(&finding.record())?;
        }
        output.finish()?;
        let many = |severity| self.count(severity);
        let [serious, warnings, infos] =
            [Severity::Serious, Severity::Warning, Severity::Info].map(many);
        let counted = ui::counted(warnings as u64, "warning", "warnings");
        ui::note(&format!("{serious} serious, {counted}, {infos} for information"));
        match serious > 0 || strict && warnings > 0 {
            true => Err(Failure::Told(SERIOUS)),
            false => Ok(()),
        }
    }

    fn sorted(&self) -> Vec<&Finding> {
        let mut sorted: Vec<_> = self.found.iter().collect();
        sorted.sort_by_key(|finding| finding.severity);
        sorted
    }

    fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The same is said once.
    fn add(&mut self, severity: Severity, code: &'static str, what: String, advice: &str) {
        let place = self.place.clone();
        let finding = Finding { severity, code, place, what, advice: advice.into() };
        if !self.found.contains(&finding) {
            self.found.push(finding);
        }
    }
}

/// The first of several, and how many more.
pub(crate) fn some(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}
