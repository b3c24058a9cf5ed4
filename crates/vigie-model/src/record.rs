//! What a parser yields: one typed row.

use serde::Serialize;

use crate::{Observable, Timestamp};

/// One named moment of a record, for the timeline (`received`, `read`, `modified`, …).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// What happened then: a short English name in snake case, part of the output format.
    pub what: &'static str,
    /// When.
    pub at: Timestamp,
}

/// A typed row of an artifact. Field values are verbatim; nothing is normalised here.
pub trait Record: Serialize + Send + 'static {
    /// The moment that places the record in time, if it has one.
    fn time(&self) -> Option<Timestamp>;

    /// Every moment of the record. The default gives [`Record::time`] as `seen`.
    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.time() {
            see(Moment { what: "seen", at });
        }
    }

    /// What the record counts as in the coverage, where an artifact has records of several kinds and one of them says how
    /// far it can speak (`shutdown`). The report tells it as `report-counted-KIND`.
    fn counts_as(&self) -> Option<&'static str> {
        None
    }

    /// What makes it the same as a record of another source, where the sources of an artifact tell the same things again
    /// (exports of one log that overlap): such a record is told once, from the first source that holds it. The others
    /// stand in the coverage, counted as `repeated`. Nothing, the default: every source tells it.
    fn same_as(&self) -> Option<String> {
        None
    }

    /// Every value that can be compared with an indicator.
    fn observables(&self, see: &mut dyn FnMut(Observable<'_>));

    /// One line that tells the record to an analyst, in English, for the timeline. Verbatim values, no line breaks
    /// needed: the writer escapes them.
    fn summary(&self) -> String;

    /// The same line without what a person wrote (message text, note, title of a meeting): the default is
    /// [`Record::summary`]; records that hold such text override it.
    fn summary_without_content(&self) -> String {
        self.summary()
    }
}
