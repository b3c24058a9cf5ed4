//! What a record met, and how.

use vigie_model::{IndicatorRef, Meaning, ObservableKind};

use super::compound::Partial;
use super::matcher::Indicator;

/// How a value met an indicator, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum How {
    /// The value is the indicator's.
    Exact,
    /// The address lies in the indicator's network.
    Cidr,
    /// The host lies below the indicator's name.
    Subdomain,
    /// The path lies below the indicator's.
    PathBelow,
    /// A LIKE or MATCHES expression, or a pattern of several values.
    Pattern,
    /// The system cut the process name to 15 or 16 bytes; the indicator starts with what is left.
    Truncated,
    /// Android left the last 15 bytes of an application's name; the indicator ends with them.
    TruncatedTail,
    /// The value was found inside a URL: in a parameter, wrapped, encoded.
    Nested,
    /// A file bears the name of a published process.
    ProcessNameAsFile,
    /// The host of an e-mail address.
    EmailDomain,
    /// The value is one part of a pattern of several (only for `indicators show`).
    PartOfPattern,
}

impl How {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Cidr => "cidr",
            Self::Subdomain => "subdomain",
            Self::PathBelow => "path-below",
            Self::Pattern => "pattern",
            Self::Truncated => "truncated",
            Self::TruncatedTail => "truncated-tail",
            Self::Nested => "nested",
            Self::ProcessNameAsFile => "process-name-as-file",
            Self::EmailDomain => "email-domain",
            Self::PartOfPattern => "part-of-pattern",
        }
    }

    /// Whether the match says less than the indicator does: a lead rather than a trace.
    pub fn is_weak(self) -> bool {
        self >= Self::Truncated
    }
}

impl std::fmt::Display for How {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// An indicator a record met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'m> {
    /// The indicator.
    pub indicator: Indicator<'m>,
    /// How it was met.
    pub how: How,
    /// The value as seen: that of the observable, or the link found inside it.
    pub seen: String,
    /// The kind of the observable.
    pub kind: ObservableKind,
    /// The meaning the observable carried.
    pub meaning: Option<Meaning>,
}

impl Hit<'_> {
    /// What a finding says of the indicator.
    pub fn reference(&self) -> IndicatorRef {
        self.indicator.reference(self.how)
    }
}

/// What one record met.
#[derive(Debug, Default)]
pub struct Found<'m> {
    /// Indicators, each once with its strongest match, in the order they were loaded.
    pub hits: Vec<Hit<'m>>,
    /// Parts of patterns that span several records: for a [`super::Correlator`].
    pub partials: Vec<Partial>,
    /// The record holds more links inside links than are followed.
    pub limited: bool,
}
