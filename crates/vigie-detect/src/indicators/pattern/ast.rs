//! The tree of a STIX pattern.

use std::fmt;

/// One or several observations.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Observation {
    /// `[ … ]`
    Single(Comparison),
    /// `[..] AND [..]`
    And(Vec<Observation>),
    /// `[..] OR [..]`
    Or(Vec<Observation>),
    /// `[..] FOLLOWEDBY [..]`
    FollowedBy(Vec<Observation>),
    /// An observation with a qualifier behind it.
    Qualified(Box<Observation>, Qualifier),
}

/// What limits an observation in time or number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Qualifier {
    /// `WITHIN n SECONDS`
    Within(f64),
    /// `REPEATS n TIMES`
    Repeats(u32),
    /// `START t'..' STOP t'..'`
    StartStop(String, String),
}

/// What one observation must hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Comparison {
    And(Vec<Comparison>),
    Or(Vec<Comparison>),
    Test(Test),
}

/// `path op value`
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Test {
    pub(crate) path: ObjectPath,
    pub(crate) negated: bool,
    pub(crate) op: Op,
    /// One value, or several for `IN`; none for `EXISTS`.
    pub(crate) values: Vec<Literal>,
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    In,
    Like,
    Matches,
    IsSubset,
    IsSuperset,
    Exists,
}

impl Op {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Eq => "=",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
            Self::In => "IN",
            Self::Like => "LIKE",
            Self::Matches => "MATCHES",
            Self::IsSubset => "ISSUBSET",
            Self::IsSuperset => "ISSUPERSET",
            Self::Exists => "EXISTS",
        }
    }
}

/// A value in a pattern, as text: every observable is text too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literal(pub(crate) String);

/// `type:prop.'quoted prop'[*].prop`; steps without their quotes, indexes dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ObjectPath {
    pub(crate) object: String,
    pub(crate) steps: Vec<String>,
}

impl fmt::Display for ObjectPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.object, self.steps.join("."))
    }
}
