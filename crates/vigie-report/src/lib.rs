//! A case told to people: one self-contained page, and that page for paper, as Markdown, JSON and a table (`telling/`); in
//! forms that other programs read (`exchange/`); the register as a site (`site/`); and what of a
//! case may be passed on (`redact/`). First what the person examined needs, in plain words; then the
//! analyst's part; then methods and versions.
//!
//! Invariants: nothing on the page is fetched from anywhere; nothing from a device reaches the page unescaped (see
//! `html.rs`); an address found in evidence is never a link; the same case gives the same bytes.

mod axis;
mod chart;
mod context;
mod coverage;
mod exchange;
mod findings;
mod html;
mod methods;
mod overview;
mod page;
mod paper;
mod person;
mod problems;
mod programs;
mod record;
mod redact;
mod site;
mod situation;
mod telling;
mod verified;
mod words;

pub use exchange::{Exchange, ExchangeError, ExchangeFormat, Open, Tlp};
pub use person::fitting_id;
pub use redact::{Country, FEWEST, RedactedRows, RedactionKey, Statistics, redact, redaction_note, statistics};
pub use site::{SITE_MARK, SiteFile, site};
pub use telling::{ReportFormat, report};

use vigie_case::Case;
use vigie_text::Texts;

/// The page that a case holds of itself, in the language of `texts` whatever the language of the case.
pub fn html(case: &Case, texts: &Texts) -> String {
    page::page(case, None, &words::Words::of_device(texts, false))
}
