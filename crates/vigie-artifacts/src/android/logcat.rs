//! What applications and the system logged, line by line: links, packages and files named there.
//!
//! Format: sections `SYSTEM LOG`, `RADIO LOG` and `LAST LOGCAT` of `dumpstate`, `logcat -v threadtime`. Other readers:
//! plaso `android_logcat`; MVT reads no log.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::{is_package, package_of};
use super::logline::log_line;
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Packages and files of one line that are looked up.
const WORDS: usize = 64;

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
        see(Observable::text(&self.message).meaning(Meaning::Exposure));
        // A word without a dot or a slash is neither a package nor a path.
        let words = self.message.split(|c: char| !(c.is_alphanumeric() || "._/$-~=".contains(c)));
        for word in words.filter(|word| word.contains(['.', '/'])).take(WORDS) {
            if let Some(package) = package_of(word) {
                see(Observable::app_id(package));
            } else if ["/data/", "/sdcard/", "/storage/", "/system/", "/vendor/"]
                .iter()
                .any(|top| word.starts_with(top))
            {
                see(Observable::file_path(word));
            } else {
                let word = word.trim_end_matches('.');
                if is_package(word) {
                    see(Observable::app_id(word));
                }
            }
        }
    }

    fn summary(&self) -> String {
        format!("log {}/{}: {}", self.level, self.tag, self.message)
    }

    fn summary_without_content(&self) -> String {
        format!("log {}/{}", self.level, self.tag)
    }
}

impl Artifact for Logcat {
    type Record = LogEntry;
    const SPEC: Spec = Spec { id: "android_logcat", version: 1, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, LogEntry>) -> Result<(), ParseError> {
        const LOGS: &[Part] = &[Part::Command("SYSTEM LOG"), Part::Command("RADIO LOG"), Part::Command("LAST LOGCAT")];
        each_section(file, LOGS, out, |section, dump, out| {
            for line in section.lines() {
                let text = &*line.text;
                // `--------- beginning of main`, and what the command itself says (`logcat: …`).
                if text.is_empty()
                    || text.starts_with("-----")
                    || text.starts_with("logcat")
                    || text.starts_with("Logcat")
                {
                    continue;
                }
                let Some(log) = log_line(text, &dump.clock) else {
                    not_understood(&line, out);
                    continue;
                };
                let entry = LogEntry {
                    at: log.at,
                    uid: log.uid,
                    pid: log.pid,
                    level: log.level,
                    tag: log.tag.to_owned(),
                    message: log.message.to_owned(),
                };
                out.record(line.at.clone(), entry);
            }
        })
    }
}
