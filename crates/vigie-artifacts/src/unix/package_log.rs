//! What was installed, upgraded and removed on Linux.
//!
//! Formats: `dpkg.log` (`DATE TIME ACTION PACKAGE OLD NEW`), apt's `history.log` (paragraphs with `Start-Date:`,
//! `Commandline:`), `yum.log` and `dnf.rpm.log`. dpkg, apt and yum write the clock of the computer without its zone.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Precision, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct PackageLog;

/// One action.
#[derive(Debug, Serialize)]
pub struct PackageAction {
    /// When.
    pub time: Option<Timestamp>,
    /// `install`, `upgrade`, `remove`, `command` …
    pub action: String,
    /// The package with its version, or the command line.
    pub what: String,
}

impl Record for PackageAction {
    fn time(&self) -> Option<Timestamp> {
        self.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if self.action == "command" {
            see(Observable::command_line(&self.what));
            see(Observable::text(&self.what));
        } else {
            let name = self.what.split([' ', ':']).next().unwrap_or(&self.what);
            see(Observable::app_id(name));
        }
    }

    fn summary(&self) -> String {
        format!("{} {}", self.action, self.what)
    }
}

/// `2024-01-22 07:52:33`, a clock whose zone is not stated.
fn clock(date: &str, time: &str) -> Option<Timestamp> {
    let numbers = |text: &str, by: char| text.split(by).map(|part| part.parse().ok()).collect::<Option<Vec<i32>>>();
    let (date, time) = (numbers(date, '-')?, numbers(time, ':')?);
    let ([year, month, day], [hour, minute, second]) = (date.as_slice(), time.as_slice()) else { return None };
    Timestamp::from_device_clock([*year, *month, *day], [*hour, *minute, *second, 0], Precision::Second)
}

const ACTIONS: &[&str] = &["install", "upgrade", "remove", "purge", "disappear"];

const MONTHS: &[&str] = &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What a line tells.
enum Told {
    Action(PackageAction),
    /// A step of an action that is told by another line.
    Step,
}

fn dpkg(line: &str) -> Option<Told> {
    let mut words = line.split_whitespace();
    let time = clock(words.next()?, words.next()?)?;
    let action = words.next()?;
    if !ACTIONS.contains(&action) {
        // `status`, `configure`, `trigproc`, `startup`: steps of the same.
        return Some(Told::Step);
    }
    let what = words.collect::<Vec<_>>().join(" ");
    Some(Told::Action(PackageAction { time: Some(time), action: action.to_owned(), what }))
}

fn dnf(line: &str) -> Option<Told> {
    let mut words = line.split_whitespace();
    let first = words.next()?;
    // `2024-01-22T07:52:33+0000 SUBDEBUG Installed: NAME`; `Jan 22 07:52:33 Installed: NAME` has no year.
    let with_colon = |text: &str| {
        Some(format!("{}:{}", text.get(..text.len().checked_sub(2)?)?, text.get(text.len().checked_sub(2)?..)?))
    };
    let time = Timestamp::parse_rfc3339(first).or_else(|| Timestamp::parse_rfc3339(&with_colon(first)?));
    // `yum.log` begins with the name of a month.
    if time.is_none() && !MONTHS.contains(&first) {
        return None;
    }
    let rest: Vec<&str> = words.collect();
    let known = [
        "Installed:",
        "Updated:",
        "Upgrade:",
        "Upgraded:",
        "Erased:",
        "Erase:",
        "Removed:",
        "Reinstalled:",
        "Downgraded:",
    ];
    let Some(at) = rest.iter().position(|word| known.contains(word)) else { return Some(Told::Step) };
    let action = rest.get(at)?.trim_end_matches(':').to_ascii_lowercase();
    Some(Told::Action(PackageAction { time, action, what: rest.get(at.checked_add(1)?..)?.join(" ") }))
}

impl Artifact for PackageLog {
    type Record = PackageAction;
    const SPEC: Spec = Spec {
        id: "linux_package_log",
        version: 1,
        paths: &[
            (Layout::Linux, "**/{dpkg.log,yum.log,dnf.rpm.log}"),
            (Layout::Linux, "**/{dpkg.log,yum.log,dnf.rpm.log}[.-][0-9]*"),
            (Layout::Linux, "**/apt/history.log"),
            (Layout::Linux, "**/apt/history.log.[0-9]*"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, PackageAction>) -> Result<(), ParseError> {
        let name = file.file_name().to_owned();
        let file = &out.unpacked(file)?;
        let mut begun = None;
        for line in file.lines()? {
            let line = line?;
            if line.damaged {
                out.problem(ProblemCode::TextDamaged, line.at.clone(), "a line that is not UTF-8, or too long");
            }
            let text = line.text.trim();
            if text.is_empty() {
                continue;
            }
            if name.starts_with("history.log") {
                let Some((key, value)) = text.split_once(": ").or_else(|| text.split_once(':')) else {
                    out.problem(ProblemCode::LineNotUnderstood, line.at, "a line without a key");
                    continue;
                };
                match key {
                    "Start-Date" => {
                        let mut words = value.split_whitespace();
                        begun = words.next().zip(words.next()).and_then(|(date, time)| clock(date, time));
                    }
                    "Commandline" => {
                        let action =
                            PackageAction { time: begun, action: "command".to_owned(), what: value.to_owned() };
                        out.record(line.at, action);
                    }
                    "Install" | "Upgrade" | "Remove" | "Purge" | "Reinstall" | "Downgrade" => {
                        for package in value.split("), ") {
                            let what = package.replace(['(', ')'], "");
                            out.record(
                                line.at.clone(),
                                PackageAction { time: begun, action: key.to_ascii_lowercase(), what },
                            );
                        }
                    }
                    _ => {}
                }
                continue;
            }
            let read = if name.starts_with("dpkg") { dpkg(text) } else { dnf(text) };
            match read {
                Some(Told::Action(action)) => out.record(line.at, action),
                Some(Told::Step) => {}
                None => out.problem(ProblemCode::LineNotUnderstood, line.at, "a line of another form"),
            }
        }
        Ok(())
    }
}
