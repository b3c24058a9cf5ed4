//! The timeline of a redacted case. When a person wrote and called, all day long, knows them again: only moments of
//! the records that findings point to are left. Of tables of records nothing is left: the records of findings stand in them.

use std::collections::BTreeMap;

use vigie_case::{Case, CaseError, CaseRows, KeptRecord, Redaction, Rows, TimelineRow};
use vigie_model::{Place, visible};

use super::{RedactionKey, Redactor};

/// The rows of a case as a level leaves them, read one at a time.
pub struct RedactedRows<'r> {
    rows: &'r dyn CaseRows,
    redactor: Redactor<'r>,
    /// The places of findings, by artifact, source and place as they stand in the table.
    pointed: BTreeMap<(String, String, String), Place>,
}

/// A cell of the table: what cannot be seen is written out.
fn cell(text: &str) -> String {
    visible(text).into_owned()
}

impl<'r> RedactedRows<'r> {
    /// `case` is the case before it was redacted, `rows` are its rows.
    pub fn new(case: &Case, rows: &'r dyn CaseRows, level: Redaction, key: &'r RedactionKey) -> Self {
        let level = level.max(case.file.redacted.as_ref().map_or(Redaction::None, |redacted| redacted.level));
        let places = case.findings.iter().map(|finding| {
            let place = &finding.place.place;
            ((finding.artifact.clone(), cell(&finding.place.source), cell(&place.to_string())), place.clone())
        });
        Self { rows, redactor: Redactor::new(case, level, key), pointed: places.collect() }
    }

    fn row(&self, row: &TimelineRow) -> Option<TimelineRow> {
        // An apostrophe keeps a spreadsheet from taking a cell for a formula.
        let bare = |text: &str| text.strip_prefix('\'').unwrap_or(text).to_owned();
        let place = self.pointed.get(&(row.artifact.clone(), bare(&row.source), bare(&row.place)))?;
        Some(TimelineRow {
            time: row.time,
            artifact: row.artifact.clone(),
            what: row.what.clone(),
            summary: self.redactor.key.token("summary", &row.summary),
            source: self.redactor.path(&row.source),
            place: self.redactor.place(place).to_string(),
            // A time zone is a place.
            local: String::new(),
        })
    }
}

impl CaseRows for RedactedRows<'_> {
    fn timeline(&self) -> Result<Rows<'_, TimelineRow>, CaseError> {
        match self.redactor.level {
            Redaction::None => self.rows.timeline(),
            Redaction::Person => Ok(Box::new(self.rows.timeline()?.filter_map(|row| match row {
                Ok(row) => self.row(&row).map(Ok),
                Err(error) => Some(Err(error)),
            }))),
            Redaction::IndicatorsOnly | Redaction::Statistics => Ok(Box::new(std::iter::empty())),
        }
    }

    fn record_tables(&self) -> Result<Vec<String>, CaseError> {
        if self.redactor.level == Redaction::None { self.rows.record_tables() } else { Ok(Vec::new()) }
    }

    fn records(&self, artifact: &str) -> Result<Rows<'_, KeptRecord>, CaseError> {
        if self.redactor.level == Redaction::None {
            self.rows.records(artifact)
        } else {
            Ok(Box::new(std::iter::empty()))
        }
    }
}
