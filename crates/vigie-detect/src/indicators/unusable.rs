//! Why an indicator cannot be used, and what deserves a publisher's second look. Nothing is dropped in silence.

use super::pattern::PatternError;

/// Why an indicator, or a part of it, cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The object has no `pattern`.
    #[error("it has no pattern")]
    NoPattern,
    /// Not a STIX pattern (`yara`, `snort`, …).
    #[error("its pattern is of type `{0}`, not `stix`")]
    PatternType(String),
    /// The pattern does not parse.
    #[error("its pattern does not parse: {0}")]
    Syntax(#[from] PatternError),
    /// No record carries this property.
    #[error("no record carries `{0}`")]
    ObjectPath(String),
    /// The operator cannot be applied to this property.
    #[error("operator `{op}` is not supported on `{path}`")]
    Operator {
        /// The operator.
        op: &'static str,
        /// The object path.
        path: String,
    },
    /// The value is not one of its kind.
    #[error("`{value}` is not {expected}")]
    Value {
        /// The value, cut to 200 characters.
        value: String,
        /// What it should be.
        expected: &'static str,
    },
    /// The value covers everything.
    #[error("`{0}` would match everything")]
    Everything(String),
    /// Only negations: it would match nearly every record.
    #[error("it only says what a record does not hold, and would match nearly all")]
    OnlyNegations,
    /// A regular expression that cannot be built, or only at too great a cost.
    #[error("its regular expression cannot be used: {0}")]
    Regex(String),
    /// A START or STOP that is not a time.
    #[error("`{0}` is not a time")]
    Time(String),
    /// A limit of vigie was reached.
    #[error("{0}")]
    Limit(&'static str),
}

impl Reason {
    /// A short stable word to count by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPattern => "no-pattern",
            Self::PatternType(_) => "pattern-type",
            Self::Syntax(_) => "syntax",
            Self::ObjectPath(_) => "object-path",
            Self::Operator { .. } => "operator",
            Self::Value { .. } => "value",
            Self::Everything(_) => "everything",
            Self::OnlyNegations => "only-negations",
            Self::Regex(_) => "regex",
            Self::Time(_) => "time",
            Self::Limit(_) => "limit",
        }
    }

    pub(crate) fn value(value: &str, expected: &'static str) -> Self {
        Self::Value { value: cut(value).to_owned(), expected }
    }
}

/// A usable indicator that deserves a second look.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Warning {
    /// A domain under which anyone can register.
    #[error("is a public suffix: only the name itself matches, not what lies below it")]
    PublicSuffix,
    /// A folder every device has.
    #[error("is a folder every device has: only the path itself matches, not what lies below it")]
    CommonFolder,
    /// `*.example.org`.
    #[error("has a wildcard: read as the name and all its sub-domains")]
    Wildcard,
    /// `evil[.]com`.
    #[error("is defanged: read without the brackets")]
    Defanged,
    /// A port behind a name or an address.
    #[error("has a port, which is ignored")]
    Port,
    /// A host in a list of URLs or the reverse.
    #[error("is a {0}, and is used as one")]
    OtherKind(&'static str),
    /// A private, loopback or documentation address.
    #[error("is an address of private or local networks: it means nothing on another network")]
    LocalAddress,
    /// A part of the pattern cannot be used; the rest is.
    #[error("a part of its pattern cannot be used: {0}")]
    Partly(Reason),
    /// A type of object no record carries.
    #[error("no record carries `{0}`: it is kept, and never matches")]
    NeverMatches(String),
    /// The same value twice in one pack.
    #[error("stands more than once in this pack")]
    Duplicate,
}

impl Warning {
    /// A short stable word to count by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PublicSuffix => "public-suffix",
            Self::CommonFolder => "common-folder",
            Self::Wildcard => "wildcard",
            Self::Defanged => "defanged",
            Self::Port => "port",
            Self::OtherKind(_) => "other-kind",
            Self::LocalAddress => "local-address",
            Self::Partly(_) => "partly-usable",
            Self::NeverMatches(_) => "never-matches",
            Self::Duplicate => "duplicate",
        }
    }
}

/// At most 200 characters of a value that may be hostile.
pub(crate) fn cut(value: &str) -> &str {
    value.char_indices().nth(200).map_or(value, |(end, _)| &value[..end])
}
