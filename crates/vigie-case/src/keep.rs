//! How much of a person's device stays in a case.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a case keeps of the records read. Findings, problems, coverage and counts are always kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// Only records that findings point to.
    #[default]
    Findings,
    /// Also when something happened, for every record, without what people wrote.
    Timeline,
    /// Every record, whole.
    All,
}

impl Keep {
    /// The name used in options and cases.
    pub fn name(self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::Timeline => "timeline",
            Self::All => "all",
        }
    }
}

impl fmt::Display for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Keep {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Findings, Self::Timeline, Self::All]
            .into_iter()
            .find(|keep| keep.name() == text)
            .ok_or_else(|| format!("`{text}` is not a level of keeping; use findings, timeline or all"))
    }
}
