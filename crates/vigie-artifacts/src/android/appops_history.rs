//! The history of uses in the output of `dumpsys appops`.
//!
//! `dumpstate` itself does not ask for it; a dump made with `--history --include-discrete` has it.
//! Format: AOSP `HistoricalRegistry.StringDumpVisitor`, below `History:` (later `Aggregated accesses:`): for each
//! `snapshot:` its `begin = TIME` and `end = TIME`, then `Uid`, `Package`, since Android 11 `Attribution`, `OP:`, and in
//! each state a count, `[bg-s] = access=3, reject=1, duration=+2s`. Since Android 12 `Discrete accesses:` (`DiscreteRegistry`)
//! tells single uses of camera, microphone and location of the last days: `Access [top-s] at TIME for 60000 milliseconds`; their
//! times are rounded down to the minute.

use vigie_model::ProblemCode;

use super::appops::{AppOp, Counted, OpEvent, is_op};
use super::lines::{between, uid};
use super::{DeviceTime, Dumpstate, TextLine, local_time, not_understood};
use crate::Out;

/// Where the reader of the history is.
pub(super) struct History {
    /// Spaces before its heading.
    indent: usize,
    discrete: bool,
    uid: Option<i64>,
    package: Option<String>,
    attribution: Option<String>,
    op: Option<String>,
    from: Option<DeviceTime>,
    until: Option<DeviceTime>,
}

impl History {
    /// Whether a line is the heading of a history.
    pub(super) fn begins(line: &TextLine<'_>) -> Option<Self> {
        let (text, indent) = (line.trimmed(), line.indent());
        let discrete = text == "Discrete accesses:";
        let counted = text.starts_with("History:") || text == "Aggregated accesses:";
        (indent <= 2 && (discrete || counted)).then_some(Self {
            indent,
            discrete,
            uid: None,
            package: None,
            attribution: None,
            op: None,
            from: None,
            until: None,
        })
    }

    /// Whether a line belongs to it.
    pub(super) fn holds(&self, line: &TextLine<'_>) -> bool {
        line.indent() > self.indent
    }

    pub(super) fn line(&mut self, line: &TextLine<'_>, dump: &Dumpstate, out: &mut Out<'_, AppOp>) {
        let understood = if self.discrete { self.single(line, dump, out) } else { self.count(line, dump, out) };
        if understood {
            return;
        }
        not_understood(line, out);
        let text = line.trimmed();
        let is_heading = if self.discrete { !text.starts_with("Access") } else { text.ends_with(':') };
        if is_heading {
            // It may have been another application: what follows must not be told of the one before.
            (self.uid, self.package, self.op) = (None, None, None);
        }
    }

    fn enter_uid(&mut self, text: &str) -> bool {
        (self.uid, self.package, self.attribution, self.op) = (uid(text), None, None, None);
        self.uid.is_some()
    }

    fn enter_package(&mut self, name: &str) -> bool {
        (self.package, self.attribution, self.op) = (Some(name.to_owned()), None, None);
        true
    }

    fn enter_attribution(&mut self, tag: &str) -> bool {
        self.attribution = Some(tag.to_owned()).filter(|tag| tag != "null");
        true
    }

    fn enter_op(&mut self, op: &str) -> bool {
        self.op = Some(op.to_owned()).filter(|op| is_op(op));
        self.op.is_some()
    }

    /// A use, if it is known of what and of whom.
    fn used(&self, event: OpEvent, state: &str) -> Option<AppOp> {
        if self.package.is_none() && self.uid.is_none() {
            return None;
        }
        Some(AppOp {
            event,
            state: Some(state.to_owned()),
            attribution: self.attribution.clone(),
            ..AppOp::new(self.uid, self.package.clone(), self.op.clone()?)
        })
    }

    /// A line of the counted history; whether it was understood.
    fn count(&mut self, line: &TextLine<'_>, dump: &Dumpstate, out: &mut Out<'_, AppOp>) -> bool {
        let text = line.trimmed();
        let named = |before: &str| text.strip_prefix(before)?.strip_suffix(':');
        let time = |text: &str| text.split_once("  (").map_or(text, |(time, _)| time).trim().to_owned();
        if text == "snapshot:" {
            *self = Self { from: None, until: None, uid: None, package: None, op: None, attribution: None, ..*self };
            true
        } else if let Some(from) = text.strip_prefix("begin = ") {
            self.from = local_time(dump, &time(from), &line.at, out);
            true
        } else if let Some(until) = text.strip_prefix("end = ") {
            self.until = local_time(dump, &time(until), &line.at, out);
            true
        } else if let Some(who) = named("Uid ") {
            self.enter_uid(who)
        } else if let Some(package) = named("Package ") {
            self.enter_package(package)
        } else if let Some(tag) = named("Attribution ").or_else(|| named("Feature ")) {
            self.op = None;
            self.enter_attribution(tag)
        } else if let Some((state, counts)) = text.split_once(" = ") {
            self.counts(state.trim_matches(['[', ']']), counts, line, out)
        } else if let Some(op) = text.strip_suffix(':') {
            self.enter_op(op)
        } else {
            text == "Empty"
        }
    }

    /// `access=3, reject=1, duration=+2s`.
    fn counts(&self, state: &str, counts: &str, line: &TextLine<'_>, out: &mut Out<'_, AppOp>) -> bool {
        let of = |name: &str| counts.split(", ").find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        let (access, reject, duration) = (of("access"), of("reject"), of("duration"));
        let mut told = false;
        for (event, times) in [(OpEvent::Access, access), (OpEvent::Reject, reject)] {
            let lasted = duration.filter(|_| event == OpEvent::Access);
            if times.is_none() && lasted.is_none() {
                continue;
            }
            let Some(used) = self.used(event, state) else { return false };
            let number = times.and_then(|times| times.parse().ok());
            if times.is_some() && number.is_none() {
                out.problem(ProblemCode::ValueUnexpected, line.at.clone(), "a count that is no number");
            }
            let counted = Counted { times: number, from: self.from.clone(), until: self.until.clone() };
            let used = AppOp { counted: Some(counted), duration: lasted.map(str::to_owned), ..used };
            out.record(line.at.clone(), used);
            told = true;
        }
        told
    }

    /// A line of the single uses; whether it was understood.
    fn single(&mut self, line: &TextLine<'_>, dump: &Dumpstate, out: &mut Out<'_, AppOp>) -> bool {
        let text = line.trimmed();
        match text.split_once(": ") {
            Some(("Uid", who)) => self.enter_uid(who),
            Some(("Package", package)) => self.enter_package(package),
            Some(("Attribution", tag)) => self.enter_attribution(tag),
            // On which screen or virtual device, and a number that says nothing of a use.
            Some(("Device" | "Largest chain id", _)) => true,
            Some(_) => false,
            None if text.starts_with("Access [") => self.access(line, dump, out),
            None => {
                self.attribution = None;
                self.enter_op(text)
            }
        }
    }

    /// `Access [top-s] at 2024-05-12 18:26:00.000 for 60000 milliseconds  attribution flags=5 with chainId=3`.
    fn access(&self, line: &TextLine<'_>, dump: &Dumpstate, out: &mut Out<'_, AppOp>) -> bool {
        let text = line.trimmed();
        let parts = between(text, "Access [", "]").zip(between(text, "] at ", ""));
        let Some((state, rest)) = parts else { return false };
        let Some(used) = self.used(OpEvent::Access, state) else { return false };
        let (time, lasted) = match rest.split_once(" for ") {
            Some((time, lasted)) => (time, lasted.split_once(" milliseconds").map(|(millis, _)| format!("{millis}ms"))),
            None => (rest.split_once(" attribution").map_or(rest, |(time, _)| time), None),
        };
        let at = local_time(dump, time, &line.at, out);
        out.record(line.at.clone(), AppOp { at, duration: lasted, ..used });
        true
    }
}
