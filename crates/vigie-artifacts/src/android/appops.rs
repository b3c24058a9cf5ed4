//! App ops: which package used camera, microphone, location, messages … and when, and what it was refused.
//!
//! Format: `dumpsys appops` (AOSP `AppOpsService.dump`), which changed with nearly every version: until Android 8
//! `OP: mode=0; time=+1d2h ago; rejectTime=…`; since 9 `OP (allow):` with lines `Access: cch = TIME (-ago)`; since 10
//! `Access: [fg-s] TIME (-ago)`; since 11 in blocks for each attribution, `null=[ … ]`, with
//! `proxy[uid=…, pkg=…]`. `Running start at: +3s` behind the uses says since how long an operation is in use while the dump
//! is made. What was used at which time before the last stands behind it where the dump was asked for the history
//! (`appops_history.rs`). Other readers: MVT `DumpsysAppops`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::appops_history::History;
use super::clock::duration;
use super::lines::{TextLine, between, uid, value};
use super::{BESIDE, DUMPSTATE, DeviceTime, Dumpstate, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct AppOps;

/// What the lines of an operation tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OpEvent {
    /// It was used.
    Access,
    /// It was in use when this was written down.
    Running,
    /// It was refused.
    Reject,
    /// Only whether it is allowed is told.
    Mode,
}

impl OpEvent {
    /// Whether it was used, be it over or not.
    pub fn is_use(self) -> bool {
        matches!(self, Self::Access | Self::Running)
    }
}

/// Uses that the history counts, without the time of each.
#[derive(Debug, Clone, Serialize)]
pub struct Counted {
    /// How often; absent where only the duration is told.
    pub times: Option<u64>,
    /// Not before.
    pub from: Option<DeviceTime>,
    /// Not after.
    pub until: Option<DeviceTime>,
}

/// One operation of a package (or of a user id): its mode, or one use of it.
#[derive(Debug, Clone, Serialize)]
pub struct AppOp {
    /// The user id in the kernel.
    pub uid: Option<i64>,
    /// The package; absent where a mode holds for the whole user id.
    pub package: Option<String>,
    /// The operation (`CAMERA`, `REQUEST_INSTALL_PACKAGES` …).
    pub op: String,
    /// Whether it is allowed (`allow`, `ignore`, `deny`, `default`, `foreground`).
    pub mode: Option<String>,
    /// What is told.
    pub event: OpEvent,
    /// In which state the package was (`fg-s`, `cch`, `top-s` …).
    pub state: Option<String>,
    /// The part of the package, where it names one.
    pub attribution: Option<String>,
    /// When, as written.
    pub at: Option<DeviceTime>,
    /// When, where only “so long ago” is written.
    pub at_from_age: Option<Timestamp>,
    /// For how long; of one still in use, until the dump.
    pub duration: Option<String>,
    /// On behalf of which package.
    pub proxy: Option<String>,
    /// These are several uses within a span of time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
}

impl AppOp {
    /// An operation of which nothing more is known.
    pub(super) fn new(uid: Option<i64>, package: Option<String>, op: String) -> Self {
        Self {
            uid,
            package,
            op,
            mode: None,
            event: OpEvent::Mode,
            state: None,
            attribution: None,
            at: None,
            at_from_age: None,
            duration: None,
            proxy: None,
            counted: None,
        }
    }
}

impl Record for AppOp {
    fn time(&self) -> Option<Timestamp> {
        let from = self.counted.as_ref().and_then(|counted| DeviceTime::at(counted.from.as_ref()));
        DeviceTime::at(self.at.as_ref()).or(self.at_from_age).or(from)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let Some(counted) = &self.counted else {
            return self.time().into_iter().for_each(|at| see(Moment { what: "seen", at }));
        };
        for (what, at) in [("not_before", counted.from.as_ref()), ("not_after", counted.until.as_ref())] {
            if let Some(at) = DeviceTime::at(at) {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for package in [&self.package, &self.proxy].into_iter().flatten() {
            see(Observable::app_id(package));
        }
    }

    fn summary(&self) -> String {
        let who = self.package.clone().or_else(|| self.uid.map(|uid| uid.to_string()));
        let who = who.unwrap_or_else(|| "unknown".to_owned());
        let times = self.counted.as_ref().and_then(|counted| counted.times).filter(|times| *times != 1);
        let times = times.map_or_else(String::new, |times| format!(" {times} times"));
        match self.event {
            OpEvent::Access => format!("{who} used {}{times}", self.op),
            OpEvent::Running => format!("{who} was using {} when this was dumped", self.op),
            OpEvent::Reject => format!("{who} was refused {}{times}", self.op),
            OpEvent::Mode => format!("{who} may {}: {}", self.op, self.mode.as_deref().unwrap_or("unknown")),
        }
    }
}

/// The modes of Android 8 and before, by number.
fn mode_name(mode: &str) -> &str {
    match mode {
        "0" => "allow",
        "1" => "ignore",
        "2" => "deny",
        "3" => "default",
        "4" => "foreground",
        other => other,
    }
}

/// Where the reader is.
struct At {
    uid: Option<i64>,
    package: Option<String>,
    /// The operation, not told yet, and whether a use of it was.
    op: Option<(Place, AppOp, bool)>,
    event: OpEvent,
    attribution: Option<String>,
    /// The last use, until it is known whether its duration follows.
    last: Option<(Place, AppOp)>,
}

impl At {
    fn new_op(&self, op: &str, mode: Option<&str>) -> AppOp {
        let mode = mode.map(|mode| mode_name(mode.trim()).to_owned());
        AppOp { mode, ..AppOp::new(self.uid, self.package.clone(), op.to_owned()) }
    }

    fn tell_last(&mut self, out: &mut Out<'_, AppOp>) {
        if let Some((at, used)) = self.last.take() {
            out.record(at, used);
        }
    }

    fn close(&mut self, out: &mut Out<'_, AppOp>) {
        self.tell_last(out);
        if let Some((at, op, told)) = self.op.take()
            && !told
        {
            out.record(at, op);
        }
        self.attribution = None;
    }

    /// `OP (allow / switch OTHER=allow):` or `OP: mode=0; time=+1d ago; …`.
    fn op_line(&mut self, line: &TextLine<'_>, dump: &Dumpstate, out: &mut Out<'_, AppOp>) {
        self.close(out);
        let text = line.trimmed();
        if let Some((op, rest)) = text.split_once(" (").filter(|(op, _)| is_op(op)) {
            let mode = rest.split([')', '/']).next();
            let op = self.new_op(op, mode);
            self.op = Some((line.at.clone(), op, false));
            return;
        }
        let Some((op, rest)) = text.split_once(": mode=").filter(|(op, _)| is_op(op)) else {
            not_understood(line, out);
            return;
        };
        let mut parts = rest.split(';').map(str::trim);
        let base = self.new_op(op, parts.next());
        let mut told = false;
        let rest: Vec<_> = parts.collect();
        let of = |name: &str| rest.iter().find_map(|part| part.strip_prefix(name)).map(str::trim);
        for (name, event) in [("time=", OpEvent::Access), ("rejectTime=", OpEvent::Reject)] {
            let Some(age) = of(name) else { continue };
            told = true;
            let at_from_age = dump.clock.relative(age);
            if at_from_age.is_none() && dump.clock.zone.is_some() && dump.clock.dumped.is_some() {
                out.problem(ProblemCode::TimeImplausible, line.at.clone(), format!("not a time: {age}"));
            }
            let duration = of("duration=").filter(|_| event == OpEvent::Access).map(str::to_owned);
            let proxy = of("proxyPackage=").or_else(|| of("proxyPackageName=")).map(str::to_owned);
            out.record(line.at.clone(), AppOp { event, at_from_age, duration, proxy, ..base.clone() });
        }
        if !told {
            out.record(line.at.clone(), base);
        }
    }

    /// `Access: [fg-s] 2021-07-20 10:11:12.123 (-4d2h) duration=+2s proxy[…]`, or with the state as `cch   =`; a second
    /// state stands alone on the next line.
    fn use_line(&mut self, line: &TextLine<'_>, dump: &Dumpstate, out: &mut Out<'_, AppOp>) {
        self.tell_last(out);
        let mut text = line.trimmed();
        for (name, event) in [("Access:", OpEvent::Access), ("Reject:", OpEvent::Reject)] {
            if let Some(rest) = text.strip_prefix(name) {
                (text, self.event) = (rest.trim_start(), event);
            }
        }
        let Some((_, op, told)) = self.op.as_mut() else { return };
        let (state, rest) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((state, rest)) => (Some(state), rest.trim_start()),
            None => match text.split_once("= ") {
                Some((state, rest)) if state.trim().len() < 8 => (Some(state.trim()), rest),
                _ => (None, text),
            },
        };
        let Some((time, more)) = rest.split_once(" (") else {
            not_understood(line, out);
            return;
        };
        let at = dump.clock.local(time);
        if at.is_none() {
            out.problem(ProblemCode::TimeImplausible, line.at.clone(), format!("not a time: {time}"));
        }
        *told = true;
        let used = AppOp {
            event: self.event,
            state: state.map(str::to_owned),
            attribution: self.attribution.clone(),
            at,
            duration: value(more, "duration").map(str::to_owned),
            proxy: between(more, "pkg=", ",").or_else(|| between(more, "pkg=", "]")).map(str::to_owned),
            ..op.clone()
        };
        self.last = Some((line.at.clone(), used));
    }

    /// `Running start at: +27s669ms`: so long before the dump its use began, and it went on.
    fn running_line(&mut self, lasts: &str, line: &TextLine<'_>, dump: &Dumpstate, out: &mut Out<'_, AppOp>) {
        self.tell_last(out);
        let Some((_, op, told)) = self.op.as_mut() else { return not_understood(line, out) };
        let lasts = lasts.trim();
        if duration(lasts).is_none() {
            return not_understood(line, out);
        }
        *told = true;
        let at_from_age = dump.clock.relative(&format!("{lasts} ago"));
        let (attribution, duration) = (self.attribution.clone(), Some(lasts.to_owned()));
        let running = AppOp { event: OpEvent::Running, attribution, at_from_age, duration, ..op.clone() };
        out.record(line.at.clone(), running);
    }
}

/// Whether a word may be the name of an operation. Makers add their own: Xiaomi's are `MIUIOP(10008)`; one without a name is
/// `Unknown(145)`.
pub(super) fn is_op(word: &str) -> bool {
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_:<>.()-".contains(&byte);
    word.bytes().next().is_some_and(|first| first.is_ascii_alphabetic())
        && word.len() < 128
        && word.bytes().all(of_name)
}

impl Artifact for AppOps {
    type Record = AppOp;
    const SPEC: Spec = Spec { id: "android_appops", version: 5, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, AppOp>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("appops")], out, |section, dump, out| {
            let mut at =
                At { uid: None, package: None, op: None, event: OpEvent::Access, attribution: None, last: None };
            let mut inside = false;
            let mut history: Option<History> = None;
            for line in section.lines() {
                let text = line.trimmed();
                let indent = line.indent();
                if let Some(begun) = History::begins(&line) {
                    at.close(out);
                    (inside, history) = (false, Some(begun));
                    continue;
                }
                if let Some(begun) = history.as_mut() {
                    if text.is_empty() {
                        continue;
                    }
                    if begun.holds(&line) {
                        begun.line(&line, dump, out);
                        continue;
                    }
                    history = None;
                }
                if let Some(who) =
                    text.strip_prefix("Uid ").and_then(|rest| rest.strip_suffix(':')).filter(|_| indent == 2)
                {
                    at.close(out);
                    inside = true;
                    (at.uid, at.package) = (uid(who), None);
                    if at.uid.is_none() {
                        not_understood(&line, out);
                    }
                    continue;
                }
                if indent <= 2 && !text.is_empty() {
                    at.close(out);
                    inside = false;
                }
                if !inside || text.is_empty() {
                    continue;
                }
                if let Some(package) = text.strip_prefix("Package ").and_then(|rest| rest.strip_suffix(':')) {
                    at.close(out);
                    at.package = Some(package.to_owned());
                } else if indent <= 6 {
                    // Between a user id and its packages stand its own modes and its state.
                    if at.package.is_some() || text.contains(": mode=") {
                        at.op_line(&line, dump, out);
                    }
                } else if let Some(tag) = text.strip_suffix("=[") {
                    at.attribution = Some(tag.to_owned()).filter(|tag| tag != "null");
                } else if text.starts_with("Access:") || text.starts_with("Reject:") || text.contains(" (-") {
                    at.use_line(&line, dump, out);
                } else if let Some(lasts) = text.strip_prefix("Running start at:") {
                    at.running_line(lasts, &line, dump, out);
                } else if let Some(duration) = text.strip_prefix("duration=") {
                    if let Some((_, used)) = at.last.as_mut() {
                        used.duration = Some(duration.to_owned());
                    }
                } else if text.contains(": mode=") {
                    at.op_line(&line, dump, out);
                }
            }
            at.close(out);
        })
    }
}
