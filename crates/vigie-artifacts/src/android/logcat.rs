//! What applications and the system logged, line by line: links, packages and files named there.
//!
//! Format: sections `SYSTEM LOG`, `RADIO LOG` and `LAST LOGCAT` of `dumpstate`, `logcat -v threadtime`, and `-v time` on the
//! oldest devices. AndroidQF keeps all
//! buffers in `logcat.txt`, and those from before the last start in `logcat_old.txt`. A device that was told to keep its log
//! has that of days in `data/misc/logd/logcat`, the older ones numbered (`logcat.01`; AOSP `logcatd`, `-v threadtime -v usec
//! -v printable -D`), and a bug report takes them along below `FS/`. Other readers: plaso `android_logcat`, Perfetto; MVT
//! reads no log.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{each_naming_word, is_package, package_of};
use super::logline::log_line;
use super::logs::{each_log_line, each_log_line_of_file};
use super::stamps::Stamps;
use super::{Clock, DeviceTime, Part, TextLine, dumpstate_and, not_understood};
use crate::{Artifact, OfWord, Out, ParseError, Source, Spec, Values};

/// The folders under which the paths lie that are looked up.
const TOPS: &[&str] = &["/data/", "/sdcard/", "/storage/", "/system/", "/vendor/"];

/// See the module.
pub struct Logcat;

/// One line.
#[derive(Debug, Serialize)]
pub struct LogEntry {
    /// When.
    pub at: Option<DeviceTime>,
    /// The user id in the kernel of who wrote it.
    pub uid: Option<i64>,
    /// The process id of who wrote it.
    pub pid: Option<i64>,
    /// How grave its writer thought it (`V`, `D`, `I`, `W`, `E`, `F`).
    pub level: char,
    /// What it is filed under.
    pub tag: String,
    /// The message.
    pub message: String,
}

impl Record for LogEntry {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see_message(&self.message, see);
    }

    fn summary(&self) -> String {
        format!("log {}/{}: {}", self.level, self.tag, self.message)
    }

    fn summary_without_content(&self) -> String {
        format!("log {}/{}", self.level, self.tag)
    }
}

/// What a message names.
fn see_message<'l>(message: &'l str, see: &mut dyn FnMut(Observable<'l>)) {
    see(Observable::text(message).meaning(Meaning::Exposure));
    see_words(message, see);
}

/// The packages and files that a line of a log names.
pub(crate) fn see_words<'l>(text: &'l str, see: &mut dyn FnMut(Observable<'l>)) {
    each_naming_word(text, |word| {
        if let Some(package) = package_of(word) {
            see(Observable::app_id(package));
        } else if word.starts_with('/') && TOPS.iter().any(|top| word.starts_with(top)) {
            see(Observable::file_path(word));
        } else {
            let word = word.trim_end_matches('.');
            if is_package(word) {
                see(Observable::app_id(word));
            }
        }
    });
}

fn entry(line: &TextLine<'_>, stamps: &mut Stamps<'_>, out: &mut Out<'_, LogEntry>) {
    let text = &*line.text;
    // `--------- beginning of main`, and what the command itself says (`logcat: …`).
    if text.is_empty() || ["-----", "logcat", "Logcat"].iter().any(|start| text.starts_with(start)) {
        return;
    }
    let Some(log) = log_line(text) else {
        return not_understood(line, out);
    };
    let time = stamps.utc(log.stamp);
    let of_word: &OfWord<'_> = &|word, see| see_message(word, see);
    let values = Values { of: log.message, each: &|see| see_message(log.message, see), of_word: Some(of_word) };
    out.record_if_needed(&line.at, time.as_slice(), &values, || LogEntry {
        at: stamps.time(log.stamp),
        uid: log.uid(),
        pid: log.pid(),
        level: log.level,
        tag: log.tag.to_owned(),
        message: log.message.to_owned(),
    });
}

/// A file that holds a log alone.
fn list(file: &Source<'_>, out: &mut Out<'_, LogEntry>) -> Result<(), ParseError> {
    let clock = Clock::beside(file);
    if !clock.knows_the_year() {
        let why = match file.layout() {
            Layout::AndroidQf if file.sibling("acquisition.json").is_none() => {
                "there is no acquisition.json, which would say when it was made"
            }
            Layout::AndroidQf => "acquisition.json does not say when it was made",
            Layout::AndroidBugreport => "no text of the bug report says when it was made",
            _ => "a copy of the files of a device does not say when it was made",
        };
        let detail = format!("{why}: the lines, which have no year, stay without a time");
        out.problem(ProblemCode::DescriptionMissing, Place::File, detail);
    } else if file.layout() != Layout::AndroidBugreport
        && let Some((code, detail)) = clock.zone_trouble()
    {
        // That of a bug report is told once, with its head.
        out.problem(code, Place::File, detail);
    }
    each_log_line_of_file(file, &clock, out, entry)
}

impl Artifact for Logcat {
    type Record = LogEntry;
    const SPEC: Spec = Spec {
        id: "android_logcat",
        version: 5,
        paths: &[
            (Layout::AndroidBugreport, "bugreport-*.txt"),
            (Layout::AndroidBugreport, "dumpstate-*.txt"),
            (Layout::AndroidBugreport, "dumpState_*.log"),
            (Layout::AndroidBugreport, "dumpstate.txt"),
            (Layout::AndroidBugreport, "FS/data/misc/logd/logcat"),
            (Layout::AndroidBugreport, "FS/data/misc/logd/logcat.[0-9]*"),
            (Layout::AndroidFilesystem, "data/misc/logd/logcat"),
            (Layout::AndroidFilesystem, "data/misc/logd/logcat.[0-9]*"),
            (Layout::AndroidQf, "logcat.txt"),
            (Layout::AndroidQf, "logcat_old.txt"),
        ],
        meaning: Meaning::Execution,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = dumpstate_and!("acquisition.json", "getprop.txt");

    fn parse(file: &Source<'_>, out: &mut Out<'_, LogEntry>) -> Result<(), ParseError> {
        const LOGS: &[Part] = &[Part::Command("SYSTEM LOG"), Part::Command("RADIO LOG"), Part::Command("LAST LOGCAT")];
        if file.layout() != Layout::AndroidBugreport || file.path().starts_with("FS/") {
            return list(file, out);
        }
        each_log_line(file, LOGS, out, entry)
    }
}
