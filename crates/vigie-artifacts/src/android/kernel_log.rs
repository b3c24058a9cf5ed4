//! The kernel's log, of this start and of the last.
//!
//! Format: sections `KERNEL LOG` and `LAST KMSG` of `dumpstate`, and the files of the kernel that AndroidQF copied: `<7>[ 9935.971510] text`,
//! the number in brackets being seconds since the start without sleep, so that no time of day follows from it. Where `logd`
//! keeps the kernel's log as well, `dumpstate` asks it (`logcat -b kernel`), and each line begins with the device's clock.
//! What SELinux refused names the process (`comm="…"`, 15 characters), the file (`path="…"`) and the time
//! (`audit(SECONDS.MILLIS:SERIAL)`, since 1970; zero where `logd` wrote it).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::between;
use super::logline::log_line;
use super::logs::{each_log_line, each_log_line_of_file};
use super::stamps::Stamps;
use super::{Clock, DeviceTime, Part, TextLine, dumpstate_and, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec, Values};

/// A clock of an Android device that shows less, in seconds since 1970, was not set: the first was sold in October 2008.
const FIRST: i64 = 1_222_819_200;

/// See the module.
pub struct KernelLog;

/// One line.
#[derive(Debug, Serialize)]
pub struct KernelLine {
    /// How grave (0 to 7, 7 the least).
    pub level: Option<u8>,
    /// When, where the line says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DeviceTime>,
    /// Seconds since the start, sleep not counted, as written.
    pub since_boot: Option<String>,
    /// The message.
    pub text: String,
    /// The process SELinux names.
    pub process: Option<String>,
}

impl Record for KernelLine {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see_line(self.process.as_deref(), &self.text, see);
    }

    fn summary(&self) -> String {
        format!("kernel: {}", self.text)
    }
}

/// What a line names.
fn see_line<'l>(process: Option<&'l str>, text: &'l str, see: &mut dyn FnMut(Observable<'l>)) {
    if let Some(process) = process {
        see(Observable::process(process));
    }
    if let Some(path) = between(text, "path=\"", "\"").filter(|path| path.starts_with('/')) {
        see(Observable::file_path(path));
    }
    see(Observable::text(text));
}

/// The time in `audit(1565852950.000:12)`. A clock that was not set yet tells none.
fn audited(text: &str) -> Option<DeviceTime> {
    let written = between(text, "audit(", ":")?;
    let (seconds, millis) = written.split_once('.')?;
    let (seconds, millis): (i64, i64) = (seconds.parse().ok()?, millis.parse().ok()?);
    let millis = seconds.checked_mul(1000)?.checked_add(millis).filter(|_| seconds >= FIRST)?;
    let utc = Timestamp::from_unix_millis(millis)?;
    Some(DeviceTime { utc: Some(utc), written: written.to_owned(), offset: None })
}

fn entry(line: &TextLine<'_>, stamps: &mut Stamps<'_>, out: &mut Out<'_, KernelLine>) {
    let text = line.trimmed();
    // `--------- beginning of kernel`, and what the command itself says.
    if text.is_empty() || ["-----", "logcat:"].iter().any(|start| text.starts_with(start)) {
        return;
    }
    // What `dumpstate` says of the command, cut off, is none of its lines.
    if text.starts_with("*** ") {
        return not_understood(line, out);
    }
    if let Some(log) = log_line(text) {
        let at = stamps.time(log.stamp);
        let text = if log.tag.is_empty() { log.message.to_owned() } else { format!("{}: {}", log.tag, log.message) };
        let process = between(&text, "comm=\"", "\"");
        let moment = DeviceTime::at(at.as_ref());
        let values = Values { of: &text, each: &|see| see_line(process, &text, see), of_word: None };
        return out.record_if_needed(&line.at, moment.as_slice(), &values, || KernelLine {
            level: None,
            at,
            since_boot: None,
            text: text.clone(),
            process: process.map(str::to_owned),
        });
    }
    let (level, rest) = match text.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        Some((level, rest)) => (level.parse().ok(), rest),
        None => (None, text),
    };
    let (since, rest) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((since, rest)) => (Some(since.trim()), rest.trim_start()),
        None => (None, rest),
    };
    let process = between(rest, "comm=\"", "\"");
    let at = audited(rest);
    let moment = DeviceTime::at(at.as_ref());
    let values = Values { of: rest, each: &|see| see_line(process, rest, see), of_word: None };
    out.record_if_needed(&line.at, moment.as_slice(), &values, || KernelLine {
        level,
        at,
        since_boot: since.map(str::to_owned),
        text: rest.to_owned(),
        process: process.map(str::to_owned),
    });
}

impl Artifact for KernelLog {
    type Record = KernelLine;
    const SPEC: Spec = Spec {
        id: "android_kernel_log",
        version: 5,
        paths: dumpstate_and!("logs/proc/kmsg", "logs/proc/last_kmsg", "logs/sys/fs/pstore/console-ramoops"),
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, KernelLine>) -> Result<(), ParseError> {
        if file.layout() == Layout::AndroidQf {
            return each_log_line_of_file(file, &Clock::unknown(), out, entry);
        }
        let logs = &[Part::Command("KERNEL LOG"), Part::Command("LAST KMSG")];
        each_log_line(file, logs, out, entry)
    }
}
