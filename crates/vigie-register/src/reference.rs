//! `organisation/nso-group`: what a statement points at.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The kinds of things the register knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Makes, sells, owns, pays, or decides about those who do.
    Organisation,
    /// A tool.
    Product,
    /// What was found or done.
    Incident,
    /// A law, list, declaration, code or judgment.
    Instrument,
    /// One rule, principle, pillar or measure of an instrument.
    Provision,
    /// Speaks, signs or is named without being in the market.
    Party,
    /// States named only as a group.
    Group,
    /// A state or territory.
    State,
    /// A publication.
    Source,
}

impl Kind {
    /// Every kind, in the order a search prefers them.
    pub const ALL: [Self; 9] = [
        Self::Organisation,
        Self::Product,
        Self::Incident,
        Self::Instrument,
        Self::Provision,
        Self::Party,
        Self::Group,
        Self::State,
        Self::Source,
    ];

    /// The word used in references.
    pub fn name(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Product => "product",
            Self::Incident => "incident",
            Self::Instrument => "instrument",
            Self::Provision => "provision",
            Self::Party => "party",
            Self::Group => "group",
            Self::State => "state",
            Self::Source => "source",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A kind and an id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref {
    /// What it is.
    pub kind: Kind,
    /// Which one.
    pub id: String,
}

impl Ref {
    /// A reference.
    pub fn new(kind: Kind, id: impl Into<String>) -> Self {
        Self { kind, id: id.into() }
    }
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

impl FromStr for Ref {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || format!("`{text}` is not a reference such as organisation/nso-group");
        let (kind, id) = text.split_once('/').ok_or_else(refuse)?;
        let kind = Kind::ALL.into_iter().find(|known| known.name() == kind).ok_or_else(refuse)?;
        if id.is_empty() { Err(refuse()) } else { Ok(Self::new(kind, id)) }
    }
}

impl Serialize for Ref {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ref {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}
