//! Which applications had the keyboard, with their process numbers: applications that were open within the last hours.
//!
//! Format: `kbdebug.txt`: `2025-04-07 15:04:47 +0000: Debug: message`, where a message may take several lines; a process
//! stands in it as `PID 344: org.example.reader`. Other readers: EC sysdiagnose `kbdebug`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::text::{brief, description_date, each_line};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct KeyboardDebug;

/// One event of the keyboard that names an application.
#[derive(Debug, Serialize)]
pub struct KeyboardClient {
    /// When.
    pub at: Option<Timestamp>,
    /// The first line of the message.
    pub message: String,
    /// The process's number.
    pub pid: i64,
    /// The bundle id of the application.
    pub app: String,
}

impl Record for KeyboardClient {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.at {
            see(Moment { what: "keyboard_client", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.app));
    }

    fn summary(&self) -> String {
        format!("keyboard used by {} [{}]", self.app, self.pid)
    }
}

/// `PID 344: org.example.reader`, in each place of a line.
fn clients(line: &str) -> impl Iterator<Item = (i64, &str)> {
    line.split("PID ").skip(1).filter_map(|rest| {
        let (pid, rest) = rest.split_once(':')?;
        let app = rest.trim_start().split(|c: char| c.is_whitespace() || "<>;,)".contains(c)).next()?;
        Some((pid.trim().parse().ok()?, app)).filter(|(_, app)| app.contains('.'))
    })
}

impl Artifact for KeyboardDebug {
    type Record = KeyboardClient;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_kbdebug",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "kbdebug.txt")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, KeyboardClient>) -> Result<(), ParseError> {
        let mut head: Option<(Option<Timestamp>, String)> = None;
        each_line(file, out, |at, line, out| {
            if line.trim().is_empty() {
                return;
            }
            let dated = line
                .split_at_checked(25)
                .and_then(|(date, rest)| Some((description_date(date)?, rest.strip_prefix(": ")?)));
            if let Some((when, message)) = dated {
                head = Some((Some(when), brief(message)));
            }
            let Some((when, message)) = &head else {
                out.problem(ProblemCode::LineNotUnderstood, at, "a line before any date");
                return;
            };
            for (pid, app) in clients(line) {
                let record = KeyboardClient { at: *when, message: message.clone(), pid, app: app.to_owned() };
                out.record(at.clone(), record);
            }
        })?;
        if head.is_none() {
            out.problem(ProblemCode::NotTheFormat, Place::File, "there is no line that begins with a date");
        }
        Ok(())
    }
}
