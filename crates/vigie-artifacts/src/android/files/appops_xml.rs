//! App ops, from the file in which the system keeps them: which package used camera, microphone, location, messages …
//! and when it last did.
//!
//! Format: `data/system/appops.xml` (AOSP `AppOpsService.writeState`, Android 6 to 13) and, with the uses alone,
//! `appops_accesses.xml` (since 14), text or binary: `<uid n=>`, `<pkg n=>`, below it `<op n= m=>` with the times `t`
//! and `r` in milliseconds, since Android 10 in `<st>`; Android 9 has one time for each state (`tp`, `tt` …). What is allowed
//! stands since Android 15 in each user's `access.abx` (`AppIdAppOpPersistence`, `PackageAppOpPersistence`): below
//! `<app-id id=>` or `<package name=>` `<app-op name="android:camera" mode=>`, only where it is not the default.

use vigie_model::{Layout, Meaning, Place, ProblemCode};

use super::super::abx::{Element, Event, Value};
use super::super::appops::{AppOp, OpEvent};
use super::super::xml;
use super::{device_time, op_names, user_of};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct AppOpsXml;

/// User ids of one user (AOSP `UserHandle.PER_USER_RANGE`).
const UIDS_OF_USER: i64 = 100_000;

/// Where the reader is.
#[derive(Default)]
struct State {
    /// Whose file it is, where each user has one.
    user: Option<i64>,
    uid: Option<i64>,
    package: Option<String>,
    op: Option<AppOp>,
    told: bool,
}

impl State {
    /// An operation of what is open.
    fn about(&self, op: String) -> AppOp {
        AppOp::new(self.uid, self.package.clone(), op)
    }

    /// The times of one element, each of them a use or a refusal.
    fn times(&mut self, element: &Element, at: &Place, out: &mut Out<'_, AppOp>) {
        let Some(op) = &self.op else { return };
        for (name, value) in &element.attributes {
            let event = match name.as_bytes() {
                [b't'] | [b't', b'p' | b't' | b'f' | b'b' | b'c'] => OpEvent::Access,
                [b'r'] | [b'r', b'p' | b't' | b'f' | b'b' | b'c'] => OpEvent::Reject,
                _ => continue,
            };
            let millis = match value {
                Value::Integer(number) => Some(*number),
                Value::Text(text) => text.parse().ok(),
                _ => None,
            };
            if millis.is_none() {
                let detail = format!("the time {name} of {} is no number", op.op);
                out.problem(ProblemCode::ValueUnexpected, at.clone(), detail);
            }
            let Some(time) = device_time(millis, at, out) else { continue };
            let duration = element.integer("d").filter(|millis| event == OpEvent::Access && *millis > 0);
            let used = AppOp {
                event,
                at: Some(time),
                duration: duration.map(|millis| format!("{millis}ms")),
                attribution: element.owned("id").filter(|_| element.name == "st"),
                proxy: element.owned("pp"),
                ..op.clone()
            };
            self.told = true;
            out.record(at.clone(), used);
        }
    }

    fn start(&mut self, element: &Element, at: &Place, out: &mut Out<'_, AppOp>) {
        match element.name.as_str() {
            // A number; below a package it is that of the package.
            "uid" => self.uid = element.integer("n"),
            "pkg" => (self.package, self.uid) = (element.owned("n"), None),
            "op" => {
                self.told = false;
                self.op = element.integer("n").map(|number| AppOp {
                    mode: element.integer("m").map(op_names::mode),
                    ..self.about(op_names::operation(number))
                });
                self.times(element, at, out);
            }
            "st" => self.times(element, at, out),
            "app-id" => {
                let of_user = element.integer("id").zip(self.user);
                self.uid = of_user.and_then(|(id, user)| user.checked_mul(UIDS_OF_USER)?.checked_add(id));
                self.package = None;
            }
            "package" => (self.package, self.uid) = (element.owned("name"), None),
            "app-op" => match element.text("name").zip(element.integer("mode")) {
                Some((name, mode)) => {
                    let op = self.about(op_names::operation_of(name));
                    out.record(at.clone(), AppOp { mode: Some(op_names::mode(mode)), ..op });
                }
                None => out.problem(ProblemCode::ValueUnexpected, at.clone(), "an app op without its name or its mode"),
            },
            _ => {}
        }
    }

    /// An element ended; an operation without a use tells its mode.
    fn end(&mut self, name: &str, at: Place, out: &mut Out<'_, AppOp>) {
        match name {
            "op" => {
                if let Some(op) = self.op.take().filter(|op| !self.told && op.mode.is_some()) {
                    out.record(at, op);
                }
            }
            "pkg" | "package" | "app-id" => (self.package, self.uid) = (None, None),
            _ => {}
        }
    }
}

impl Artifact for AppOpsXml {
    type Record = AppOp;
    const SPEC: Spec = Spec {
        id: "android_appops_xml",
        version: 3,
        paths: &[
            (Layout::AndroidFilesystem, "data/system/appops.xml"),
            (Layout::AndroidFilesystem, "data/system/appops_accesses.xml"),
            (Layout::AndroidFilesystem, "data/misc_de/*/apexdata/com.android.permission/access.abx"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, AppOp>) -> Result<(), ParseError> {
        let mut state = State { user: user_of(file.path()), ..State::default() };
        let mut open: Vec<(String, Place)> = Vec::new();
        xml::read(file, out, |at, event, out| match event {
            Event::Start(element) => {
                state.start(element, &at, out);
                open.push((element.name.clone(), at));
            }
            Event::End => {
                if let Some((name, at)) = open.pop() {
                    state.end(&name, at, out);
                }
            }
            Event::Text(_) => {}
        })
    }
}
