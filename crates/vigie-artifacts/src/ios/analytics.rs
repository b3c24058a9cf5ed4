//! Events that the keychain, trust and account services of iOS count for Apple: names of programs and hosts they dealt
//! with, and the build of iOS at the time.
//!
//! Format: databases in `/private/var/Keychains/Analytics` (`SFAnalytics` of Apple's open Security framework), tables
//! `hard_failures`, `soft_failures`, `all_events`, `rockwell`, `notes` with `timestamp` (seconds since 1970) and `data`
//! (a property list). Other reader: MVT `Analytics`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, Record, Timestamp};

use crate::plist_blob::{plist_of, text_of};
use crate::{Artifact, Out, ParseError, Plain, Select, Source, Spec, texts};

/// See the module.
pub struct Analytics;

/// Where these databases lie.
pub(super) const PATHS: &[(Layout, &str)] = &[(Layout::IosFilesystem, "private/var/Keychains/Analytics/*.db")];

/// Tables that every database has; the others came with later versions.
const EXPECTED: [&str; 2] = ["hard_failures", "soft_failures"];

/// A text longer than this is no name of a process.
const LONGEST_NAME: usize = 128;

/// One event.
#[derive(Debug, Serialize)]
pub struct AnalyticsEvent {
    /// The table it stands in.
    pub table: String,
    /// When.
    pub at: Option<Timestamp>,
    /// Its kind (`CKKSEventProcessIncomingQueue…`).
    pub kind: Option<String>,
    /// What else is stated.
    pub data: Option<Plain>,
}

impl Record for AnalyticsEvent {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.at {
            let what = "counted";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let Some(data) = &self.data else {
            return;
        };
        texts(&data.0, &mut |text| {
            if text.len() <= LONGEST_NAME && !text.is_empty() && !text.contains(char::is_whitespace) {
                see(Observable::process(text));
            }
            see(Observable::text(text).meaning(Meaning::Exposure));
        });
    }

    fn summary(&self) -> String {
        format!("event {} in {}", self.kind.as_deref().unwrap_or("without a kind"), self.table)
    }
}

/// Each event of each table that has a time and a property list.
pub(super) fn events<R: Record>(
    file: &Source<'_>,
    out: &mut Out<'_, R>,
    see: &mut dyn FnMut(Place, AnalyticsEvent, &mut Out<'_, R>),
) -> Result<(), ParseError> {
    let database = out.sqlite(file)?;
    let mut tables: Vec<String> = database.tables().map(str::to_owned).collect();
    tables.retain(|table| match database.columns(table) {
        Ok(columns) => ["timestamp", "data"].iter().all(|name| columns.iter().any(|column| column == name)),
        Err(error) => {
            out.problem(error.code, error.place, error.detail);
            false
        }
    });
    for expected in EXPECTED {
        // Its absence is a problem of reading, which asking for it says.
        if !tables.iter().any(|table| table.eq_ignore_ascii_case(expected)) {
            tables.push(expected.to_owned());
        }
    }
    for table in tables {
        out.rows(&database, &Select::from(&table).columns(&["timestamp", "data"]), |row, out| {
            let at = row.unix("timestamp");
            let data = plist_of(row, "data", out);
            let kind = data.as_ref().and_then(|data| text_of(data, "eventType").or_else(|| text_of(data, "event")));
            see(row.place(), AnalyticsEvent { table: table.clone(), at, kind, data: data.map(Plain) }, out);
        });
    }
    Ok(())
}

impl Artifact for Analytics {
    type Record = AnalyticsEvent;
    const SPEC: Spec = Spec { id: "ios_analytics", version: 1, paths: PATHS, meaning: Meaning::Execution };

    fn parse(file: &Source<'_>, out: &mut Out<'_, AnalyticsEvent>) -> Result<(), ParseError> {
        events(file, out, &mut |place, event, out| out.record(place, event))
    }
}
