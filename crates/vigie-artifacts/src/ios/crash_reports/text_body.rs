//! Reports whose body is text: crashes before iOS 15, `.crash` and `.panic` files, and reports of resources
//! (“Microstackshots”) to this day.
//!
//! `Key:   value` lines, then sections. Documented by Apple's “Examining the fields in a crash report” and TN2151.

use vigie_model::{Place, ProblemCode};

use super::json_body::{keep, keep_frame, keep_image, panic};
use super::record::{CrashEntry, CrashReport, Image, ListedProcess};
use super::times;
use crate::Out;

/// Lines read in one section that is kept as messages.
const MOST_SECTION_LINES: usize = 64;

/// What the lines at hand belong to.
#[derive(Clone, Copy, PartialEq)]
enum Section {
    Head,
    /// Frames of the thread that crashed.
    Frames,
    Images,
    Messages(usize),
    /// Frames and registers of other threads.
    Other,
    /// One process of a report of resources.
    Powerstats,
}

/// Reads the body into the report; processes it lists are added to `listed`. Answers how many fields it knew.
/// `line` and `offset` are those of the first line in the file.
pub(super) fn body(
    text: &str,
    mut line: u64,
    mut offset: u64,
    report: &mut CrashReport,
    listed: &mut Vec<(Place, ListedProcess)>,
    out: &mut Out<'_, CrashEntry>,
) -> usize {
    let mut section = Section::Head;
    let mut known = 0usize;
    if text.lines().any(|line| line.starts_with("panic(")) {
        panic(text.get(text.find("panic(").unwrap_or(0)..).unwrap_or(text), report);
        keep(&mut report.messages, text.to_owned());
        known = known.saturating_add(1);
    }
    for raw in text.split_inclusive('\n') {
        let at = Place::Line { line, offset };
        line = line.saturating_add(1);
        offset = offset.saturating_add(raw.len() as u64);
        let raw = raw.trim_end();
        if raw.is_empty() {
            section = match section {
                Section::Powerstats | Section::Head => section,
                Section::Frames | Section::Images | Section::Messages(_) | Section::Other => Section::Head,
            };
            continue;
        }
        if let Some(next) = heading(raw) {
            section = next;
            known = known.saturating_add(1);
            continue;
        }
        match section {
            Section::Frames => frame(raw, report),
            Section::Images => {
                if let Some(image) = image(raw) {
                    keep_image(report, image);
                }
            }
            Section::Messages(left) => {
                keep(&mut report.messages, raw.trim().to_owned());
                section = left.checked_sub(1).map_or(Section::Other, Section::Messages);
            }
            Section::Other => {}
            Section::Head | Section::Powerstats => {
                let Some((key, value)) = field(raw) else { continue };
                let found = if key == "Powerstats for" {
                    section = Section::Powerstats;
                    let (name, pid) = name_and_pid(value);
                    listed.push((at.clone(), ListedProcess { process: name, pid, ..ListedProcess::default() }));
                    true
                } else if let (Section::Powerstats, Some((_, process))) = (section, listed.last_mut()) {
                    of_process(key, value, process)
                } else {
                    of_report(key, value, &at, report, out)
                };
                known = known.saturating_add(usize::from(found));
            }
        }
    }
    for (_, process) in listed.iter_mut() {
        process.bug_type.clone_from(&report.bug_type);
        process.time = report.captured.or(report.time);
    }
    known
}

/// Lines that open a section.
fn heading(line: &str) -> Option<Section> {
    let line = line.trim_end_matches(':');
    if line.starts_with("Thread ") {
        let crashed = line.ends_with("Crashed");
        let registers = line.contains("Thread State") || line.contains(" name");
        // `Thread 0 name:  Dispatch queue: …` stands before the frames and does not open them.
        return match (crashed, registers) {
            (true, _) => Some(Section::Frames),
            (false, true) if line.contains(" name") => None,
            (false, _) => Some(Section::Other),
        };
    }
    match line {
        "Last Exception Backtrace" | "Backtrace" | "Heaviest stack for the target process" => Some(Section::Frames),
        "Binary Images" | "  Binary Images" => Some(Section::Images),
        "Application Specific Information" | "Filtered syslog" | "Extra Information" | "Kernel Triage" => {
            Some(Section::Messages(MOST_SECTION_LINES))
        }
        _ => None,
    }
}

/// `Key:   value`, not indented.
fn field(line: &str) -> Option<(&str, &str)> {
    if line.starts_with([' ', '\t']) {
        return None;
    }
    let (key, value) = line.split_once(':')?;
    Some((key.trim(), value.trim()))
}

/// `name [12]`, or the name alone.
fn name_and_pid(value: &str) -> (String, Option<i64>) {
    match value.strip_suffix(']').and_then(|value| value.rsplit_once(" [")) {
        Some((name, pid)) => (name.trim().to_owned(), pid.trim().parse().ok()),
        None => (value.to_owned(), None),
    }
}

/// `com.example.app [470]` or `"com.example.app"(470)`.
fn coalition(value: &str) -> String {
    let value = value.split(['[', '(']).next().unwrap_or(value);
    value.trim().trim_matches('"').to_owned()
}

fn known_text(value: &str) -> Option<String> {
    (!value.is_empty() && !value.eq_ignore_ascii_case("unknown") && value != "???").then(|| value.to_owned())
}

fn of_process(key: &str, value: &str, process: &mut ListedProcess) -> bool {
    match key {
        "UUID" => process.image_uuid = known_text(value),
        "Path" => process.path = known_text(value),
        "Parent" => process.parent = known_text(&name_and_pid(value).0),
        "UID" => process.uid = value.parse().ok(),
        "Resource Coalition" | "Coalition" => process.coalition = known_text(&coalition(value)),
        _ => return false,
    }
    true
}

fn of_report(key: &str, value: &str, at: &Place, report: &mut CrashReport, out: &mut Out<'_, CrashEntry>) -> bool {
    let mut moment = |into: &mut Option<vigie_model::Timestamp>| match times::parse(value) {
        Some(time) => *into = Some(time),
        None => out.problem(ProblemCode::TimeImplausible, at.clone(), "not a time with an offset"),
    };
    match key {
        "Process" | "Command" => {
            let (name, pid) = name_and_pid(value);
            report.process = known_text(&name);
            report.pid = pid.or(report.pid);
        }
        "Path" => report.path = known_text(value),
        "PID" => report.pid = value.parse().ok(),
        "UID" | "User ID" => report.uid = value.parse().ok(),
        "Identifier" => report.bundle_id = known_text(value).or(report.bundle_id.take()),
        "Role" => report.role = known_text(value),
        "Parent Process" | "Parent" => {
            let (name, pid) = name_and_pid(value);
            report.parent = known_text(&name);
            report.parent_pid = pid;
        }
        "Responsible" | "Responsible Process" => report.responsible = known_text(&name_and_pid(value).0),
        "Coalition" | "Resource Coalition" => report.coalition = known_text(&coalition(value)),
        "Date/Time" | "Date" => moment(&mut report.captured),
        "Launch Time" => moment(&mut report.launched),
        "OS Version" => report.os_version = known_text(value),
        "Hardware Model" | "Hardware model" => report.model = known_text(value),
        "Incident Identifier" => report.incident = known_text(value),
        "Exception Type" => report.exception = known_text(value),
        "Termination Reason" | "Event" => report.reason = known_text(value),
        "Exception Subtype"
        | "Termination Description"
        | "Action taken"
        | "CPU"
        | "Writes"
        | "Wakeups"
        | "Reset count"
        | "Boot faults"
        | "Exception Message" => {
            keep(&mut report.messages, format!("{key}: {value}"));
        }
        _ => return false,
    }
    true
}

/// `0   libsystem_kernel.dylib   0x19ad… + 150`, or `61  ??? (libsystem_pthread.dylib + 2240) [0x22f…]`.
fn frame(line: &str, report: &mut CrashReport) {
    let line = line.trim_start();
    let Some(rest) = line.split_once(char::is_whitespace).map(|(_, rest)| rest.trim_start()) else { return };
    let inner = rest.split_once('(').and_then(|(_, inner)| inner.split_once(" + ")).map(|(name, _)| name);
    let name = match (inner, rest.find("0x")) {
        (_, Some(at)) if rest.get(..at).is_some_and(|before| !before.contains('(')) => rest.get(..at).unwrap_or(rest),
        (Some(name), _) => name,
        _ => return,
    };
    let name = name.trim();
    if !name.is_empty() && name != "???" {
        keep_frame(report, name);
    }
}

/// `0x102 - 0x103 Name arm64  <uuid> /path`; the last column may be a version between.
fn image(line: &str) -> Option<Image> {
    let (before, path) = line.split_once('>')?;
    let path = path.trim();
    let uuid = before.rsplit_once('<').map(|(_, uuid)| uuid.trim().to_owned());
    path.starts_with('/').then(|| Image { path: path.to_owned(), uuid })
}
