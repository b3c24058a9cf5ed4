//! Commands that users typed into a shell.
//!
//! Formats: bash, one command a line, or several lines of one behind a line `#SECONDS` where times are kept
//! (`HISTTIMEFORMAT`); zsh with `EXTENDED_HISTORY`, `: SECONDS:LENGTH;COMMAND`, a backslash before each line break of one;
//! fish, `- cmd: COMMAND` and `  when: SECONDS`. Other readers: plaso `bash_history`, `zsh_extended_history`, `fish_history`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// A command of more lines than this is cut.
const LINES: usize = 1000;

/// See the module.
pub struct ShellHistory;

/// One command.
#[derive(Debug, Serialize)]
pub struct TypedCommand {
    /// What was typed.
    pub command: String,
    /// When, where the shell kept it.
    pub time: Option<Timestamp>,
}

impl Record for TypedCommand {
    fn time(&self) -> Option<Timestamp> {
        self.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::command_line(&self.command));
        see(Observable::text(&self.command));
    }

    fn summary(&self) -> String {
        format!("typed: {}", self.command)
    }

    fn summary_without_content(&self) -> String {
        "a command was typed".to_owned()
    }
}

/// A command whose lines are still coming.
struct Open {
    at: Place,
    time: Option<Timestamp>,
    lines: Vec<String>,
}

impl Open {
    fn close(self, out: &mut Out<'_, TypedCommand>) {
        let command = self.lines.join("\n");
        if !command.trim().is_empty() {
            out.record(self.at, TypedCommand { command, time: self.time });
        }
    }
}

fn seconds(text: &str, at: &Place, out: &mut Out<'_, TypedCommand>) -> Option<Timestamp> {
    let time = text.trim().parse().ok().and_then(Timestamp::from_unix_seconds);
    if time.is_none() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("{text:?} as seconds since 1970"));
    }
    time
}

/// `: 1700000000:0;command`.
fn extended(line: &str) -> Option<(&str, &str)> {
    let (head, command) = line.strip_prefix(": ")?.split_once(';')?;
    let (time, length) = head.split_once(':')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(time) && is_number(length)).then_some((time, command))
}

impl Artifact for ShellHistory {
    type Record = TypedCommand;
    const SPEC: Spec = Spec {
        id: "unix_shell_history",
        version: 1,
        paths: &[
            (Layout::Linux, "**/{.bash,bash,.zsh,zsh,.sh,.ash,.ksh}_history"),
            (Layout::Linux, "**/{.histfile,.zhistory,.history,fish_history}"),
            (Layout::MacOs, "**/{.bash,bash,.zsh,zsh,.sh,.ash,.ksh}_history"),
            (Layout::MacOs, "**/{.histfile,.zhistory,.history,fish_history}"),
            (Layout::MacOs, "**/.{bash,zsh}_sessions/*.history"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, TypedCommand>) -> Result<(), ParseError> {
        let mut open: Option<Open> = None;
        // Where times are kept, a command goes on until the next one.
        let mut timed = false;
        let mut goes_on = false;
        for line in file.lines()? {
            let line = line?;
            if line.damaged {
                out.problem(ProblemCode::TextDamaged, line.at.clone(), "a line that is not UTF-8, or too long");
            }
            let text = line.text.as_str();
            let stamp =
                text.strip_prefix('#').filter(|rest| rest.len() >= 9 && rest.bytes().all(|byte| byte.is_ascii_digit()));
            let (ends, begins) = if let Some(stamp) = stamp {
                timed = true;
                (true, Some(Open { time: seconds(stamp, &line.at, out), at: line.at, lines: Vec::new() }))
            } else if let Some((time, command)) = extended(text) {
                goes_on = command.ends_with('\\');
                let lines = vec![command.strip_suffix('\\').unwrap_or(command).to_owned()];
                (true, Some(Open { time: seconds(time, &line.at, out), at: line.at, lines }))
            } else if let Some(command) = text.strip_prefix("- cmd: ") {
                (true, Some(Open { at: line.at, time: None, lines: vec![command.replace("\\n", "\n")] }))
            } else if let (Some(when), Some(open)) = (text.strip_prefix("  when: "), &mut open) {
                open.time = seconds(when, &line.at, out);
                continue;
            } else if file.file_name() == "fish_history" {
                // Paths that a command named.
                continue;
            } else if let Some(open) = open.as_mut().filter(|open| (timed || goes_on) && open.lines.len() < LINES) {
                goes_on = text.ends_with('\\') && !timed;
                open.lines.push(text.to_owned());
                continue;
            } else {
                (true, Some(Open { at: line.at, time: None, lines: vec![text.to_owned()] }))
            };
            if ends && let Some(open) = open.take() {
                open.close(out);
            }
            open = begins;
        }
        if let Some(open) = open {
            open.close(out);
        }
        Ok(())
    }
}
