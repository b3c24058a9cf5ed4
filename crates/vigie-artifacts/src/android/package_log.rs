//! What Samsung's phones note of each installation and each removal of a package: when, which, who asked for it, and how it ended.
//! It outlives the package, and reaches back months.
//!
//! Citizen Lab read in it that an application of Cellebrite's tool had been put on a phone and taken off again (From Protest to
//! Peril, 2026).
//!
//! Format: `data/log/pm_debug_info.txt` and `….txt.old`, up to 3 MB each (Samsung's `com.samsung.android.server.pm.PmLog`, Android
//! 9 to 16), which `dumpsys package` prints below `pm_debug_info.txt:` and AndroidQF copies. A line begins with the device's clock,
//! `2025-03-28 02:22:45.340: START INSTALL PACKAGE: observer{133061357}`; below it stand `stagedDir{…}`, `pkg{…}`,
//! `versionCode{…}` and `Request from{…}` (`InstallingSession.installStage`; of several at once, all of these for each and their
//! `pkg{…}` at the end). `START DELETE PACKAGE: observer{…}` is followed by `pkg{…}, user{0}, caller{2000} flags{2}`
//! (`DeletePackageHelper`). `result of install: 1{133061357}` names the observer again. What else the system writes into this log is
//! passed over. Other readers: CERT-EDF `dumpstate-py`, bugreport-extractor-library.

use std::collections::BTreeMap;

use memchr::memmem;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::present;
use super::{Clock, DeviceTime, Part, TextLine, each_line, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Installations and removals of one log. It holds some thousand at most.
const MOST: usize = 50_000;
/// Packages of one installation of several.
const TOGETHER: usize = 1_000;

/// What stands before it in a dump.
const HEADING: &str = "pm_debug_info.txt:";

/// See the module.
pub struct PackageLog;

/// What was to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageAction {
    /// To install it, or a newer version of it.
    Install,
    /// To remove it.
    Delete,
}

/// One installation or removal.
#[derive(Debug, Clone, Serialize)]
pub struct PackageLogEntry {
    /// What was to be done.
    pub action: PackageAction,
    /// When it was begun.
    pub at: Option<DeviceTime>,
    /// The package.
    pub package: Option<String>,
    /// The number of the version to be installed.
    pub version_code: Option<i64>,
    /// Who installed; absent where the log names nobody, as with an installation from a computer.
    pub installer: Option<String>,
    /// Where the file lay meanwhile.
    pub staged: Option<String>,
    /// From which user it was to be removed; -1 from all.
    pub user: Option<i64>,
    /// The user id of who asked for the removal (2000 is a computer's shell).
    pub caller: Option<i64>,
    /// 1 means done; below 0 it failed. Absent where the log does not tell the end.
    pub result: Option<i64>,
    #[serde(skip)]
    observer: Option<String>,
}

impl PackageLogEntry {
    fn new(action: PackageAction, at: Option<DeviceTime>, observer: Option<String>) -> Self {
        Self {
            action,
            at,
            package: None,
            version_code: None,
            installer: None,
            staged: None,
            user: None,
            caller: None,
            result: None,
            observer,
        }
    }

    /// Whether the package came onto the phone, or left it.
    pub fn is_done(&self) -> bool {
        self.result == Some(1)
    }
}

impl Record for PackageLogEntry {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for package in [&self.package, &self.installer].into_iter().flatten() {
            see(Observable::app_id(package));
        }
        if let Some(staged) = &self.staged {
            see(Observable::file_path(staged));
        }
    }

    fn summary(&self) -> String {
        let package = self.package.as_deref().unwrap_or("unknown");
        let end = match self.result {
            Some(1) => "done",
            Some(_) => "failed",
            None => "end not told",
        };
        match self.action {
            PackageAction::Install => {
                format!("installation of {package} by {}: {end}", self.installer.as_deref().unwrap_or("nobody named"))
            }
            PackageAction::Delete => format!("removal of {package}: {end}"),
        }
    }
}

/// The clock of a line, and what stands behind it.
fn stamped(text: &str) -> Option<(&str, &str)> {
    let (stamp, rest) = text.split_at_checked(23)?;
    let shape = stamp.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    shape.eq(b"0000-00-00 00:00:00.000".iter().copied()).then_some(())?;
    Some((stamp, rest.strip_prefix(": ")?))
}

/// Calls `see` with each `name{value}`; whether there was one.
fn each_field(text: &str, mut see: impl FnMut(&str, &str)) -> bool {
    let (mut rest, mut any) = (text, false);
    while let Some((name, behind)) = rest.split_once('{') {
        let Some((value, more)) = behind.split_once('}') else { break };
        see(name.trim_start_matches([',', ' ']), value);
        (rest, any) = (more, true);
    }
    any
}

/// The entries of a log while it is read.
#[derive(Default)]
struct Log {
    entries: Vec<(Place, PackageLogEntry)>,
    /// The newest entry of each observer.
    by_observer: BTreeMap<String, usize>,
    open: Option<(Place, PackageLogEntry)>,
    /// Observers of an installation of several packages, which come before their names; and how many of these came.
    together: Option<(Vec<String>, usize)>,
    /// The log is there.
    any: bool,
    beyond: u64,
}

impl Log {
    fn add(&mut self, at: Place, entry: PackageLogEntry) {
        if self.entries.len() >= MOST {
            self.beyond = self.beyond.saturating_add(1);
            return;
        }
        if let Some(observer) = &entry.observer {
            self.by_observer.insert(observer.clone(), self.entries.len());
        }
        self.entries.push((at, entry));
    }

    fn close(&mut self) {
        let together = self.together.take();
        if let Some((at, entry)) = self.open.take()
            && together.is_none_or(|(_, named)| named == 0)
        {
            self.add(at, entry);
        }
    }

    /// A line with a clock.
    fn begin(
        &mut self,
        stamp: &str,
        text: &str,
        line: &TextLine<'_>,
        clock: &Clock,
        out: &mut Out<'_, PackageLogEntry>,
    ) {
        self.close();
        let starts = [
            ("START INSTALL PACKAGE:", PackageAction::Install, false),
            ("START INSTALL MULTI PACKAGE:", PackageAction::Install, true),
            ("START DELETE PACKAGE:", PackageAction::Delete, false),
        ];
        let start =
            starts.iter().find_map(|(start, action, of_many)| Some((text.strip_prefix(start)?, action, of_many)));
        if let Some((rest, action, of_many)) = start {
            let at = clock.local(stamp);
            if at.is_none() {
                out.problem(ProblemCode::TimeImplausible, line.at.clone(), format!("not a time: {stamp}"));
            }
            self.open = Some((line.at.clone(), PackageLogEntry::new(*action, at, None)));
            self.together = of_many.then(|| (Vec::new(), 0));
            self.fields(rest);
            return;
        }
        let Some((_, result)) = text.strip_prefix("result of ").and_then(|rest| rest.split_once(": ")) else { return };
        let parts =
            result.split_once('{').and_then(|(code, of)| Some((code.trim().parse().ok()?, of.strip_suffix('}')?)));
        let Some((code, observer)) = parts else { return not_understood(line, out) };
        // Of what began before this log does, only the end is there.
        let entry = self.by_observer.remove(observer).and_then(|number| self.entries.get_mut(number));
        if let Some((_, entry)) = entry {
            entry.result = Some(code);
        }
    }

    /// What is told of the open entry; whether anything is.
    fn fields(&mut self, text: &str) -> bool {
        let Some((at, entry)) = &mut self.open else { return false };
        let mut named = Vec::new();
        let together = &mut self.together;
        let any = each_field(text, |name, value| match name {
            "observer" => match together {
                Some((observers, _)) if observers.len() < TOGETHER => observers.push(value.to_owned()),
                Some(_) => {}
                None => entry.observer = present(value),
            },
            "pkg" => match together {
                Some((observers, count)) => {
                    let observer = observers.get(*count).cloned();
                    *count = count.saturating_add(1);
                    named.push(PackageLogEntry { package: present(value), observer, ..entry.clone() });
                }
                None => entry.package = present(value),
            },
            "versionCode" if together.is_none() => entry.version_code = value.parse().ok(),
            "Request from" => entry.installer = present(value),
            "stagedDir" if together.is_none() => entry.staged = present(value),
            "user" => entry.user = value.parse().ok(),
            "caller" => entry.caller = value.parse().ok(),
            _ => {}
        });
        let at = at.clone();
        for entry in named {
            self.add(at.clone(), entry);
        }
        any
    }

    fn line(&mut self, line: &TextLine<'_>, clock: &Clock, out: &mut Out<'_, PackageLogEntry>) {
        let text = line.trimmed();
        if let Some((stamp, rest)) = stamped(text) {
            self.any |= rest.starts_with("START ");
            self.begin(stamp, rest, line, clock, out);
        } else if self.open.is_some() && !self.fields(text) {
            if !text.is_empty() {
                not_understood(line, out);
            }
            self.close();
        }
    }

    fn finish(mut self, out: &mut Out<'_, PackageLogEntry>) {
        self.close();
        for (at, entry) in self.entries {
            out.record(at, entry);
        }
        if self.beyond > 0 {
            let detail = format!("{} installations and removals beyond the first {MOST} are not told", self.beyond);
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
    }
}

impl Artifact for PackageLog {
    type Record = PackageLogEntry;
    const SPEC: Spec = Spec {
        id: "android_package_log",
        version: 1,
        paths: &[
            (Layout::AndroidBugreport, "bugreport-*.txt"),
            (Layout::AndroidBugreport, "dumpstate-*.txt"),
            (Layout::AndroidBugreport, "dumpState_*.log"),
            (Layout::AndroidBugreport, "dumpstate.txt"),
            (Layout::AndroidQf, "dumpsys.txt"),
            (Layout::AndroidQf, "logs/data/log/pm_debug_info.txt*"),
            (Layout::AndroidFilesystem, "data/log/pm_debug_info.txt*"),
        ],
        meaning: Meaning::Persistence,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] =
        &[(Layout::AndroidQf, "getprop.txt"), (Layout::AndroidQf, "acquisition.json")];

    fn parse(file: &Source<'_>, out: &mut Out<'_, PackageLogEntry>) -> Result<(), ParseError> {
        let mut log = Log::default();
        if file.file_name().starts_with("pm_debug_info") {
            let is_qf = file.layout() == Layout::AndroidQf;
            let clock = if is_qf { Clock::beside(file) } else { Clock::unknown() };
            let read = each_line(file, out, |line, out| log.line(line, &clock, out));
            let lacks_the_zone =
                log.entries.iter().any(|(_, entry)| entry.at.as_ref().is_some_and(|at| at.utc.is_none()));
            log.finish(out);
            if lacks_the_zone && let Some((code, detail)) = clock.zone_trouble() {
                out.problem(code, Place::File, detail);
            }
            return read;
        }
        let mut has_section = false;
        let read = each_section(file, &[Part::Service("package")], out, |section, dump, out| {
            has_section = true;
            // Few phones have it, and the list of packages is long.
            if memmem::find(section.bytes(), b"pm_debug_info").is_none() {
                return;
            }
            // What stands before its heading are lists of packages, with texts that applications bring.
            let mut begun = false;
            for line in section.lines() {
                if line.text.trim_end() == HEADING {
                    if begun {
                        let detail = "the log begins twice: a text that an application brings can look like it";
                        out.problem(ProblemCode::ValueUnexpected, line.at.clone(), detail);
                    }
                    log.close();
                    (begun, log.any) = (true, true);
                } else if begun {
                    log.line(&line, &dump.clock, out);
                }
            }
        });
        if has_section && !log.any {
            // No phone of Samsung's.
            out.absent();
        }
        log.finish(out);
        read
    }
}
