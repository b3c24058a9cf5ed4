//! Lines of the text logs that daemons of iOS write themselves: a time of the device's own clock, whose zone is not stated,
//! then the process and what it says. Lines without a time continue the one before.
//!
//! Format: `asctime` form (`Mon Apr  7 06:13:34 2025 [234] <notice> (0x16b48f000) …`) of `mobile_installation.log` and
//! `mobileactivationd.log`, and `04/11/23 07:44:51.388024 pid=76 …` of `lockdownd.log`. Other readers: plaso, iLEAPP, EC
//! sysdiagnose, which read the time as UTC or as that of the examiner.

use vigie_model::{Observable, Place, Precision, ProblemCode, Record, Timestamp};

use super::names::is_device_path;
use crate::{Out, ParseError, Source};

/// A message longer than this is cut, in bytes: certificates and property lists are written into these logs.
const LONGEST: usize = 16 << 10;

/// One entry: a line and those that continue it.
#[derive(Debug)]
pub(super) struct LogEntry {
    pub(super) place: Place,
    pub(super) at: Timestamp,
    pub(super) pid: Option<u32>,
    pub(super) level: Option<String>,
    pub(super) message: String,
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `06:13:34` or `07:44:51.388024`, as hour, minute, second and microsecond.
fn clock(text: &str) -> Option<[i32; 4]> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = whole.split(':');
    let mut next = || parts.next()?.parse().ok();
    let (hour, minute, second) = (next()?, next()?, next()?);
    if parts.next().is_some() || fraction.len() > 6 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some([hour, minute, second, format!("{fraction:0<6}").parse().ok()?])
}

/// The next word of a line, and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(' ');
    if text.is_empty() { None } else { Some(text.split_once(' ').unwrap_or((text, ""))) }
}

/// `Mon Apr  7 06:13:34 2025 [234] <notice> (0x16b48f000) message`
fn asctime(line: &str) -> Option<(Timestamp, Option<u32>, Option<String>, &str)> {
    let (day_of_week, rest) = word(line)?;
    if day_of_week.len() != 3 {
        return None;
    }
    let (month, rest) = word(rest)?;
    let month = i32::try_from(MONTHS.iter().position(|name| *name == month)?).ok()?.checked_add(1)?;
    let (day, rest) = word(rest)?;
    let (time, rest) = word(rest)?;
    let (year, mut rest) = word(rest)?;
    let date = [year.parse().ok()?, month, day.parse().ok()?];
    let at = Timestamp::from_device_clock(date, clock(time)?, Precision::Second)?;
    let (mut pid, mut level) = (None, None);
    while let Some((part, after)) = word(rest) {
        let inside = |open, close| part.strip_prefix(open).and_then(|part| part.strip_suffix(close));
        if let Some(number) = inside('[', ']').and_then(|number| number.parse().ok()) {
            pid = Some(number);
        } else if let Some(name) = inside('<', '>') {
            level = Some(name.to_owned());
        } else if !part.starts_with("(0x") {
            break;
        }
        rest = after;
    }
    Some((at, pid, level, rest.trim_start()))
}

/// `04/11/23 07:44:51.388024 pid=76 function: message`
fn slashes(line: &str) -> Option<(Timestamp, Option<u32>, Option<String>, &str)> {
    let (date, rest) = word(line)?;
    let mut parts = date.split('/');
    let mut next = || parts.next()?.parse::<i32>().ok();
    let (month, day, year) = (next()?, next()?, next()?);
    if parts.next().is_some() || !(0..100).contains(&year) {
        return None;
    }
    let (time, rest) = word(rest)?;
    let at = Timestamp::from_device_clock([year.checked_add(2000)?, month, day], clock(time)?, Precision::Micro)?;
    let (pid, rest) = match word(rest) {
        Some((part, after)) if part.starts_with("pid=") => (part.get(4..)?.parse().ok(), after),
        _ => (None, rest),
    };
    Some((at, pid, None, rest.trim_start()))
}

/// Every entry of a log.
pub(super) fn entries<R: Record>(
    file: &Source<'_>,
    out: &mut Out<'_, R>,
    see: &mut dyn FnMut(LogEntry, &mut Out<'_, R>),
) -> Result<(), ParseError> {
    let mut open: Option<LogEntry> = None;
    let mut cut = false;
    for line in out.unpacked(file)?.lines()? {
        let line = line?;
        if line.damaged {
            out.problem(ProblemCode::TextDamaged, line.at.clone(), "the line is not UTF-8 or longer than 1 MiB");
        }
        if let Some((at, pid, level, message)) = asctime(&line.text).or_else(|| slashes(&line.text)) {
            if let Some(entry) = open.take() {
                see(entry, out);
            }
            cut = false;
            open = Some(LogEntry { place: line.at, at, pid, level, message: message.to_owned() });
        } else if let Some(entry) = &mut open {
            // A blank line ends nothing and says nothing.
            if line.text.trim().is_empty() {
                continue;
            }
            if entry.message.len().saturating_add(line.text.len()) <= LONGEST {
                entry.message.push('\n');
                entry.message.push_str(&line.text);
            } else if !cut {
                cut = true;
                let detail = format!("the entry is longer than {LONGEST} bytes; the rest of it was not read");
                out.problem(ProblemCode::LimitReached, line.at, detail);
            }
        } else if !line.text.trim().is_empty() {
            out.problem(ProblemCode::LineNotUnderstood, line.at, "the line has no time, and no line before it has one");
        }
    }
    if let Some(entry) = open {
        see(entry, out);
    }
    Ok(())
}

/// What a message names: bundle ids and paths, and the addresses that are found in any text.
pub(super) fn observables(message: &str, see: &mut dyn FnMut(Observable<'_>)) {
    let mut seen: Vec<&str> = Vec::new();
    let edges = |c: char| c.is_whitespace() || "\"'`()[]{}<>;,=".contains(c);
    for token in message.split(edges).map(|token| token.trim_matches([':', '.', '-', '+'])) {
        let token = token.strip_prefix("file://").unwrap_or(token);
        if token.is_empty() || seen.contains(&token) {
            continue;
        }
        if is_device_path(token) {
            seen.push(token);
            see(Observable::file_path(token));
        }
        // `Placeholder:org.example.app`
        let name = token.rsplit(':').next().unwrap_or(token);
        let is_id = name.matches('.').count() >= 1
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if is_id && !seen.contains(&name) {
            seen.push(name);
            see(Observable::app_id(name));
            see(Observable::process(name));
        }
    }
    see(Observable::text(message));
}

/// The first line of a message, for a summary.
pub(super) fn first_line(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default();
    let end = (0..=160.min(line.len())).rev().find(|end| line.is_char_boundary(*end)).unwrap_or_default();
    line.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let (at, pid, level, message) =
            asctime("Mon Apr  7 06:13:34 2025 [234] <notice> (0x16b48f000) -[MIInstaller x:]: done").unwrap();
        assert_eq!(
            (at.to_string().as_str(), pid, level.as_deref()),
            ("2025-04-07T06:13:34", Some(234), Some("notice"))
        );
        assert_eq!(message, "-[MIInstaller x:]: done");
        let (at, pid, _, message) = slashes("04/11/23 07:44:51.388024 pid=76 _load_dict: Failed").unwrap();
        assert_eq!((at.to_string().as_str(), pid), ("2023-04-11T07:44:51.388024", Some(76)));
        assert_eq!(message, "_load_dict: Failed");
        assert!(asctime("Mon Foo  7 06:13:34 2025 x").is_none() && slashes("13/41/23 07:44:51 x").is_none());
    }
}
