//! A record that met an indicator or a heuristic.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{Message, Place, Timestamp};

/// How much attention a finding asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Context; expected on ordinary devices.
    Info,
    /// A lead with a likely innocent explanation.
    Low,
    /// Deserves an analyst's look.
    Medium,
    /// A strong sign.
    High,
    /// A published trace of a known tool that acted on the device.
    Critical,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The name used in JSON and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// One step less, not below [`Level::Info`].
    #[must_use]
    pub fn lowered(self) -> Self {
        match self {
            Self::Info | Self::Low => Self::Info,
            Self::Medium => Self::Low,
            Self::High => Self::Medium,
            Self::Critical => Self::High,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|level| level.name() == text)
            .ok_or_else(|| format!("`{text}` is not a level; use info, low, medium, high or critical"))
    }
}

/// What a finding says of the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// The tool ran.
    Execution,
    /// The tool left something that stays.
    Persistence,
    /// Traces were removed or changed.
    Tampering,
    /// The lure reached the device; not that it worked.
    Exposure,
    /// A vendor warned the owner.
    Notice,
    /// The device is easier to attack than it need be.
    Weakness,
}

impl Meaning {
    /// Every meaning, gravest first: the order of the summary and the report.
    pub const ALL: [Self; 6] =
        [Self::Execution, Self::Persistence, Self::Tampering, Self::Exposure, Self::Notice, Self::Weakness];

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Execution => "execution",
            Self::Persistence => "persistence",
            Self::Tampering => "tampering",
            Self::Exposure => "exposure",
            Self::Notice => "notice",
            Self::Weakness => "weakness",
        }
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The published pattern a record met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorRef {
    /// STIX id of the indicator, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Kind of indicator (`domain`, `process`, `file-path`, …).
    #[serde(rename = "type")]
    pub kind: String,
    /// The value or pattern as published.
    pub value: String,
    /// The pack it came from.
    pub pack: String,
    /// Every malware, campaign or report name tied to it, sorted.
    pub malware: Vec<String>,
    /// Where it was published: report titles or addresses.
    pub sources: Vec<String>,
    /// How it matched (`exact`, `subdomain`, `truncated`, …).
    pub matched: String,
    /// The publisher's confidence, 0 to 100, if stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Since when the publisher holds it for valid, or when it was published, if stated. Earlier cases do not keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Timestamp>,
    /// The publisher's last day of validity, if stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
}

/// The heuristic a record met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeuristicRef {
    /// Id in the registry.
    pub id: String,
    /// Version of the rule.
    pub version: u32,
    /// The publication the rule rests on.
    pub source: String,
}

/// A record that met an indicator or a heuristic.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Finding {
    /// Stable id: the same evidence and rule always give the same one.
    pub id: String,
    /// How much attention it asks for.
    pub level: Level,
    /// What it says of the device.
    pub meaning: Meaning,
    /// The artifact of the record.
    pub artifact: String,
    /// When the record says it happened; `null` is an explicit "no time".
    pub time: Option<Timestamp>,
    /// Path of the source inside the evidence.
    pub source: String,
    /// Where in the source.
    pub place: Place,
    /// The value that was seen, verbatim.
    pub seen: String,
    /// What was found, as a sentence.
    pub message: Message,
    /// When it is innocent, as a sentence.
    pub innocent: Message,
    /// The indicator, if one was met.
    pub indicator: Option<IndicatorRef>,
    /// The heuristic, if one was met.
    pub heuristic: Option<HeuristicRef>,
    /// The record, as JSON.
    pub record: Box<RawValue>,
}
