//! What programs of a Unix logged as text: logins and rights (`auth.log`, `secure`), the rest (`syslog`, `messages`).
//!
//! Formats: RFC 3164 as rsyslog and syslogd write it (`Jan 22 07:52:33 HOST PROGRAM[PID]: TEXT`), without year and zone, so
//! that no time is made of it; `RSYSLOG_FileFormat` with a full date (RFC 3339). Other readers: plaso `syslog`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct SystemLog;

/// One entry.
#[derive(Debug, Serialize)]
pub struct SystemEntry {
    /// When, where the log says it whole.
    pub time: Option<Timestamp>,
    /// When, as it is written.
    pub written: String,
    /// The computer.
    pub host: String,
    /// The program.
    pub program: String,
    /// Its process.
    pub process: Option<u32>,
    /// What it logged.
    pub text: String,
}

impl Record for SystemEntry {
    fn time(&self) -> Option<Timestamp> {
        self.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::process(&self.program));
        see(Observable::text(&self.text));
        // `COMMAND=` of sudo, `(user) CMD (…)` of cron.
        let command = self.text.split_once("COMMAND=").map(|(_, command)| command);
        let cron = || self.text.split_once(" CMD (").and_then(|(_, command)| command.strip_suffix(')'));
        if let Some(command) = command.or_else(cron) {
            see(Observable::command_line(command));
        }
        for word in self.text.split([' ', '=', '[', ']', ',']) {
            if word.len() >= 7 && word.parse::<std::net::IpAddr>().is_ok() {
                see(Observable::ip(word));
            }
        }
    }

    fn summary(&self) -> String {
        format!("{}: {}", self.program, self.text)
    }

    fn summary_without_content(&self) -> String {
        format!("logged by {}", self.program)
    }
}

const MONTHS: &[&str] = &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The date in front of a line, as a moment where it is whole, and what follows.
fn dated(line: &str) -> Option<(Option<Timestamp>, &str, &str)> {
    let first = line.split(' ').next()?;
    if let Some(time) = Timestamp::parse_rfc3339(first) {
        return Some((Some(time), first, line.get(first.len()..)?.trim_start()));
    }
    let written = line.get(..15)?;
    let month = written.get(..3)?;
    let clock: Vec<&str> = written.get(7..)?.split(':').collect();
    let is_number = |text: &&str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_dated = MONTHS.contains(&month) && clock.len() == 3 && clock.iter().all(is_number);
    is_dated.then_some((None, written, line.get(15..)?.strip_prefix(' ')?))
}

fn entry(line: &str) -> Option<SystemEntry> {
    let (time, written, rest) = dated(line)?;
    let (host, rest) = rest.split_once(' ')?;
    let (tag, text) = rest.split_once(": ").or_else(|| rest.strip_suffix(':').map(|tag| (tag, "")))?;
    let (program, process) = match tag.split_once('[') {
        Some((program, process)) => (program, process.strip_suffix(']').and_then(|number| number.parse().ok())),
        None => (tag, None),
    };
    let owned = str::to_owned;
    Some(SystemEntry {
        time,
        written: owned(written),
        host: owned(host),
        program: owned(program),
        process,
        text: owned(text),
    })
}

impl Artifact for SystemLog {
    type Record = SystemEntry;
    const SPEC: Spec = Spec {
        id: "unix_system_log",
        version: 1,
        paths: &[
            (
                Layout::Linux,
                "**/{auth.log,syslog,secure,messages,daemon.log,kern.log,user.log,cron,cron.log,maillog,mail.log}",
            ),
            (
                Layout::Linux,
                "**/{auth.log,syslog,secure,messages,daemon.log,kern.log,user.log,cron,cron.log,maillog,mail.log}[.-][0-9]*",
            ),
            (Layout::MacOs, "**/{system.log,install.log,secure.log}"),
            (Layout::MacOs, "**/{system.log,install.log,secure.log}.[0-9]*"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SystemEntry>) -> Result<(), ParseError> {
        let file = &out.unpacked(file)?;
        // What follows without a date belongs to the entry before it.
        let mut last: Option<(vigie_model::Place, SystemEntry)> = None;
        for line in file.lines()? {
            let line = line?;
            if line.damaged {
                out.problem(ProblemCode::TextDamaged, line.at.clone(), "a line that is not UTF-8, or too long");
            }
            if let Some(next) = entry(&line.text) {
                if let Some((at, entry)) = last.replace((line.at, next)) {
                    out.record(at, entry);
                }
            } else if let Some((_, entry)) = &mut last {
                if entry.text.len() < 1 << 16 {
                    entry.text.push('\n');
                    entry.text.push_str(&line.text);
                } else {
                    out.problem(
                        ProblemCode::LineNotUnderstood,
                        line.at,
                        "a line without a date, far behind one that has one",
                    );
                }
            } else if !line.text.trim().is_empty() {
                out.problem(ProblemCode::LineNotUnderstood, line.at, "a line without a date");
            }
        }
        if let Some((at, entry)) = last {
            out.record(at, entry);
        }
        Ok(())
    }
}
