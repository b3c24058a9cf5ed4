//! How much of a person a copy of a case leaves out. What each level keeps is decided in `vigie-report` (`redact/`);
//! here it is only named, because `case.json` and custody say which copy is which.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use vigie_artifacts::ARTIFACTS;

/// What is taken out of a case before it is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Redaction {
    /// Nothing.
    #[default]
    None,
    /// Everything of the person: what is not known to be harmless is a keyed hash.
    Person,
    /// Everything but which published indicator was met, on which day, and what that means.
    IndicatorsOnly,
    /// Everything but counts over several devices. What is left is no case.
    Statistics,
}

impl Redaction {
    /// Every level, the least first.
    pub const ALL: [Self; 4] = [Self::None, Self::Person, Self::IndicatorsOnly, Self::Statistics];

    /// The name used in options and cases.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Person => "person",
            Self::IndicatorsOnly => "indicators-only",
            Self::Statistics => "statistics",
        }
    }
}

impl fmt::Display for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Redaction {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|level| level.name() == text)
            .ok_or_else(|| format!("`{text}` is not a level of redaction; use one of {known}"))
    }
}

/// What `case.json` of a redacted copy says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redacted {
    /// The level.
    pub level: Redaction,
    /// SHA-256 of the `MANIFEST` of the case it was made of: its owner can tell which one that was, nobody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// Whether a path is the same on every device: an artifact declares it without a wildcard. Such a path tells nothing of
/// a person.
pub fn is_same_on_every_device(path: &str) -> bool {
    let mut declared = ARTIFACTS.iter().flat_map(|artifact| artifact.spec().paths);
    declared.any(|(_, pattern)| *pattern == path && !pattern.contains(['*', '?', '[', '{']))
}

/// What Apple calls a model by its identifier (`iPhone14,5`), if it is one that Apple sold.
pub fn model_name(product_type: &str) -> Option<&'static str> {
    vigie_evidence::model_name(product_type)
}
