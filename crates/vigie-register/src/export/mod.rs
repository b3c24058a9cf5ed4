//! The register in forms that other programs read. Each is made as of a day; what comes later is left out, and what
//! stands beside a claim goes with it. The same register and day give the same bytes.

mod ftm;
mod graphml;
mod stix;
mod table;

use std::fmt;
use std::str::FromStr;

use crate::view::View;

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// FollowTheMoney entities, one JSON object per line.
    Ftm,
    /// A STIX 2.1 bundle.
    Stix,
    /// Claims as a table.
    Csv,
    /// Claims as a graph.
    Graphml,
    /// Claims as columns.
    Parquet,
}

impl Format {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Ftm, Self::Stix, Self::Csv, Self::Graphml, Self::Parquet];

    /// The word used in options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ftm => "ftm",
            Self::Stix => "stix",
            Self::Csv => "csv",
            Self::Graphml => "graphml",
            Self::Parquet => "parquet",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
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
pub enum ExportError {
    /// JSON could not be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The table could not be written.
    #[error(transparent)]
    Table(#[from] parquet::errors::ParquetError),
}

impl View<'_> {
    /// The register as of the day, in a form.
    pub fn export(&self, format: Format) -> Result<Vec<u8>, ExportError> {
        match format {
            Format::Ftm => Ok(ftm::lines(self)?.into_bytes()),
            Format::Stix => Ok(stix::bundle(self)?),
            Format::Csv => Ok(table::csv(self).into_bytes()),
            Format::Graphml => Ok(graphml::graph(self).into_bytes()),
            Format::Parquet => Ok(table::parquet(self)?),
        }
    }
}
