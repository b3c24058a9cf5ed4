//! What Samsung's phones note of each time they are switched off or on: when, why, and from where in the system it came.
//!
//! Format: `data/log/power_off_reset_reason.txt` and its `_backup` (written by Samsung's `ShutdownThread`), which a Samsung bug
//! report prints as `POWER OFF RESET REASON` and AndroidQF copies: an entry begins with `25/02/20 10:07:29`, then come
//! `reason : no power` and a trace of calls, then `10:07:32  2025-02-20 10:07:32+0100 | SHUTDOWN | | REASON: no power [39]` and
//! `2025-02-20 11:40:46+0100 |    ON    | NP    | A348BXXU7CXK1 [40]` (the build that started). Other readers: ALEAPP
//! (`powerOffReset`), CERT-EDF `dumpstate-py`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::TextLine;
use super::{DeviceTime, Part, each_line, each_section};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Lines of one entry that are kept.
const LINES: usize = 40;

/// See the module.
pub struct PowerOff;

/// One time of switching off or on.
#[derive(Debug, Default, Serialize)]
pub struct PowerEvent {
    /// When, with the offset the phone wrote; of an entry without more, as its clock showed it.
    pub at: Option<DeviceTime>,
    /// What (`SHUTDOWN`, `REBOOT`, `ON` …); absent of an entry that does not say.
    pub event: Option<String>,
    /// What is noted with it (`NP` …).
    pub flags: Option<String>,
    /// Why it was switched off.
    pub reason: Option<String>,
    /// What else the line says: the build that started.
    pub details: Option<String>,
    /// The number of the line: the phone counts them.
    pub number: Option<u64>,
    /// The other lines of the entry: from where in the system it came.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
}

impl Record for PowerEvent {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for text in [&self.reason, &self.details].into_iter().flatten() {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        let event = self.event.as_deref().unwrap_or("power");
        match self.reason.as_ref().or(self.details.as_ref()) {
            Some(why) => format!("{event}: {why}"),
            None => event.to_owned(),
        }
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// `2025-02-20 10:07:32+0100`, perhaps behind the time alone.
fn with_offset(text: &str) -> Option<DeviceTime> {
    let mut words = text.split_ascii_whitespace().rev();
    let (time, date) = (words.next()?, words.next()?);
    let (time, offset) = time.split_at_checked(8)?;
    let (hours, minutes) = offset.split_at_checked(3)?;
    let offset = format!("{hours}:{minutes}");
    let utc = Timestamp::parse_rfc3339(&format!("{date}T{time}{offset}"))?;
    Some(DeviceTime { utc: Some(utc), written: format!("{date} {time}{hours}{minutes}"), offset: Some(offset) })
}

/// `no power [39]`: what is said, and the number behind it.
fn numbered(text: &str) -> (&str, Option<u64>) {
    let parts = text.strip_suffix(']').and_then(|text| text.rsplit_once('['));
    match parts.and_then(|(said, number)| Some((said.trim_end(), number.parse().ok()?))) {
        Some((said, number)) => (said, Some(number)),
        None => (text, None),
    }
}

/// Whether a line begins an entry: `25/02/20 10:07:29`.
fn begins(text: &str) -> bool {
    let shape = text.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    shape.eq(b"00/00/00 00:00:00".iter().copied())
}

/// The entry that is open: what belongs to the next line with an event.
#[derive(Default)]
struct Entry {
    open: Option<(Place, PowerEvent)>,
}

impl Entry {
    /// Tells an entry to which no event belongs.
    fn close(&mut self, out: &mut Out<'_, PowerEvent>) {
        if let Some((at, entry)) = self.open.take() {
            out.record(at, entry);
        }
    }

    fn line(&mut self, line: &TextLine<'_>, out: &mut Out<'_, PowerEvent>) {
        let text = line.trimmed();
        if text.is_empty() {
            return;
        }
        if begins(text) {
            self.close(out);
            let at = DeviceTime { utc: None, written: format!("20{}", text.replace('/', "-")), offset: None };
            self.open = Some((line.at.clone(), PowerEvent { at: Some(at), ..PowerEvent::default() }));
            return;
        }
        let mut parts = text.splitn(4, '|');
        if let (Some(time), Some(event), Some(flags)) = (parts.next(), parts.next(), parts.next()) {
            let (rest, number) = numbered(parts.next().unwrap_or_default().trim());
            let reason = rest.strip_prefix("REASON:").and_then(some);
            let at = with_offset(time);
            if at.is_none() {
                let detail = format!("not a time: {}", time.trim());
                out.problem(ProblemCode::TimeImplausible, line.at.clone(), detail);
            }
            // What stands above it belongs to the first event that follows.
            let above = self.open.take().map(|(_, entry)| entry).unwrap_or_default();
            let details = if reason.is_none() { some(rest) } else { None };
            let event = PowerEvent {
                at: at.or(above.at),
                event: some(event),
                flags: some(flags),
                reason: reason.or(above.reason),
                details,
                number,
                lines: above.lines,
            };
            return out.record(line.at.clone(), event);
        }
        let Some((_, entry)) = &mut self.open else {
            // Before the first entry, or behind its event.
            return super::not_understood(line, out);
        };
        match text.strip_prefix("reason :") {
            Some(reason) => entry.reason = some(reason),
            None if entry.lines.len() < LINES => entry.lines.push(text.to_owned()),
            None => {}
        }
    }
}

impl Artifact for PowerOff {
    type Record = PowerEvent;
    const SPEC: Spec = Spec {
        id: "android_power_off",
        version: 1,
        paths: &[
            (Layout::AndroidBugreport, "bugreport-*.txt"),
            (Layout::AndroidBugreport, "dumpstate-*.txt"),
            (Layout::AndroidBugreport, "dumpState_*.log"),
            (Layout::AndroidBugreport, "dumpstate.txt"),
            (Layout::AndroidQf, "logs/data/log/power_off_reset_reason*.txt"),
            (Layout::AndroidFilesystem, "data/log/power_off_reset_reason*.txt"),
        ],
        meaning: Meaning::Tampering,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, PowerEvent>) -> Result<(), ParseError> {
        let mut entry = Entry::default();
        if file.layout() == Layout::AndroidBugreport {
            each_section(file, &[Part::Command("POWER OFF RESET REASON")], out, |section, _, out| {
                for line in section.lines() {
                    entry.line(&line, out);
                }
                entry.close(out);
            })
        } else {
            let read = each_line(file, out, |line, out| entry.line(line, out));
            entry.close(out);
            read
        }
    }
}
