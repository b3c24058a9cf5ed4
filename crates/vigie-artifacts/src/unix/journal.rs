//! The journal of systemd, as `journalctl -o export` writes it. Its own files (`*.journal`) are named as problems.
//!
//! Format: Journal Export Format (systemd.io): fields `NAME=VALUE` by the line; a field with line breaks as its name alone,
//! a length of eight bytes (little-endian), the value; an empty line ends an entry.

use std::io::{BufRead, BufReader, Read};

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// A value is kept up to this size, in bytes.
const VALUE_LIMIT: u64 = 1 << 20;

/// See the module.
pub struct Journal;

/// One entry.
#[derive(Debug, Default, Serialize)]
pub struct JournalEntry {
    /// When it was taken.
    pub time: Option<Timestamp>,
    /// The program, as it names itself.
    pub program: Option<String>,
    /// The path of the program.
    pub executable: Option<String>,
    /// Its command line.
    pub command_line: Option<String>,
    /// The unit it belongs to.
    pub unit: Option<String>,
    /// Its process.
    pub process: Option<u32>,
    /// What it logged.
    pub message: Option<String>,
}

impl Record for JournalEntry {
    fn time(&self) -> Option<Timestamp> {
        self.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(program) = &self.program {
            see(Observable::process(program));
        }
        if let Some(executable) = &self.executable {
            see(Observable::executable(executable));
        }
        if let Some(command_line) = &self.command_line {
            see(Observable::command_line(command_line));
        }
        if let Some(unit) = &self.unit {
            see(Observable::service(unit));
        }
        if let Some(message) = &self.message {
            see(Observable::text(message));
        }
    }

    fn summary(&self) -> String {
        format!("{}: {}", self.program.as_deref().unwrap_or("?"), self.message.as_deref().unwrap_or(""))
    }

    fn summary_without_content(&self) -> String {
        format!("logged by {}", self.program.as_deref().unwrap_or("?"))
    }
}

impl JournalEntry {
    /// Takes a field. False when its value is not what it should be.
    fn set(&mut self, name: &str, value: &str) -> bool {
        let text = || Some(value.to_owned());
        match name {
            "__REALTIME_TIMESTAMP" => {
                self.time = value.parse().ok().and_then(Timestamp::from_unix_micros);
                return self.time.is_some();
            }
            "SYSLOG_IDENTIFIER" => self.program = text(),
            "_COMM" if self.program.is_none() => self.program = text(),
            "_EXE" => self.executable = text(),
            "_CMDLINE" => self.command_line = text(),
            "_SYSTEMD_UNIT" => self.unit = text(),
            "_PID" => self.process = value.parse().ok(),
            "MESSAGE" => self.message = text(),
            _ => {}
        }
        true
    }
}

impl Artifact for Journal {
    type Record = JournalEntry;
    const SPEC: Spec = Spec {
        id: "linux_journal",
        version: 1,
        paths: &[
            (Layout::Linux, "**/*.journal"),
            (Layout::Linux, "**/*journal*.{export,txt}"),
            (Layout::Linux, "**/*.export"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, JournalEntry>) -> Result<(), ParseError> {
        let damaged =
            |offset: u64, detail: &str| ParseError::at(ProblemCode::NotTheFormat, Place::Offset { offset }, detail);
        let mut reader = BufReader::with_capacity(1 << 16, file.reader()?);
        let unread = |error: std::io::Error| ParseError::file(ProblemCode::FileUnreadable, error.to_string());
        if reader.fill_buf().map_err(unread)?.starts_with(b"LPKSHHRH") {
            let detail =
                "a file of the journal itself, which is not read: give what `journalctl --file FILE -o export` writes";
            return Err(ParseError::file(ProblemCode::NestedNotExamined, detail));
        }
        let (mut at, mut begins) = (0u64, 0u64);
        let (mut entry, mut fields) = (JournalEntry::default(), 0u32);
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = reader.by_ref().take(VALUE_LIMIT).read_until(b'\n', &mut line).map_err(unread)?;
            let start = at;
            at = at.saturating_add(read as u64);
            let text = line.strip_suffix(b"\n").unwrap_or(&line);
            if text.is_empty() {
                if fields > 0 {
                    out.record(Place::Offset { offset: begins }, std::mem::take(&mut entry));
                }
                if read == 0 {
                    return Ok(());
                }
                (fields, begins) = (0, at);
                continue;
            }
            let name_of = |bytes: &[u8]| {
                let is_name =
                    bytes.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_');
                std::str::from_utf8(bytes).ok().filter(|_| is_name && !bytes.is_empty()).map(str::to_owned)
            };
            let equals = text.iter().position(|byte| *byte == b'=');
            let name = name_of(text.get(..equals.unwrap_or(text.len())).unwrap_or_default());
            let name = name.ok_or_else(|| damaged(start, "no field of a journal begins here"))?;
            if let Some(equals) = equals {
                let value = String::from_utf8_lossy(text.get(equals.saturating_add(1)..).unwrap_or_default());
                if !entry.set(&name, &value) {
                    let detail = format!("{value:?} as microseconds since 1970");
                    out.problem(ProblemCode::TimeImplausible, Place::Offset { offset: start }, detail);
                }
            } else {
                let mut length = [0; 8];
                reader.read_exact(&mut length).map_err(|_| damaged(at, "a value is cut off"))?;
                let length = u64::from_le_bytes(length);
                let mut value = Vec::new();
                reader.by_ref().take(length.min(VALUE_LIMIT)).read_to_end(&mut value).map_err(unread)?;
                let rest = length.saturating_sub(value.len() as u64);
                let skipped = std::io::copy(&mut reader.by_ref().take(rest.saturating_add(1)), &mut std::io::sink())
                    .map_err(unread)?;
                if skipped < rest.saturating_add(1) {
                    entry.set(&name, &String::from_utf8_lossy(&value));
                    out.record(Place::Offset { offset: begins }, std::mem::take(&mut entry));
                    return Err(damaged(at, "a value is cut off"));
                }
                if rest > 0 {
                    out.problem(
                        ProblemCode::LimitReached,
                        Place::Offset { offset: start },
                        format!("a value of {length} bytes, cut at {VALUE_LIMIT}"),
                    );
                }
                entry.set(&name, &String::from_utf8_lossy(&value));
                at = at.saturating_add(8).saturating_add(length).saturating_add(1);
            }
            fields = fields.saturating_add(1);
        }
    }
}
