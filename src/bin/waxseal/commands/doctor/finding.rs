//! What is found.

use waxseal::Error;

use crate::failure::Failure;
use crate::output::Record;

/// How much it matters, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
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
pub(super) struct Finding {
    severity: Severity,
    code: &'static str,
    what: String,
    advice: String,
}

impl Finding {
    pub(super) fn record(&self) -> Record {
        let mut record = Record::default();
        record.text("severity", self.severity.as_str());
        record.text("code", self.code);
        record.text("what", &self.what);
        record.text("do", &self.advice);
        record
    }
}

/// All that was found.
#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn serious(&mut self, code: &'static str, what: impl Into<String>, advice: &str) {
        self.add(Severity::Serious, code, what.into(), advice);
    }

    pub(super) fn warning(&mut self, code: &'static str, what: impl Into<String>, advice: &str) {
        self.add(Severity::Warning, code, what.into(), advice);
    }

    pub(super) fn info(&mut self, code: &'static str, what: impl Into<String>, advice: &str) {
        self.add(Severity::Info, code, what.into(), advice);
    }

    /// What was to be examined cannot even be read.
    pub(super) fn failed(&mut self, code: &'static str, failure: &Failure) {
        match failure {
            Failure::Coded(error, hint) => {
                self.error(code, error, hint.as_deref().unwrap_or("put it back from a backup"));
            }
            _ => self.serious(code, "it could not be examined", "look into it by hand"),
        }
    }

    /// The same, of an error.
    pub(super) fn error(&mut self, code: &'static str, error: &Error, advice: &str) {
        self.serious(code, error.to_string(), advice);
    }

    /// The most serious first.
    pub(super) fn sorted(&self) -> Vec<&Finding> {
        let mut sorted: Vec<_> = self.0.iter().collect();
        sorted.sort_by_key(|finding| finding.severity);
        sorted
    }

    pub(super) fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|finding| finding.severity == severity).count()
    }

    fn add(&mut self, severity: Severity, code: &'static str, what: String, advice: &str) {
        self.0.push(Finding { severity, code, what, advice: advice.into() });
    }
}
