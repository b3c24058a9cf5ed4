//! What starts by itself on Linux: lines of `crontab(5)` and units of systemd.
//!
//! Formats: `crontab(5)` (five fields or `@reboot`, in the system's files then a user, then a command); `systemd.unit(5)`
//! and `systemd.service(5)` (`ExecStart=` and its kin, timers start the unit of their name).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// A line of a unit, with those it goes on in, may be this long, in bytes.
const LINE_LIMIT: usize = 1 << 16;

/// See the module.
pub struct Scheduled;

/// One thing that starts.
#[derive(Debug, Serialize)]
pub struct Start {
    /// `cron` or `systemd`.
    pub by: &'static str,
    /// The file's name.
    pub name: String,
    /// When or on what: the fields of cron, the key of systemd.
    pub on: String,
    /// The user it runs as, where the line says so.
    pub user: Option<String>,
    /// The command.
    pub command: String,
}

impl Record for Start {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if self.by == "systemd" {
            see(Observable::service(&self.name));
        }
        see(Observable::command_line(&self.command));
        see(Observable::text(&self.command));
        let program = self.command.split_whitespace().next().unwrap_or_default();
        if program.starts_with('/') {
            see(Observable::executable(program));
        }
    }

    fn summary(&self) -> String {
        format!("{} {} ({}): {}", self.by, self.name, self.on, self.command)
    }
}

/// A line of a crontab: its fields, the user, the command.
fn cron(line: &str, with_user: bool) -> Option<(String, Option<String>, String)> {
    let mut rest = line;
    let fields = if line.starts_with('@') { 1 } else { 5 };
    let mut take = || {
        let (word, after) = rest.trim_start().split_once(char::is_whitespace)?;
        rest = after.trim_start();
        Some(word.to_owned())
    };
    let on = (0..fields).map(|_| take()).collect::<Option<Vec<_>>>()?;
    let is_field =
        |word: &String| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"*,-/@#?LW".contains(&byte));
    if !on.iter().all(is_field) {
        return None;
    }
    let user = if with_user { Some(take()?) } else { None };
    (!rest.is_empty()).then(|| (on.join(" "), user, rest.to_owned()))
}

const KEYS: &[&str] =
    &["ExecStart", "ExecStartPre", "ExecStartPost", "ExecStop", "ExecStopPost", "ExecReload", "ExecCondition"];

impl Artifact for Scheduled {
    type Record = Start;
    const SPEC: Spec = Spec {
        id: "linux_scheduled",
        version: 1,
        paths: &[
            (Layout::Linux, "**/etc/{crontab,anacrontab}"),
            (Layout::Linux, "**/etc/cron.d/*"),
            (Layout::Linux, "**/var/spool/cron/*"),
            (Layout::Linux, "**/var/spool/cron/{crontabs,tabs}/*"),
            (Layout::Linux, "**/systemd/{system,user}/**/*.{service,timer}"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Start>) -> Result<(), ParseError> {
        let name = file.file_name().to_owned();
        let is_unit = file.path().contains("systemd/");
        let with_user = file.path().contains("etc/") && name != "anacrontab";
        // A line of a unit may go on behind a backslash.
        let mut before = String::new();
        let mut last = Place::File;
        for line in file.lines()? {
            let line = line?;
            if line.damaged {
                out.problem(ProblemCode::TextDamaged, line.at.clone(), "a line that is not UTF-8, or too long");
            }
            last = line.at.clone();
            let text = line.text.trim();
            if text.starts_with(['#', ';']) {
                continue;
            }
            if let Some(begun) = text.strip_suffix('\\').filter(|_| is_unit) {
                if before.len() > LINE_LIMIT {
                    let detail = format!("a line that goes on for more than {LINE_LIMIT} bytes");
                    out.problem(ProblemCode::LimitReached, line.at, detail);
                    before.clear();
                }
                before.push_str(begun.trim_end());
                before.push(' ');
                continue;
            }
            let text = std::mem::take(&mut before) + text;
            if is_unit {
                if let Some((key, command)) = text.split_once('=')
                    && KEYS.contains(&key.trim())
                    && !command.trim().is_empty()
                {
                    // Signs before the path say how failures and rights are treated.
                    let command = command.trim().trim_start_matches(['@', '-', ':', '+', '!']).to_owned();
                    let start =
                        Start { by: "systemd", name: name.clone(), on: key.trim().to_owned(), user: None, command };
                    out.record(line.at, start);
                }
            } else if let Some((on, user, command)) = anacron(&name, &text).or_else(|| cron(&text, with_user)) {
                out.record(line.at, Start { by: "cron", name: name.clone(), on, user, command });
            } else if !text.is_empty() && !text.split_once('=').is_some_and(|(name, _)| is_variable(name)) {
                out.problem(
                    ProblemCode::LineNotUnderstood,
                    line.at,
                    "a line that is neither a schedule nor a variable",
                );
            }
        }
        if !before.is_empty() {
            out.problem(ProblemCode::LineNotUnderstood, last, "the last line goes on, and nothing follows");
        }
        Ok(())
    }
}

fn is_variable(name: &str) -> bool {
    let name = name.trim();
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// `PERIOD DELAY NAME COMMAND`.
fn anacron(file: &str, line: &str) -> Option<(String, Option<String>, String)> {
    if file != "anacrontab" {
        return None;
    }
    let mut words = line.splitn(4, char::is_whitespace);
    let (period, delay, name) = (words.next()?, words.next()?, words.next()?);
    Some((format!("{period} {delay} {name}"), None, words.next()?.trim().to_owned()))
}
