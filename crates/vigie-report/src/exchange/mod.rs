//! A case in forms that other programs read. The same case, language and version give the same bytes. Strings of a
//! device are made visible in every table of text; what is made for machines (alerts of MVT, STIX, MISP, CASE, Parquet)
//! holds them verbatim.
//!
//! A form takes everything from the [`Case`] and the [`CaseRows`] it is given, and reads no file by itself: what was taken
//! out of these is in no form. Timeline and records are written while they are read.

mod case;
pub(crate) mod csv;
mod misp;
mod mvt;
mod parquet;
mod plaso;
mod stix;
mod timesketch;
mod tlp;
mod told;
mod values;

pub(crate) use csv::line;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use vigie_case::{Case, CaseError, CaseRows, is_blind};
use vigie_model::Message;
use vigie_text::Texts;

pub use tlp::Tlp;

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangeFormat {
    /// Timesketch's CSV: findings and timeline.
    Timesketch,
    /// The same, one JSON object a line.
    Jsonl,
    /// What plaso's `psort` writes (`dynamic`).
    Plaso,
    /// The 17 columns of log2timeline.
    L2tcsv,
    /// A folder as MVT leaves it: `timeline.csv` and `alerts.json`.
    Mvt,
    /// Findings as a table.
    Csv,
    /// A folder of Parquet tables: findings, timeline and records.
    Parquet,
    /// A STIX 2.1 bundle of the findings.
    Stix,
    /// A MISP event of the findings.
    Misp,
    /// The examination as a graph of CASE/UCO.
    Case,
}

impl ExchangeFormat {
    /// Every form.
    pub const ALL: [Self; 10] = [
        Self::Timesketch,
        Self::Jsonl,
        Self::Plaso,
        Self::L2tcsv,
        Self::Mvt,
        Self::Csv,
        Self::Parquet,
        Self::Stix,
        Self::Misp,
        Self::Case,
    ];

    /// The word used in options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Timesketch => "timesketch",
            Self::Jsonl => "jsonl",
            Self::Plaso => "plaso",
            Self::L2tcsv => "l2tcsv",
            Self::Mvt => "mvt",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Stix => "stix",
            Self::Misp => "misp",
            Self::Case => "case",
        }
    }

    /// Whether it holds the timeline of the case, as far as the case keeps it.
    pub fn has_timeline(self) -> bool {
        !matches!(self, Self::Csv | Self::Stix | Self::Misp | Self::Case)
    }

    /// Whether it is a folder of files.
    pub fn is_folder(self) -> bool {
        matches!(self, Self::Mvt | Self::Parquet)
    }

    /// Whether every entry must have a time, so that a finding without one stands at the time of the examination.
    pub fn needs_time(self) -> bool {
        matches!(self, Self::Timesketch | Self::Jsonl)
    }

    /// Whether it can be marked with TLP.
    pub fn has_tlp(self) -> bool {
        matches!(self, Self::Stix | Self::Misp | Self::Case)
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

/// An export that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// The case could not be read to its end.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// The place it is written to refused.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A table could not be written.
    #[error(transparent)]
    Table(#[from] ::parquet::errors::ParquetError),
}

impl From<serde_json::Error> for ExchangeError {
    fn from(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}

/// Where the files of an export go: asked once for each, by its name.
pub type Open<'o> = dyn FnMut(&'static str) -> io::Result<Box<dyn Write + Send>> + 'o;

/// What is exported.
#[derive(Clone, Copy)]
pub struct Exchange<'e> {
    /// The case.
    pub case: &'e Case,
    /// Its timeline and records.
    pub rows: &'e dyn CaseRows,
    /// How far it may be passed on.
    pub tlp: Tlp,
    /// The language of the sentences.
    pub texts: &'e Texts,
}

impl Exchange<'_> {
    /// Writes the case in a form: one file, or those of a folder.
    pub fn write(&self, format: ExchangeFormat, open: &mut Open<'_>) -> Result<(), ExchangeError> {
        let mut into = |name, form: fn(&Self, &mut dyn Write) -> Result<(), ExchangeError>| {
            let mut out = open(name)?;
            form(self, &mut *out)?;
            Ok(out.flush()?)
        };
        match format {
            ExchangeFormat::Timesketch => into("timesketch.csv", timesketch::csv),
            ExchangeFormat::Jsonl => into("timeline.jsonl", timesketch::lines),
            ExchangeFormat::Plaso => into("plaso.csv", plaso::dynamic),
            ExchangeFormat::L2tcsv => into("l2tcsv.csv", plaso::l2tcsv),
            ExchangeFormat::Mvt => {
                into("timeline.csv", mvt::timeline)?;
                into("alerts.json", mvt::alerts)
            }
            ExchangeFormat::Csv => into("findings.csv", csv::findings),
            ExchangeFormat::Parquet => {
                parquet::findings(self, open("findings.parquet")?)?;
                parquet::timeline(self, open("timeline.parquet")?)?;
                parquet::records(self, open("records.parquet")?)
            }
            ExchangeFormat::Stix => into("bundle.json", stix::bundle),
            ExchangeFormat::Misp => into("event.json", misp::event),
            ExchangeFormat::Case => into("case.jsonld", case::graph),
        }
    }

    /// What an examination says of itself as a whole.
    fn summary(&self) -> String {
        let note = crate::redaction_note(self.case, self.texts);
        // Of a redacted case, nothing follows from what is not there.
        let is_nothing = self.case.findings.is_empty() && note.is_none();
        let id = match (is_nothing, is_blind(&self.case.coverage)) {
            (true, true) => "export-stix-blind",
            (true, false) => "export-stix-nothing",
            (false, _) => "export-stix-report",
        };
        let told = Message::new(id)
            .arg("version", self.case.file.tool.as_str())
            .arg("findings", self.case.findings.len().to_string())
            .arg("problems", self.case.file.counts.problems.to_string());
        std::iter::once(self.texts.message(&told)).chain(note).collect::<Vec<_>>().join(" ")
    }
}
