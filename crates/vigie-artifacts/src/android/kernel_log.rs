//! The kernel's log, of this start and of the last.
//!
//! Format: sections `KERNEL LOG` and `LAST KMSG` of `dumpstate`, and the files of the kernel that AndroidQF copied: `<7>[ 9935.971510] text`, the number in brackets being
//! seconds since the start without sleep, so that no time of day follows from it. What SELinux refused names the process
//! (`comm="…"`, 15 characters) and the file (`path="…"`).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::between;
use super::logs::{each_log_line, each_log_line_of_file};
use super::{Clock, Part, TextLine, dumpstate_and, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct KernelLog;

/// One line.
#[derive(Debug, Serialize)]
pub struct KernelLine {
    /// How grave (0 to 7, 7 the least).
    pub level: Option<u8>,
    /// Seconds since the start, sleep not counted, as written.
    pub since_boot: Option<String>,
    /// The message.
    pub text: String,
    /// The process SELinux names.
    pub process: Option<String>,
}

impl Record for KernelLine {
    fn time(&self) -> Option<Timestamp> {
        None
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

fn entry(line: &TextLine<'_>, out: &mut Out<'_, KernelLine>) {
    let text = line.trimmed();
    if text.is_empty() {
        return;
    }
    // What `dumpstate` says of the command, cut off, is none of its lines.
    if text.starts_with("*** ") {
        return not_understood(line, out);
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
    out.record_if_needed(&line.at, &[], &|see| see_line(process, rest, see), || KernelLine {
        level,
        since_boot: since.map(str::to_owned),
        text: rest.to_owned(),
        process: process.map(str::to_owned),
    });
}

impl Artifact for KernelLog {
    type Record = KernelLine;
    const SPEC: Spec = Spec {
        id: "android_kernel_log",
        version: 3,
        paths: dumpstate_and!("logs/proc/kmsg", "logs/proc/last_kmsg", "logs/sys/fs/pstore/console-ramoops"),
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, KernelLine>) -> Result<(), ParseError> {
        if file.layout() == Layout::AndroidQf {
            return each_log_line_of_file(file, &Clock::unknown(), out, |line, _, out| entry(line, out));
        }
        let logs = &[Part::Command("KERNEL LOG"), Part::Command("LAST KMSG")];
        each_log_line(file, logs, out, |line, _, out| entry(line, out))
    }
}
