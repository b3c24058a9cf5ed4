//! A case told to people, in the form they ask for. The page is the one telling: what is printed is the page for paper,
//! and Markdown is made from that; so no form can leave out what another says.

mod json;
mod markdown;

use std::fmt;
use std::str::FromStr;

use vigie_case::{Case, Verification};
use vigie_text::Texts;

use crate::exchange::csv;
use crate::page;
use crate::words::Words;

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReportFormat {
    /// A page for a screen: it folds, sorts and filters.
    #[default]
    Html,
    /// A page to be printed: everything is open, sheets are numbered, and there is no script.
    PdfReady,
    /// Markdown (CommonMark, with tables).
    Md,
    /// One JSON object, described in `docs/report.md`.
    Json,
    /// The findings as a table.
    Csv,
}

impl ReportFormat {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Html, Self::PdfReady, Self::Md, Self::Json, Self::Csv];

    /// The word used in options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::PdfReady => "pdf-ready",
            Self::Md => "md",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }
}

impl fmt::Display for ReportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ReportFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|format| format.name() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            format!("`{text}` is not a format of the report; use one of {known}")
        })
    }
}

/// The report in a form, in the language of `texts` whatever the language of the case. What verifying the case found
/// stands in every form; what differs stands first.
///
/// # Errors
/// JSON that cannot be written.
pub fn report(
    case: &Case,
    verification: &Verification,
    format: ReportFormat,
    texts: &Texts,
) -> Result<Vec<u8>, serde_json::Error> {
    let page = |paper| page::page(case, Some(verification), &Words::of_device(texts, paper));
    Ok(match format {
        ReportFormat::Html => page(false).into_bytes(),
        ReportFormat::PdfReady => page(true).into_bytes(),
        ReportFormat::Md => markdown::of(&page(true)).into_bytes(),
        ReportFormat::Json => json::of(case, verification, texts)?,
        ReportFormat::Csv => csv::report(case, verification, texts).into_bytes(),
    })
}
