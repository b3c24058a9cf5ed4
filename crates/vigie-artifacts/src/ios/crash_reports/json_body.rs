//! Reports whose body is one JSON document: crashes since iOS 15, memory shortages, panics, states of all processes.
//!
//! Fields: “Interpreting the JSON format of a crash report” (Apple), XNU's `kern_memorystatus.c` and `kcdata.py`.

use vigie_model::{ProblemCode, Record};

use super::fields::{Field, Fields};
use super::record::{CrashEntry, CrashReport, Image, ListedProcess, is_system_path};
use super::times;
use crate::Out;

const MOST_IMAGES: usize = 512;
const MOST_FRAME_IMAGES: usize = 64;
const MOST_MESSAGES: usize = 64;
const LONGEST_MESSAGE: usize = 16 << 10;

/// Keeps a message, up to the limits.
pub(super) fn keep(messages: &mut Vec<String>, mut text: String) {
    if messages.len() < MOST_MESSAGES && !text.trim().is_empty() {
        let mut end = LONGEST_MESSAGE.min(text.len());
        while !text.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        text.truncate(end);
        messages.push(text);
    }
}

/// Keeps an image name of the crashed thread, once and up to the limit.
pub(super) fn keep_frame(report: &mut CrashReport, name: &str) {
    if report.crashed_in.len() < MOST_FRAME_IMAGES && !report.crashed_in.iter().any(|known| known == name) {
        report.crashed_in.push(name.to_owned());
    }
}

/// Keeps an image outside of the system, up to the limit; answers whether it had to be left out.
pub(super) fn keep_image(report: &mut CrashReport, image: Image) -> bool {
    if is_system_path(&image.path) || report.images.iter().any(|known| known.path == image.path) {
        return true;
    }
    let room = report.images.len() < MOST_IMAGES;
    if room {
        report.images.push(image);
    }
    room
}

/// A time under a name, with a problem when it is not understood.
pub(super) fn time<R: Record>(
    fields: &Fields<'_>,
    names: &[&str],
    out: &mut Out<'_, R>,
) -> Option<vigie_model::Timestamp> {
    let field = fields.first(names)?;
    let text = field.text(out)?;
    let found = times::parse(&text);
    if found.is_none() {
        out.problem(ProblemCode::TimeImplausible, field.place(), "not a time with an offset");
    }
    found
}

/// The fields that stand in the header line, or in the body where it has none.
pub(super) fn header(fields: &Fields<'_>, report: &mut CrashReport, out: &mut Out<'_, CrashEntry>) {
    let text = |names: &[&str], out: &mut Out<'_, CrashEntry>| fields.text(names, out);
    report.bug_type = text(&["bug_type"], out);
    report.time = time(fields, &["timestamp", "date"], out);
    report.name = text(&["name", "app_name"], out);
    report.bundle_id = text(&["bundleID", "bundle_id"], out);
    report.image_uuid = text(&["slice_uuid"], out);
    report.incident = text(&["incident_id", "incident"], out);
    report.os_version = text(&["os_version"], out);
    report.model = text(&["product", "modelCode"], out);
}

/// Reads the body into the report; processes it lists are added to `listed`.
pub(super) fn body(
    fields: &Fields<'_>,
    report: &mut CrashReport,
    listed: &mut Vec<(vigie_model::Place, ListedProcess)>,
    out: &mut Out<'_, CrashEntry>,
) {
    about_process(fields, report, out);
    why(fields, report, out);
    images_and_threads(fields, report, out);
    messages(fields, report, out);
    lists(fields, report, listed, out);
}

/// The first, where it is there.
fn over(first: Option<String>, second: Option<String>) -> Option<String> {
    first.or(second)
}

fn about_process(fields: &Fields<'_>, report: &mut CrashReport, out: &mut Out<'_, CrashEntry>) {
    report.process = fields.text(&["procName", "processName"], out);
    report.path = fields.text(&["procPath", "processPath"], out);
    report.pid = fields.int("pid", out);
    report.uid = fields.int("userID", out).or_else(|| fields.int("uid", out));
    report.role = fields.text(&["procRole"], out);
    report.parent = fields.text(&["parentProc"], out);
    report.parent_pid = fields.int("parentPid", out);
    report.responsible = fields.text(&["responsibleProc"], out);
    report.coalition = fields.text(&["coalitionName"], out);
    report.captured = time(fields, &["captureTime"], out).or_else(|| time(fields, &["date"], out));
    report.launched = time(fields, &["procLaunch"], out);
    report.incident = over(report.incident.take(), fields.text(&["incident"], out));
    report.model = over(fields.text(&["modelCode", "product"], out), report.model.take());
    if report.os_version.is_none() {
        report.os_version = fields.text(&["build"], out);
    }
    if let Some(bundle) = fields.fields("bundleInfo", out) {
        report.bundle_id = over(bundle.text(&["CFBundleIdentifier"], out), report.bundle_id.take());
    }
    if let Some(mode) = fields.text(&["ldm"], out) {
        report.lockdown_mode = Some(mode != "0" && mode != "false");
    }
}

fn why(fields: &Fields<'_>, report: &mut CrashReport, out: &mut Out<'_, CrashEntry>) {
    if let Some(exception) = fields.fields("exception", out) {
        let parts = ["type", "signal", "subtype"].map(|name| exception.text(&[name], out));
        report.exception = match parts {
            [None, None, None] => None,
            parts => Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" ")),
        };
        if let Some(message) = exception.text(&["message"], out) {
            keep(&mut report.messages, message);
        }
    }
    if let Some(termination) = fields.fields("termination", out) {
        let parts = ["namespace", "code", "indicator"].map(|name| termination.text(&[name], out));
        let words: Vec<_> = parts.into_iter().flatten().collect();
        report.reason = (!words.is_empty()).then(|| words.join(" "));
        report.terminated_by = termination.text(&["byProc"], out);
        for name in ["reasons", "details"] {
            for item in termination.items(name, out) {
                if let Some(text) = item.text(out) {
                    keep(&mut report.messages, text);
                }
            }
        }
    }
    report.reason = over(report.reason.take(), fields.text(&["reason"], out));
    // A memory report names the largest process; which one was ended stands in its list.
    if let Some(largest) = fields.text(&["largestProcess"], out) {
        keep(&mut report.messages, format!("largest process: {largest}"));
    }
}

fn images_and_threads(fields: &Fields<'_>, report: &mut CrashReport, out: &mut Out<'_, CrashEntry>) {
    let mut names = Vec::new();
    let mut told = false;
    for item in fields.items("usedImages", out) {
        let place = item.place();
        let mut name = None;
        if let Some(image) = item.fields(out) {
            let path = image.text(&["path"], out);
            name = path.clone().or_else(|| image.text(&["name"], out));
            if let Some(path) = path {
                let uuid = image.text(&["uuid"], out);
                if !keep_image(report, Image { path, uuid }) && !told {
                    told = true;
                    let detail = format!("more than {MOST_IMAGES} images outside of the system; the rest is left out");
                    out.problem(ProblemCode::LimitReached, place, detail);
                }
            }
        }
        names.push(name);
    }
    let faulting = fields.int("faultingThread", out);
    for (at, item) in fields.items("threads", out).into_iter().enumerate() {
        let by_number = faulting.and_then(|n| usize::try_from(n).ok()) == Some(at);
        let Some(thread) = item.fields(out) else { continue };
        if by_number || thread.text(&["triggered"], out).as_deref() == Some("true") {
            frames(&thread, "frames", &names, report, out);
        }
    }
    frames(fields, "lastExceptionBacktrace", &names, report, out);
}

fn frames(
    fields: &Fields<'_>,
    name: &str,
    names: &[Option<String>],
    report: &mut CrashReport,
    out: &mut Out<'_, CrashEntry>,
) {
    for item in fields.items(name, out) {
        if report.crashed_in.len() >= MOST_FRAME_IMAGES {
            return;
        }
        let Some(frame) = item.fields(out) else { continue };
        let index = frame.int("imageIndex", out).and_then(|index| usize::try_from(index).ok());
        if let Some(Some(image)) = index.and_then(|index| names.get(index)) {
            keep_frame(report, image);
        }
    }
}

fn messages(fields: &Fields<'_>, report: &mut CrashReport, out: &mut Out<'_, CrashEntry>) {
    if let Some(said) = fields.fields("asi", out) {
        for (_, field) in said.entries() {
            for item in field.items(out) {
                if let Some(text) = item.text(out) {
                    keep(&mut report.messages, text);
                }
            }
        }
    }
    for name in ["panicString", "otherString", "macOSPanicString", "panicFlags", "vmregioninfo"] {
        if let Some(text) = fields.text(&[name], out) {
            if name == "panicString" {
                panic(&text, report);
            }
            keep(&mut report.messages, text);
        }
    }
    for item in fields.items("notes", out) {
        if let Some(text) = item.text(out) {
            keep(&mut report.messages, text);
        }
    }
    // Exclaves, the part of the system apart from the kernel, have fields of their own whose form Apple does not tell.
    for (name, field) in fields.entries() {
        if name.to_ascii_lowercase().contains("exclave") {
            keep(&mut report.messages, format!("{name}: {}", field.raw_text()));
        }
    }
}

/// What a panic says of the process that was running (`Panicked task 0x…: 12 pages, 4 threads: pid 282: name`), and
/// its first line as the reason.
pub(super) fn panic(text: &str, report: &mut CrashReport) {
    if let Some(first) = text.lines().find(|line| !line.trim().is_empty()) {
        report.reason = Some(first.trim().to_owned());
    }
    let task = text.lines().find(|line| line.starts_with("Panicked task")).and_then(|line| line.split_once(": pid "));
    if let Some((pid, name)) = task.and_then(|(_, rest)| rest.split_once(':')) {
        report.pid = pid.trim().parse().ok();
        report.process = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    }
}

fn lists(
    fields: &Fields<'_>,
    report: &CrashReport,
    listed: &mut Vec<(vigie_model::Place, ListedProcess)>,
    out: &mut Out<'_, CrashEntry>,
) {
    let mut items = fields.items("processes", out);
    for name in ["processByPid", "processByUniquePid"] {
        if let Some(by_pid) = fields.fields(name, out) {
            items.extend(by_pid.entries().map(|(_, field)| field));
        }
    }
    for item in items {
        if let Some(process) = process(&item, report, out) {
            listed.push((item.place(), process));
        }
    }
}

fn process(item: &Field<'_>, report: &CrashReport, out: &mut Out<'_, CrashEntry>) -> Option<ListedProcess> {
    let fields = item.fields(out)?;
    let Some(name) = fields.text(&["name", "procname", "processName"], out) else {
        // A process that was ending when the list was made has threads, but no name any more.
        if fields.get("procname").is_none() {
            out.problem(ProblemCode::KeyMissing, item.place(), "a process without a name");
        }
        return None;
    };
    let states = fields.items("states", out).iter().filter_map(|state| state.text(out)).collect();
    Some(ListedProcess {
        bug_type: report.bug_type.clone(),
        time: report.captured.or(report.time),
        process: name,
        pid: fields.int("pid", out),
        path: fields.text(&["procpath", "path"], out),
        parent: None,
        uid: fields.int("uid", out),
        coalition: fields.text(&["coalitionName", "bundleID"], out),
        image_uuid: fields.text(&["uuid"], out),
        states,
        reason: fields.text(&["reason"], out),
    })
}
