//! Which version of iOS ran when: the first line of each journal of Apple's analytics.
//!
//! Format: `/private/var/db/analyticsd/Analytics-Journal-*.ips`, whose first line is a JSON object with `timestamp` and
//! `os_version`. Other reader: MVT `IOSVersionHistory`. The lines after the first are measurements and are not read.

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct VersionHistory;

/// The head of one journal.
#[derive(Debug, Serialize)]
pub struct JournalHead {
    /// When it was begun.
    pub at: Option<Timestamp>,
    /// The system (`iPhone OS 15.0 (19A346)`).
    pub os_version: Option<String>,
}

impl Record for JournalHead {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.at {
            let what = "begun";
            see(Moment { what, at });
        }
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        format!("the system was {}", self.os_version.as_deref().unwrap_or("not named"))
    }
}

#[derive(Deserialize)]
struct Head {
    timestamp: Option<String>,
    os_version: Option<String>,
}

/// `2021-09-28 00:00:20.00 -0400`: the offset stands behind a space.
fn time(text: &str) -> Option<Timestamp> {
    let (clock, offset) = text.trim().rsplit_once(' ')?;
    Timestamp::parse_rfc3339(&format!("{clock}{offset}"))
}

impl Artifact for VersionHistory {
    type Record = JournalHead;
    const SPEC: Spec = Spec {
        id: "ios_version_history",
        version: 1,
        paths: &[(Layout::IosFilesystem, "private/var/db/analyticsd/**/Analytics-Journal-*.ips*")],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, JournalHead>) -> Result<(), ParseError> {
        let Some(line) = file.lines()?.next() else {
            out.problem(ProblemCode::NotTheFormat, Place::File, "the journal is empty");
            return Ok(());
        };
        let line = line?;
        let head: Head = match serde_json::from_str(&line.text) {
            Ok(head) => head,
            Err(error) => {
                out.problem(ProblemCode::JsonDamaged, line.at, error.to_string());
                return Ok(());
            }
        };
        let at = head.timestamp.as_deref().and_then(time);
        if at.is_none() {
            let detail = format!("timestamp {:?} is not a time", head.timestamp.unwrap_or_default());
            out.problem(ProblemCode::TimeImplausible, line.at.clone(), detail);
        }
        if head.os_version.is_none() {
            out.problem(ProblemCode::KeyMissing, line.at.clone(), "there is no key os_version");
        }
        out.record(line.at, JournalHead { at, os_version: head.os_version });
        Ok(())
    }
}
