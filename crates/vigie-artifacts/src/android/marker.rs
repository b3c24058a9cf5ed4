//! The lines between the sections of a `dumpstate` text. For their format see [`super::dumpstate`].

use memchr::memchr;

/// No marker is longer than this, in bytes.
pub(super) const MARKER_LIMIT: usize = 1 << 12;

/// What a line is.
pub(super) enum Marker<'l> {
    Command(&'l str),
    Service(&'l str),
    /// The end of a section; a service is named there.
    End {
        service: Option<&'l str>,
    },
    Done,
    Trouble,
}

/// Whether a line is a marker. Only lines that begin like one get here.
pub(super) fn marker(line: &str) -> Option<Marker<'_>> {
    if let Some(rest) = line.strip_prefix("------ ") {
        let title = rest.strip_suffix(" ------")?;
        if title.contains("s was the duration of '") {
            return Some(Marker::End { service: None });
        }
        // The command stands in brackets behind the title; a title may have brackets too.
        let name = title.strip_suffix(')').and_then(|title| title.split_once(" (")).map_or(title, |(name, _)| name);
        return Some(Marker::Command(name.trim()));
    }
    if let Some(rest) = line.strip_prefix("DUMP OF SERVICE ") {
        let name = rest.trim_end().strip_suffix(':')?;
        let urgent = ["CRITICAL ", "HIGH ", "NORMAL "].iter().find_map(|word| name.strip_prefix(word));
        return Some(Marker::Service(urgent.unwrap_or(name)));
    }
    if line.starts_with("--------- ") {
        let (_, named) = line.split_once("s was the duration of dumpsys ")?;
        let name = named.split_once(", ending at").map_or(named, |(name, _)| name);
        return Some(Marker::End { service: Some(name.trim()) });
    }
    if line.starts_with("== dumpstate: done") {
        return Some(Marker::Done);
    }
    if line.starts_with("*** ") {
        let said = ["DUMP TIMEOUT", "timed out", "' failed: "].iter().any(|said| line.contains(said));
        return said.then_some(Marker::Trouble);
    }
    if line.starts_with('[') {
        return line.ends_with("s elapsed]").then_some(Marker::End { service: None });
    }
    let refused = ["Can't find service: ", "Failed to dump service ", "Error with service "];
    refused.iter().any(|words| line.starts_with(words)).then_some(Marker::Trouble)
}

/// Whether a line is what `dumpstate` says of the command whose output it prints.
pub(super) fn is_remark_line(line: &[u8]) -> bool {
    let is_remark = |line: &str| matches!(marker(line.trim_end()), Some(Marker::Trouble));
    line.len() < MARKER_LIMIT && begins_like_a_marker(line) && std::str::from_utf8(line).is_ok_and(is_remark)
}

pub(super) fn begins_like_a_marker(line: &[u8]) -> bool {
    matches!(line.first(), Some(b'-' | b'D' | b'*' | b'[' | b'=' | b'C' | b'F' | b'E'))
}

/// The lines at the start of a text that are no markers and not long, and how many they are. Nearly all lines are such.
pub(super) fn ordinary_lines(text: &[u8]) -> (&[u8], u64) {
    let (mut rest, mut count) = (text, 0_u64);
    while !begins_like_a_marker(rest) {
        let Some(end) = memchr(b'\n', rest).filter(|end| *end < MARKER_LIMIT) else { break };
        rest = rest.get(end.saturating_add(1)..).unwrap_or_default();
        count = count.saturating_add(1);
    }
    (text.get(..text.len().saturating_sub(rest.len())).unwrap_or_default(), count)
}
