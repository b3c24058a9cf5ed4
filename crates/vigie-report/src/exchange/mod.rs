//! A case in forms that other programs read, one file each. Bytes out: the same case, language and version give the
//! same bytes. Strings of a device are made visible in every table; JSON made for machines (alerts of MVT, STIX) holds
//! them verbatim.

pub(crate) mod csv;
mod mvt;
mod stix;
mod timesketch;

use std::fmt;
use std::str::FromStr;

use vigie_case::{Case, TimelineRow};
use vigie_text::Texts;

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangeFormat {
    /// Timesketch's CSV: findings and timeline.
    Timesketch,
    /// The same, one JSON object a line.
    Jsonl,
    /// A folder as MVT leaves it: `timeline.csv` and `alerts.json`.
    Mvt,
    /// Findings as a table.
    Csv,
    /// A STIX 2.1 bundle of the findings.
    Stix,
}

impl ExchangeFormat {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Timesketch, Self::Jsonl, Self::Mvt, Self::Csv, Self::Stix];

    /// The word used in options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Timesketch => "timesketch",
            Self::Jsonl => "jsonl",
            Self::Mvt => "mvt",
            Self::Csv => "csv",
            Self::Stix => "stix",
        }
    }

    /// Whether it holds the timeline of the case, as far as the case keeps it.
    pub fn has_timeline(self) -> bool {
        matches!(self, Self::Timesketch | Self::Jsonl | Self::Mvt)
    }

    /// Whether it is a folder of files.
    pub fn is_folder(self) -> bool {
        self == Self::Mvt
    }

    /// Whether every entry must have a time, so that a finding without one stands at the time of the examination.
    pub fn needs_time(self) -> bool {
        matches!(self, Self::Timesketch | Self::Jsonl)
    }
}

impl fmt::Display for ExchangeFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ExchangeFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|format| format.name() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            format!("`{text}` is not a format; use one of {known}")
        })
    }
}

/// How far a bundle may be passed on: the Traffic Light Protocol 2.0 (<https://www.first.org/tlp/>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tlp {
    /// Everyone.
    Clear,
    /// The community.
    Green,
    /// The recipient's organisation and its clients, where they need it.
    #[default]
    Amber,
    /// The recipient's organisation alone.
    AmberStrict,
    /// The recipients alone.
    Red,
}

impl Tlp {
    /// Every level.
    pub const ALL: [Self; 5] = [Self::Clear, Self::Green, Self::Amber, Self::AmberStrict, Self::Red];

    /// The word used in options and in STIX.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Green => "green",
            Self::Amber => "amber",
            Self::AmberStrict => "amber+strict",
            Self::Red => "red",
        }
    }
}

impl fmt::Display for Tlp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Tlp {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|tlp| tlp.name() == text)
            .ok_or_else(|| format!("`{text}` is not a level of TLP 2.0; use one of {known}"))
    }
}

/// One file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeFile {
    /// Its name, where the form is a folder of files.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An export that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// JSON could not be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// The case in a form, its sentences in the language of `texts`. `timeline` is that of the case; `tlp` marks a bundle.
pub fn exchange(
    case: &Case,
    timeline: &[TimelineRow],
    format: ExchangeFormat,
    tlp: Tlp,
    texts: &Texts,
) -> Result<Vec<ExchangeFile>, ExchangeError> {
    let one = |name, bytes| vec![ExchangeFile { name, bytes }];
    Ok(match format {
        ExchangeFormat::Timesketch => one("timesketch.csv", timesketch::csv(case, timeline, texts).into_bytes()),
        ExchangeFormat::Jsonl => one("timeline.jsonl", timesketch::lines(case, timeline, texts)?.into_bytes()),
        ExchangeFormat::Mvt => vec![
            ExchangeFile { name: "timeline.csv", bytes: mvt::timeline(timeline, texts).into_bytes() },
            ExchangeFile { name: "alerts.json", bytes: mvt::alerts(case, texts)? },
        ],
        ExchangeFormat::Csv => one("findings.csv", csv::findings(case, texts).into_bytes()),
        ExchangeFormat::Stix => one("bundle.json", stix::bundle(case, tlp, texts)?),
    })
}
