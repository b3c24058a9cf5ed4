//! Programs that crashed or hung, as Windows Error Reporting noted it (`Report.wer`), with the libraries they had loaded.
//!
//! Format: lines of `Key=value` in UTF-16; the times are `FILETIME`s. A crash of a program that an exploit runs in is often
//! all that stays of a failed attempt.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::le::filetime;
use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct ErrorReports;

/// Libraries of one program.
const MODULES: usize = 2000;

/// A crash.
#[derive(Debug, Default, Serialize)]
pub struct ErrorReport {
    /// When.
    pub time: Option<Timestamp>,
    /// What happened (`APPCRASH`).
    pub event: Option<String>,
    /// What Windows called it (`Stopped working`).
    pub friendly: Option<String>,
    /// Path of the program.
    pub program: Option<String>,
    /// Its name, as the report gives it.
    pub name: Option<String>,
    /// Name and value of each part of its signature: module, offset, kind of exception.
    pub signature: Vec<(String, String)>,
    /// Libraries that were loaded.
    pub modules: Vec<String>,
}

impl Record for ErrorReport {
    fn time(&self) -> Option<Timestamp> {
        self.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(program) = &self.program {
            see(Observable::executable(program));
        }
        for module in &self.modules {
            see(Observable::file_path(module));
        }
    }

    fn summary(&self) -> String {
        let program = [&self.program, &self.name].into_iter().flatten().next();
        let module =
            self.signature.iter().find(|(name, _)| name.contains("Module Name") || name == "Fault Module Name");
        let module = module.map(|(_, module)| format!(" in {module}")).unwrap_or_default();
        let event = self.event.as_deref().unwrap_or("?");
        format!("Error report {event}: {}{module}", program.map_or("?", String::as_str))
    }
}

impl Artifact for ErrorReports {
    type Record = ErrorReport;
    const SPEC: Spec = Spec {
        id: "windows_error_reports",
        version: 1,
        paths: &[(Layout::Windows, "**/*.wer")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ErrorReport>) -> Result<(), ParseError> {
        let mut report = ErrorReport::default();
        let mut label: Option<String> = None;
        let mut beyond: Option<Place> = None;
        each_line(file, out, |at, line, out| {
            if line.trim().is_empty() {
                return;
            }
            let Some((key, value)) = line.split_once('=') else {
                out.problem(ProblemCode::LineNotUnderstood, at, "no `Key=value`");
                return;
            };
            let value = value.trim();
            match key {
                "EventType" => report.event = Some(value.to_owned()),
                "FriendlyEventName" => report.friendly = Some(value.to_owned()),
                "AppPath" => report.program = Some(value.to_owned()),
                "AppName" => report.name = Some(value.to_owned()),
                "EventTime" => {
                    report.time = value.parse().ok().and_then(filetime);
                    if report.time.is_none() {
                        out.problem(ProblemCode::TimeImplausible, at, format!("`{value}` is not a time"));
                    }
                }
                _ if key.starts_with("LoadedModule[") && report.modules.len() < MODULES => {
                    report.modules.push(value.to_owned());
                }
                _ if key.starts_with("Sig[") && key.ends_with(".Name") => label = Some(value.to_owned()),
                _ if key.starts_with("Sig[") && report.signature.len() < MODULES => {
                    if let Some(label) = label.take() {
                        report.signature.push((label, value.to_owned()));
                    }
                }
                _ if key.starts_with("LoadedModule[") || key.starts_with("Sig[") => {
                    beyond.get_or_insert(at);
                }
                _ => {}
            }
        })?;
        if let Some(at) = beyond {
            let detail = format!("more than {MODULES} libraries or parts of the signature; the rest was not read");
            out.problem(ProblemCode::LimitReached, at, detail);
        }
        if report.event.is_none() {
            return Err(ParseError::file(ProblemCode::NotTheFormat, "it names no kind of event"));
        }
        out.record(Place::File, report);
        Ok(())
    }
}
