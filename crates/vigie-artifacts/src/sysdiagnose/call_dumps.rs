//! What the call service wrote of the settings of a FaceTime call: one file for each call.
//!
//! Format: `logs/AVConference/…YYYYMMDD-HHMMSS-…-CallSettings.calldump.gz`: text, some of whose lines begin with a clock. Other
//! reader: EC sysdiagnose `avconference_callsettings`, which takes the time of the name as UTC; it states no zone.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, Precision, ProblemCode, Record, Timestamp};

use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct CallDumps;

/// Lines of one file that are kept: real ones have some hundred.
const MOST_LINES: u64 = 20_000;

/// One line.
#[derive(Debug, Serialize)]
pub struct CallLine {
    /// When the call began, by the device's own clock.
    pub call: Option<Timestamp>,
    /// What the line says, without its clock.
    pub text: String,
}

impl Record for CallLine {
    fn time(&self) -> Option<Timestamp> {
        self.call
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.call {
            see(Moment { what: "call_began", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::text(&self.text));
    }

    fn summary(&self) -> String {
        format!("settings of a call: {}", self.text)
    }

    fn summary_without_content(&self) -> String {
        "settings of a call".to_owned()
    }
}

/// The first `20250301-101500` of a name.
fn began(name: &str) -> Option<Timestamp> {
    let mut stamps = name.match_indices('-').filter_map(|(at, _)| name.get(at.checked_sub(8)?..at.checked_add(7)?));
    stamps.find_map(stamp)
}

fn stamp(text: &str) -> Option<Timestamp> {
    let at = jiff::civil::DateTime::strptime("%Y%m%d-%H%M%S", text).ok()?;
    let date = [i32::from(at.year()), i32::from(at.month()), i32::from(at.day())];
    let time = [i32::from(at.hour()), i32::from(at.minute()), i32::from(at.second()), 0];
    Timestamp::from_device_clock(date, time, Precision::Second)
}

/// A line without the `101500.123456 ` before it.
fn without_clock(line: &str) -> &str {
    let is_clock = |clock: &str| {
        let digits = |part: &str| part.len() == 6 && part.bytes().all(|b| b.is_ascii_digit());
        clock.split_once('.').is_some_and(|(whole, fraction)| digits(whole) && digits(fraction))
    };
    match line.split_once(' ') {
        Some((clock, rest)) if is_clock(clock) => rest.trim(),
        _ => line.trim(),
    }
}

impl Artifact for CallDumps {
    type Record = CallLine;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_call_dumps",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "logs/AVConference/*-CallSettings.calldump.gz")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, CallLine>) -> Result<(), ParseError> {
        let call = began(file.file_name());
        if call.is_none() {
            out.problem(ProblemCode::TimeImplausible, Place::File, "the name of the file states no time");
        }
        let text = out.unpacked(file)?;
        let mut left = MOST_LINES;
        each_line(&text, out, |at, line, out| {
            let line = without_clock(line);
            if line.is_empty() {
                return;
            }
            let Some(less) = left.checked_sub(1) else {
                return;
            };
            left = less;
            out.record(at, CallLine { call, text: line.to_owned() });
        })?;
        if left == 0 {
            let detail = format!("only the first {MOST_LINES} lines were read");
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
        Ok(())
    }
}
