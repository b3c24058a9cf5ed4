//! What a user typed: addresses in Internet Explorer, folders in the file manager, commands in the Run window.
//!
//! Format: values `url1`, `url2` … with times of the same names beside them since Windows 8 (`TypedURLsTime`); commands
//! end in `\1`. Other readers: RegRipper `typedurls`, `typedpaths`, `runmru`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use super::bytes::{filetime, u64_at};
use super::hive::{Hive, LOGS, Walk};
use super::paths;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Where they stand.
const SPOTS: &[(&str, TypedInto)] = &[
    ("Software\\Microsoft\\Internet Explorer\\TypedURLs", TypedInto::Browser),
    ("Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\TypedPaths", TypedInto::FileManager),
    ("Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\RunMRU", TypedInto::RunWindow),
];
const TIMES: &str = "Software\\Microsoft\\Internet Explorer\\TypedURLsTime";

/// See the module.
pub struct Typed;

/// Where a text was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypedInto {
    /// The address line of Internet Explorer.
    Browser,
    /// The address line of the file manager.
    FileManager,
    /// The Run window.
    RunWindow,
}

/// One text.
#[derive(Debug, Serialize)]
pub struct TypedText {
    /// Where.
    pub into: TypedInto,
    /// What.
    pub text: String,
    /// When, where that is kept.
    pub typed: Option<Timestamp>,
}

impl Record for TypedText {
    fn time(&self) -> Option<Timestamp> {
        self.typed
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match self.into {
            TypedInto::Browser => see(Observable::url(&self.text)),
            TypedInto::FileManager => see(Observable::file_path(paths::full(&self.text))),
            TypedInto::RunWindow => see(Observable::command_line(&self.text).meaning(Meaning::Execution)),
        }
    }

    fn summary(&self) -> String {
        format!("typed: {}", self.text)
    }

    fn summary_without_content(&self) -> String {
        "something was typed".to_owned()
    }
}

impl Artifact for Typed {
    type Record = TypedText;
    const SPEC: Spec = Spec {
        id: "windows_typed",
        version: 2,
        paths: &[(Layout::Windows, "**/*NTUSER*.DAT")],
        meaning: Meaning::Exposure,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOGS;

    fn parse(file: &Source<'_>, out: &mut Out<'_, TypedText>) -> Result<(), ParseError> {
        let hive = Hive::open(file, out)?;
        let mut walk = Walk::new();
        let times = hive.key(TIMES, &mut walk).map(|key| key.values(&mut walk));
        for (path, into) in SPOTS {
            let Some(key) = hive.key(path, &mut walk) else { continue };
            for value in key.values(&mut walk).iter().filter(|value| value.name != "MRUList") {
                let at = key.place_of(&value.name);
                let Some(text) = value.text() else {
                    out.problem(ProblemCode::ValueUnexpected, at, "no text where one belongs");
                    continue;
                };
                let text =
                    text.strip_suffix("\\1").filter(|_| *into == TypedInto::RunWindow).unwrap_or(&text).to_owned();
                let ticks = times.as_ref().filter(|_| *into == TypedInto::Browser);
                let ticks = ticks.and_then(|times| u64_at(&times.get(&value.name)?.data, 0));
                let typed = filetime(ticks.unwrap_or(0)).unwrap_or_else(|ticks| {
                    let detail = format!("{ticks} is not a plausible time");
                    out.problem(ProblemCode::TimeImplausible, at.clone(), detail);
                    None
                });
                out.record(at, TypedText { into: *into, text, typed });
            }
        }
        walk.tell(out);
        Ok(())
    }
}
