//! Calls: number, direction, length.
//!
//! Format: SQLite, table `calls` (AOSP `CallLog.Calls`) in `calllog.db`, until Android 7 in `contacts2.db`; times in
//! milliseconds. Other readers: plaso `android_calls`, ALEAPP.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct Calls;

/// One call.
#[derive(Debug, Serialize)]
pub struct AndroidCall {
    /// When it began.
    pub at: Option<Timestamp>,
    /// The other number or address.
    pub number: Option<String>,
    /// `incoming`, `outgoing`, `missed`, `voicemail`, `rejected`, `blocked`, `answered elsewhere`, or the number as it is.
    pub kind: String,
    /// Seconds.
    pub duration: Option<i64>,
    /// The name in the contacts.
    pub name: Option<String>,
    /// Where the number is from.
    pub place: Option<String>,
    /// The application or part of the system that made the call.
    pub made_by: Option<String>,
}

impl Record for AndroidCall {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(number) = &self.number {
            see(Observable::user_account(number));
        }
        if let Some((package, _)) = self.made_by.as_deref().and_then(|by| by.split_once('/')) {
            see(Observable::app_id(package));
        }
    }

    fn summary(&self) -> String {
        format!("{} call, number {}", self.kind, self.number.as_deref().unwrap_or("unknown"))
    }
}

const KINDS: &[&str] = &["incoming", "outgoing", "missed", "voicemail", "rejected", "blocked", "answered elsewhere"];

fn kind(number: Option<i64>) -> String {
    let at = number.and_then(|number| usize::try_from(number.checked_sub(1)?).ok());
    let known = at.and_then(|at| KINDS.get(at)).map(|kind| (*kind).to_owned());
    known.unwrap_or_else(|| number.map_or_else(|| "unknown".to_owned(), |number| format!("kind {number}")))
}

impl Artifact for Calls {
    type Record = AndroidCall;
    const SPEC: Spec = Spec {
        id: "android_calls",
        version: 1,
        paths: &[
            (
                Layout::AndroidFilesystem,
                "data/{data,user/*}/com.android.providers.contacts/databases/{calllog,contacts2}.db",
            ),
            (Layout::AndroidFilesystem, "data/user_de/*/com.android.providers.contacts/databases/calllog_shadow.db"),
            (
                Layout::AndroidFilesystem,
                "data/{data,user/*}/com.samsung.android.providers.contacts/databases/{calllog,contacts2}.db",
            ),
            (
                Layout::AndroidBackup,
                "apps/com.android.providers.contacts/{db,d_db}/{calllog,calllog_shadow,contacts2}.db",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, AndroidCall>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        if !database.has_table("calls") && file.file_name() == "contacts2.db" {
            out.absent();
            return Ok(());
        }
        let select = Select::from("calls").columns(&[
            "date",
            "number",
            "type",
            "duration",
            "name",
            "geocoded_location",
            "subscription_component_name",
        ]);
        out.rows(&database, &select, |row, out| {
            let call = AndroidCall {
                at: row.unix_millis("date"),
                number: row.text("number").filter(|number| !number.is_empty()),
                kind: kind(row.int("type")),
                duration: row.int("duration"),
                name: row.text("name"),
                place: row.text("geocoded_location").filter(|place| !place.is_empty()),
                made_by: row.text("subscription_component_name"),
            };
            out.record(row.place(), call);
        });
        Ok(())
    }
}
