//! What ran when the report was made, and what was used last: processes, services and recent tasks of the activity
//! manager. Names are whole here, where the kernel keeps 15 characters of them.
//!
//! Format: `dumpsys activity` (AOSP `ActivityManagerService.dump`): `*APP* UID … ProcessRecord{hash pid:name/uid}`,
//! `* ServiceRecord{hash u0 component}`, `* Recent #0: Task…{…}`, each with lines of its own below.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, Record, Timestamp};

use super::lines::{TextLine, between, is_package, package_of, some_value, uid, value};
use super::{BESIDE, DUMPSTATE, Dumpstate, Part, each_section, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Activities;

/// What sort of thing ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunningKind {
    /// A process.
    Process,
    /// A service.
    Service,
    /// A task in the list of recent ones.
    Task,
}

/// One thing that ran or was used.
#[derive(Debug, Serialize)]
pub struct Running {
    /// What sort of thing.
    pub kind: RunningKind,
    /// The user id in the kernel.
    pub uid: Option<i64>,
    /// The process id.
    pub pid: Option<i64>,
    /// The process.
    pub process: Option<String>,
    /// The component or, of a task, the activity it began with.
    pub component: Option<String>,
    /// The packages it belongs to.
    pub packages: Vec<String>,
    /// Where its code lies.
    pub path: Option<String>,
    /// What it was called with (`dat=` of the intent).
    pub data: Option<String>,
    /// Who called for it.
    pub caller: Option<String>,
    /// When it began.
    pub started: Option<Timestamp>,
    /// When it was last active.
    pub last_active: Option<Timestamp>,
}

impl Record for Running {
    fn time(&self) -> Option<Timestamp> {
        self.started.or(self.last_active)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("started", self.started), ("last_active", self.last_active)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for package in self.packages.iter().chain(&self.caller) {
            see(Observable::app_id(package));
        }
        if let Some(component) = &self.component {
            see_component(component, see);
        }
        if let Some(process) = &self.process {
            see(Observable::process(process));
        }
        if let Some(path) = &self.path {
            see(Observable::file_path(path));
        }
        if let Some(data) = &self.data {
            see(Observable::text(data).meaning(Meaning::Exposure));
        }
    }

    fn summary(&self) -> String {
        let name = self.component.as_deref().or(self.process.as_deref()).unwrap_or("unknown");
        match self.kind {
            RunningKind::Process => format!("process {name} ran"),
            RunningKind::Service => format!("service {name} ran"),
            RunningKind::Task => format!("task {name} used"),
        }
    }
}

fn new(kind: RunningKind) -> Running {
    Running {
        kind,
        uid: None,
        pid: None,
        process: None,
        component: None,
        packages: Vec::new(),
        path: None,
        data: None,
        caller: None,
        started: None,
        last_active: None,
    }
}

/// `ProcessRecord{42ac59a 2203:com.example:remote/u0a34}`: process id, name and user id.
fn process_record(text: &str) -> Option<(Option<i64>, String, Option<i64>)> {
    let inside = between(text, "ProcessRecord{", "}")?;
    let (_, rest) = inside.split_once(' ')?;
    let (pid, rest) = rest.split_once(':')?;
    let (name, who) = rest.rsplit_once('/')?;
    Some((pid.trim().parse().ok(), name.to_owned(), uid(who)))
}

/// The beginning of an item.
fn begin(line: &TextLine<'_>) -> Option<Running> {
    let text = line.trimmed();
    if let Some(inside) = text.strip_prefix("* ServiceRecord{").and_then(|rest| rest.split('}').next()) {
        let component = inside.split_ascii_whitespace().find(|word| package_of(word).is_some())?;
        let mut service = new(RunningKind::Service);
        service.component = Some(component.to_owned());
        return Some(service);
    }
    if text.starts_with("* Recent #") {
        let mut task = new(RunningKind::Task);
        let word = |name| value(text, name).map(|word| word.trim_end_matches('}'));
        // `A=10086:com.example` since Android 10, `A=com.example` or `I=component` before.
        let affinity = word("A").map(|word| word.rsplit(':').next().unwrap_or(word));
        task.packages.extend(affinity.filter(|word| is_package(word)).map(str::to_owned));
        task.component = word("I").map(str::to_owned);
        return Some(task);
    }
    if text.starts_with("*APP* ") || text.starts_with("*PERS* ") {
        let (pid, name, who) = process_record(text)?;
        let mut process = new(RunningKind::Process);
        (process.pid, process.process, process.uid) = (pid, Some(name), who);
        return Some(process);
    }
    None
}

/// A line of an item.
fn field(item: &mut Running, text: &str, dump: &Dumpstate) {
    let age = |name: &str| value(text, name).and_then(|age| dump.clock.relative(age));
    if let Some(process) = some_value(text, "processName") {
        item.process = Some(process);
    }
    if let Some(package) = some_value(text, "packageName") {
        item.packages.push(package);
    }
    if let Some(list) = between(text, "packageList={", "}") {
        item.packages.extend(list.split([',', ' ']).filter(|word| is_package(word)).map(str::to_owned));
    }
    if let Some(path) = some_value(text, "baseDir").or_else(|| some_value(text, "dir")) {
        item.path = Some(path);
    }
    if let Some(activity) = some_value(text, "realActivity") {
        item.component = Some(activity.trim_start_matches('{').trim_end_matches('}').to_owned());
    }
    if let Some(data) = text.strip_prefix("intent={").and_then(|intent| value(intent, "dat")) {
        item.data = Some(data.trim_end_matches('}').to_owned());
    }
    if let Some(caller) = some_value(text, "mCallingPackage") {
        item.caller = Some(caller);
    }
    if let Some(who) = value(text, "effectiveUid") {
        item.uid = uid(who);
    }
    if item.kind != RunningKind::Process
        && let Some((pid, _, who)) = process_record(text)
    {
        (item.pid, item.uid) = (pid, item.uid.or(who));
    }
    item.started = item.started.or_else(|| age("createTime"));
    item.last_active = item.last_active.or_else(|| age("lastActivity")).or_else(|| age("lastActivityTime"));
    if let Some(millis) = value(text, "lastActiveTime").and_then(|millis| millis.parse().ok()) {
        item.last_active = dump.clock.since_boot(millis);
    }
}

impl Artifact for Activities {
    type Record = Running;
    const SPEC: Spec = Spec { id: "android_activities", version: 1, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Running>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("activity")], out, |section, dump, out| {
            let mut open: Option<(Place, usize, Running)> = None;
            for line in section.lines() {
                let indent = line.indent();
                let ends = open.as_ref().is_some_and(|(_, of, _)| indent <= *of);
                if ends && let Some((at, _, item)) = open.take() {
                    out.record(at, item);
                }
                let text = line.trimmed();
                let named =
                    ["* ServiceRecord{", "* Recent #", "*APP* ", "*PERS* "].iter().any(|of| text.starts_with(of));
                if named {
                    match begin(&line) {
                        Some(item) => open = Some((line.at.clone(), indent, item)),
                        None => not_understood(&line, out),
                    }
                } else if let Some((_, _, item)) = open.as_mut() {
                    field(item, text, dump);
                }
            }
            if let Some((at, _, item)) = open {
                out.record(at, item);
            }
        })
    }
}
