//! Updates of the system that were tried, as the update service reports them to Apple: from which build to which.
//!
//! Format: `restore.log` of MobileSoftwareUpdate: text, of which the lines with `data = ` hold JSON whose array `events`
//! names builds (`originalOSVersion`, `currentOSVersion`), `event`, and `eventTime` since 1970. Other reader: iLEAPP
//! `restoreLog`. A row says that an update was tried, not that it ended well. The other lines have no published form.

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct RestoreLog;

/// One event of an update.
#[derive(Debug, Serialize)]
pub struct UpdateEvent {
    /// When.
    pub at: Option<Timestamp>,
    /// What happened, in the words of the update service.
    pub event: Option<String>,
    /// The build before.
    pub from_build: String,
    /// The build after.
    pub to_build: Option<String>,
    /// The model of the main board (`D211AP`).
    pub board: Option<String>,
}

impl Record for UpdateEvent {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.at {
            see(Moment { what: "update_event", at });
        }
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("update of the system from {} to {}: {}", self.from_build, of(&self.to_build), of(&self.event))
    }
}

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "originalOSVersion")]
    original: Option<String>,
    #[serde(rename = "currentOSVersion")]
    current: Option<String>,
    #[serde(rename = "event")]
    what: Option<String>,
    #[serde(rename = "eventTime")]
    at: Option<EventTime>,
    #[serde(rename = "deviceModel")]
    board: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum EventTime {
    Number(f64),
    Text(String),
}

/// Seconds since 1970, or milliseconds where the number is too large for seconds of this millennium.
fn time(stated: &EventTime) -> Option<Timestamp> {
    let number = match stated {
        EventTime::Number(number) => *number,
        EventTime::Text(text) => text.trim().parse().ok()?,
    };
    Timestamp::from_unix_seconds_f64(if number > 1e11 { number / 1000.0 } else { number })
}

impl Artifact for RestoreLog {
    type Record = UpdateEvent;
    const SPEC: Spec = Spec {
        id: "ios_restore_log",
        version: 1,
        paths: &[
            (Layout::IosFilesystem, "private/var/MobileSoftwareUpdate/restore.log"),
            (Layout::IosFilesystem, "private/var/mobile/MobileSoftwareUpdate/restore.log"),
        ],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, UpdateEvent>) -> Result<(), ParseError> {
        for line in file.lines()? {
            let line = line?;
            if line.damaged {
                out.problem(ProblemCode::TextDamaged, line.at.clone(), "the line is not UTF-8 or longer than 1 MiB");
            }
            let Some((_, json)) = line.text.split_once("data = ") else { continue };
            let report: Report = match serde_json::from_str(json) {
                Ok(report) => report,
                Err(error) => {
                    out.problem(ProblemCode::JsonDamaged, line.at, error.to_string());
                    continue;
                }
            };
            for event in report.events {
                // Other events are about the battery and the network.
                let Some(from_build) = event.original else { continue };
                let at = event.at.as_ref().and_then(time);
                if at.is_none() && event.at.is_some() {
                    let detail = "eventTime: not a plausible time";
                    out.problem(ProblemCode::TimeImplausible, line.at.clone(), detail);
                }
                let (event, to_build, board) = (event.what, event.current, event.board);
                out.record(line.at.clone(), UpdateEvent { at, event, from_build, to_build, board });
            }
        }
        Ok(())
    }
}
