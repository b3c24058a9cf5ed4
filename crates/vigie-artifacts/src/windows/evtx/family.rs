//! Which events vigie reads, and which artifact reads them.

use serde::Serialize;
use vigie_evidence::Source;
use vigie_model::{Place, ProblemCode, Record, Timestamp};

use super::event::Event;
use super::index::Index;
use crate::{Out, ParseError};

/// The events of one artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Bits,
    Cleared,
    Defender,
    Firewall,
    Logons,
    Powershell,
    Processes,
    Rdp,
    Services,
    Shares,
    Sysmon,
    Tasks,
    Wmi,
}

/// A log, who writes to it (anyone, where empty: the log has one writer), the numbers of events, their family. Numbers
/// and their values are from Microsoft's pages on auditing, on Sysmon, on Defender's events, and from the manifests of the
/// providers; each artifact names its own.
const EVENTS: &[(&str, &str, &[u32], Family)] = &[
    ("Security", "Microsoft-Windows-Eventlog", &[1102], Family::Cleared),
    ("Security", "Microsoft-Windows-Security-Auditing", &[4624, 4625, 4648], Family::Logons),
    ("Security", "Microsoft-Windows-Security-Auditing", &[4688], Family::Processes),
    ("Security", "Microsoft-Windows-Security-Auditing", &[4697], Family::Services),
    ("Security", "Microsoft-Windows-Security-Auditing", &[4698, 4699, 4700, 4701, 4702], Family::Tasks),
    ("Security", "Microsoft-Windows-Security-Auditing", &[5140, 5145], Family::Shares),
    ("System", "Microsoft-Windows-Eventlog", &[104], Family::Cleared),
    ("System", "Service Control Manager", &[7045], Family::Services),
    ("Windows PowerShell", "", &[400, 800], Family::Powershell),
    ("Microsoft-Windows-PowerShell/Operational", "", &[4104], Family::Powershell),
    ("PowerShellCore/Operational", "", &[4104], Family::Powershell),
    ("Microsoft-Windows-Sysmon/Operational", "", &[1], Family::Processes),
    (
        "Microsoft-Windows-Sysmon/Operational",
        "",
        &[3, 6, 7, 8, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23, 25, 26],
        Family::Sysmon,
    ),
    ("Microsoft-Windows-TaskScheduler/Operational", "", &[106, 140, 141, 200, 201], Family::Tasks),
    (
        "Microsoft-Windows-Windows Defender/Operational",
        "",
        &[1006, 1007, 1015, 1116, 1117, 5001, 5007, 5010, 5012],
        Family::Defender,
    ),
    ("Microsoft-Windows-Bits-Client/Operational", "", &[3, 59, 60, 61, 16403], Family::Bits),
    ("Microsoft-Windows-WMI-Activity/Operational", "", &[5857, 5858, 5859, 5860, 5861], Family::Wmi),
    ("Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational", "", &[1149], Family::Rdp),
    ("Microsoft-Windows-TerminalServices-LocalSessionManager/Operational", "", &[21, 22, 23, 24, 25], Family::Rdp),
    (
        "Microsoft-Windows-Windows Firewall With Advanced Security/Firewall",
        "",
        &[2003, 2004, 2005, 2006, 2052, 2097, 2099],
        Family::Firewall,
    ),
];

impl Family {
    /// The family of an event, if vigie reads it.
    pub(crate) fn of(event: &Event<'_>) -> Option<Self> {
        let found = EVENTS.iter().find(|(channel, provider, ids, _)| {
            ids.contains(&event.id)
                && event.channel.is_like(channel)
                && (provider.is_empty() || event.provider.is_like(provider))
        });
        found.map(|(_, _, _, family)| *family)
    }

    /// Its bit in a set of families.
    pub(super) fn bit(self) -> u32 {
        1_u32.checked_shl(self as u32).unwrap_or(0)
    }

    /// Whether a log can hold events of it.
    fn is_in(self, channel: &str) -> bool {
        EVENTS.iter().any(|(known, _, _, family)| *family == self && known.eq_ignore_ascii_case(channel))
    }
}

/// What all events have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// When it happened.
    pub time: Option<Timestamp>,
    /// The log it was written to.
    pub channel: String,
    /// Which event (`7045`).
    pub event: u32,
    /// Number of the record in its log.
    pub record: u64,
    /// The computer it happened on.
    pub computer: Option<String>,
}

impl Head {
    /// Of an event.
    pub(crate) fn of(event: &Event<'_>) -> Self {
        Self {
            time: event.time,
            channel: event.channel.written().into_owned(),
            event: event.id,
            record: event.record_id,
            computer: event.computer(),
        }
    }
}

/// The reading of a file that all artifacts of event logs share.
pub(crate) fn index(file: &Source<'_>) -> std::sync::Arc<Index> {
    file.reading(|file| Index::of(file))
}

/// Reads the events of one family out of a file. `make` names the value that an event cannot be without, and makes the
/// record; an event without it is a record all the same, and a problem. A file whose logs cannot hold such events is
/// absent; a damaged one is told in full by the artifact `windows_event_logs`, and here by one problem.
pub(crate) fn read<R: Record>(
    file: &Source<'_>,
    family: Family,
    out: &mut Out<'_, R>,
    mut make: impl FnMut(&Event<'_>) -> (Option<&'static str>, R),
) -> Result<(), ParseError> {
    let index = index(file);
    if let Some(error) = index.failure().filter(|_| index.chunks.is_empty()) {
        return Err(error.clone());
    }
    if !index.holds(family) && !index.channels.keys().any(|channel| family.is_in(channel)) {
        out.absent();
        return Ok(());
    }
    index.read(file, family, &mut |event| {
        let at = Place::Offset { offset: event.offset };
        if let Some((offset, what)) = event.broken {
            let place = Place::Offset { offset };
            out.problem(ProblemCode::LogDamaged, place, format!("record {}: {what}", event.record_id));
        } else if let Some(what) = event.odd {
            out.problem(ProblemCode::ValueUnexpected, at.clone(), format!("record {}: {what}", event.record_id));
        }
        let (missing, record) = make(event);
        if let Some(name) = missing {
            let detail = format!("event {} of {} has no {name}", event.id, event.channel.written());
            out.problem(ProblemCode::KeyMissing, at.clone(), detail);
        }
        out.record(at, record);
    })?;
    if let Some(error) = index.failure() {
        return Err(error.clone());
    }
    if index.damaged > 0 {
        let detail = format!("{} places of this log are damaged; records may be missing", index.damaged);
        out.problem(ProblemCode::LogDamaged, Place::File, detail);
    }
    Ok(())
}

/// The first of these names that has no value in the event.
pub(crate) fn missing(event: &Event<'_>, needed: &[&'static str]) -> Option<&'static str> {
    needed.iter().copied().find(|name| !event.has(name))
}
