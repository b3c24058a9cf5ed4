//! Which event logs are there, and how far back each reaches: what the other artifacts of event logs can speak about.
//!
//! Windows numbers the records of a log without a gap, and overwrites the oldest when the log is full. Numbers that are
//! missing in the middle are therefore told: a tool that takes single records out of a log was published in 2017 (Fox-IT,
//! "Detection and recovery of NSA's covered up tracks", on DanderSpritz `eventlogedit`).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, Record, Timestamp};

use crate::windows::evtx::index;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct EventLogs;

/// What a file holds of one log.
#[derive(Debug, Serialize)]
pub struct EventLog {
    /// The log (`Security`).
    pub channel: String,
    /// The computer of its first record.
    pub computer: Option<String>,
    /// Records in this file.
    pub records: u64,
    /// The earliest event.
    pub first: Option<Timestamp>,
    /// The latest event.
    pub last: Option<Timestamp>,
    /// The lowest number of a record in the file.
    pub lowest: Option<u64>,
    /// The highest.
    pub highest: Option<u64>,
    /// Numbers missing between records; at most sixteen places.
    pub gaps: Vec<Gap>,
    /// Places of the file that could not be read as they should be.
    pub damaged: u64,
    /// The file was copied while Windows had it open.
    pub open: bool,
}

/// Numbers of records that are missing.
#[derive(Debug, Serialize)]
pub struct Gap {
    /// The last number before it.
    pub after: u64,
    /// How many are missing.
    pub missing: u64,
    /// When the record before it was written.
    pub from: Option<Timestamp>,
    /// When the record behind it was written.
    pub to: Option<Timestamp>,
    /// Where the record behind it stands in the file.
    pub offset: u64,
}

impl Record for EventLog {
    fn time(&self) -> Option<Timestamp> {
        self.last
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("log_begins", self.first), ("log_ends", self.last)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        let at = |time: Option<Timestamp>| time.map_or_else(|| "?".to_owned(), |at| at.to_string());
        let (first, last) = (at(self.first), at(self.last));
        let missing: u64 = self.gaps.iter().fold(0, |sum, gap| sum.saturating_add(gap.missing));
        let gaps = if missing == 0 { String::new() } else { format!(", {missing} numbers missing") };
        format!("Event log {}: {} records from {first} to {last}{gaps}", self.channel, self.records)
    }
}

impl Artifact for EventLogs {
    type Record = EventLog;
    const SPEC: Spec = Spec {
        id: "windows_event_logs",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, EventLog>) -> Result<(), ParseError> {
        let index = index(file);
        index.tell(&mut |code, offset, what| out.problem(code, Place::Offset { offset }, what));
        for (channel, found) in &index.channels {
            let gaps = index.gaps.iter().map(|gap| Gap {
                after: gap.after,
                missing: gap.missing,
                from: gap.from,
                to: gap.to,
                offset: gap.offset,
            });
            let record = EventLog {
                channel: channel.clone(),
                computer: found.computer.clone(),
                records: found.records,
                first: found.first,
                last: found.last,
                lowest: index.numbers.map(|numbers| numbers.0),
                highest: index.numbers.map(|numbers| numbers.1),
                // Numbers belong to the file: where it holds several logs, as collected events do, they say nothing of one.
                gaps: if index.channels.len() == 1 { gaps.collect() } else { Vec::new() },
                damaged: index.damaged,
                open: index.open,
            };
            out.record(Place::Offset { offset: found.offset }, record);
        }
        match index.failure() {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }
}
