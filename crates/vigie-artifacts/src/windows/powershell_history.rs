//! What was typed into PowerShell: the history that PSReadLine keeps for each account, the oldest first, without times.
//!
//! Format: Microsoft, "about_PSReadLine": one command a line; a command of several lines has a backtick at the end of each
//! but the last.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::command::see_command_line;
use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct PowershellHistory;

/// Lines and bytes of one command; what follows is told as the next.
const LINES: u64 = 10_000;
const LONGEST: usize = 4 << 20;

/// A command that was typed.
#[derive(Debug, Serialize)]
pub struct Typed {
    /// The command.
    pub command: String,
    /// The account, where the path names it.
    pub user: Option<String>,
}

impl Record for Typed {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see_command_line(&self.command, see);
    }

    fn summary(&self) -> String {
        format!("Typed into PowerShell by {}: {}", self.user.as_deref().unwrap_or("?"), self.command)
    }

    fn summary_without_content(&self) -> String {
        format!("Typed into PowerShell by {}", self.user.as_deref().unwrap_or("?"))
    }
}

/// The folder behind `Users`.
fn user(path: &str) -> Option<&str> {
    let mut parts = path.split('/');
    parts.find(|part| part.eq_ignore_ascii_case("Users") || part.eq_ignore_ascii_case("Documents and Settings"))?;
    parts.next()
}

impl Artifact for PowershellHistory {
    type Record = Typed;
    const SPEC: Spec = Spec {
        id: "windows_powershell_history",
        version: 1,
        paths: &[(Layout::Windows, "**/*host_history.txt")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Typed>) -> Result<(), ParseError> {
        let user = user(file.path()).map(str::to_owned);
        let mut open: Option<(Place, String, u64)> = None;
        each_line(file, out, |at, line, out| {
            let (begins, mut command, lines) = open.take().unwrap_or((at, String::new(), 0));
            let more = line.strip_suffix('`').filter(|_| lines < LINES && command.len() < LONGEST);
            command.push_str(more.unwrap_or(line));
            if more.is_some() {
                command.push('\n');
                open = Some((begins, command, lines.saturating_add(1)));
            } else if command.contains('\0') {
                out.problem(ProblemCode::LineNotUnderstood, begins, "a line with NUL bytes: not text");
            } else if !command.trim().is_empty() {
                out.record(begins, Typed { command, user: user.clone() });
            }
        })?;
        if let Some((at, command, _)) = open {
            out.problem(ProblemCode::LineNotUnderstood, at.clone(), "the file ends inside a command");
            out.record(at, Typed { command, user });
        }
        Ok(())
    }
}
