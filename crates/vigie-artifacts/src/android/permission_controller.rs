//! What the controller of permissions tells: which package holds which groups of permissions, when it was last on the
//! screen, and what the controller noted of its own work.
//!
//! Format: `dumpsys permissionmgr`, which hands the question on to the controller (AOSP `PermissionControllerServiceImpl.dump`,
//! since Android 11): a protocol buffer in text form. `auto_revoke` with `users`, `packages` and `groups` is there while the
//! controller takes permissions away by itself (Android 11); `logs: "MILLIS TAG:LEVEL text"` stays.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{TextLine, is_package};
use super::logcat::see_words;
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood, number};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Blocks inside one another; the controller has four.
const DEEPEST: usize = 32;
/// Lines not understood that are told one by one.
const TOLD: usize = 20;

/// See the module.
pub struct PermissionController;

/// A group of permissions of a package.
#[derive(Debug, Default, Serialize)]
pub struct PermissionGroup {
    /// Its name (`android.permission-group.MICROPHONE`).
    pub name: String,
    /// At least one permission of it is granted.
    pub granted: Option<bool>,
    /// It was taken away because the package was not used.
    pub auto_revoked: Option<bool>,
    /// The owner cannot change it.
    pub fixed: Option<bool>,
    /// It was granted without asking.
    pub granted_by_default: Option<bool>,
}

/// What is told: of a package, or a line of the log.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum ControllerEntry {
    /// A package.
    Package {
        /// Its name.
        package: String,
        /// Its user id in the kernel.
        uid: Option<i64>,
        /// When it was first installed.
        first_install: Option<Timestamp>,
        /// When it was last on the screen; absent when that is not known to the system.
        last_visible: Option<Timestamp>,
        /// Its groups of permissions.
        groups: Vec<PermissionGroup>,
    },
    /// A line of the log.
    Log {
        /// When.
        at: Option<Timestamp>,
        /// Who wrote it, and what.
        text: String,
    },
}

impl Record for ControllerEntry {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Package { last_visible, first_install, .. } => last_visible.or(*first_install),
            Self::Log { at, .. } => *at,
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = match self {
            Self::Package { first_install, last_visible, .. } => {
                [("first_installed", *first_install), ("last_visible", *last_visible)]
            }
            Self::Log { at, .. } => [("seen", *at), ("seen", None)],
        };
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match self {
            Self::Package { package, .. } => see(Observable::app_id(package)),
            Self::Log { text, .. } => see_words(text, see),
        }
    }

    fn summary(&self) -> String {
        match self {
            Self::Package { package, groups, .. } => {
                let granted = groups.iter().filter(|group| group.granted == Some(true));
                let names: Vec<&str> =
                    granted.map(|group| group.name.rsplit('.').next().unwrap_or(&group.name)).collect();
                let names = if names.is_empty() { "no group of permissions".to_owned() } else { names.join(", ") };
                format!("{package} holds {names}")
            }
            Self::Log { text, .. } => format!("controller of permissions: {text}"),
        }
    }
}

/// A package as far as it was read.
#[derive(Default)]
struct Open {
    at: Option<Place>,
    package: Option<String>,
    uid: Option<i64>,
    first_install: Option<Timestamp>,
    last_visible: Option<Timestamp>,
    groups: Vec<PermissionGroup>,
}

/// Where the reader is.
#[derive(Default)]
struct State {
    blocks: Vec<String>,
    open: Open,
    strange: usize,
}

fn quoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

/// Milliseconds since 1970; zero where there is none.
fn millis(text: &str, at: &Place, out: &mut Out<'_, ControllerEntry>) -> Option<Timestamp> {
    let millis = number(text, at, out).filter(|millis| *millis > 0)?;
    let time = Timestamp::from_unix_millis(millis);
    if time.is_none() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("{millis} is not a plausible time"));
    }
    time
}

/// `true` or `false`.
fn truth(name: &str, value: &str, at: &Place, out: &mut Out<'_, ControllerEntry>) -> Option<bool> {
    let truth = value.parse().ok();
    if truth.is_none() {
        let shown: String = value.chars().take(40).collect();
        out.problem(ProblemCode::ValueUnexpected, at.clone(), format!("{name} is neither true nor false: {shown}"));
    }
    truth
}

impl State {
    /// One value; `false` where none is to be.
    fn value(&mut self, name: &str, value: &str, at: &Place, out: &mut Out<'_, ControllerEntry>) -> bool {
        let open = &mut self.open;
        match (self.blocks.last().map(String::as_str), name) {
            (None, "logs") => {
                let text = quoted(value).trim();
                let (time, rest) = text.split_once(' ').unwrap_or(("", text));
                let time = millis(time, at, out);
                out.record(at.clone(), ControllerEntry::Log { at: time, text: rest.to_owned() });
            }
            (Some("packages"), "package_name") => open.package = Some(quoted(value).to_owned()),
            (Some("packages"), "uid") => open.uid = number(value, at, out),
            (Some("packages"), "first_install_time") => open.first_install = millis(value, at, out),
            (Some("packages"), "last_time_visible") => open.last_visible = millis(value, at, out),
            (Some("groups"), name) => {
                let Some(group) = open.groups.last_mut() else { return false };
                let field = match name {
                    "group_name" => {
                        quoted(value).clone_into(&mut group.name);
                        return true;
                    }
                    "is_any_granted_including_appop" => &mut group.granted,
                    "is_auto_revoked" => &mut group.auto_revoked,
                    "is_fixed" => &mut group.fixed,
                    "is_granted_by_default" => &mut group.granted_by_default,
                    _ => return true,
                };
                *field = truth(name, value.trim(), at, out);
            }
            (block, _) => return block.is_some(),
        }
        true
    }

    fn begin(&mut self, name: &str, at: &Place) {
        match name {
            "packages" => self.open = Open { at: Some(at.clone()), ..Open::default() },
            "groups" => self.open.groups.push(PermissionGroup::default()),
            _ => {}
        }
        self.blocks.push(name.to_owned());
    }

    fn end(&mut self, out: &mut Out<'_, ControllerEntry>) -> bool {
        let Some(block) = self.blocks.pop() else { return false };
        if block == "packages" {
            let Open { at, package, uid, first_install, last_visible, groups } = std::mem::take(&mut self.open);
            let Some(at) = at else { return true };
            match package.filter(|name| is_package(name)) {
                Some(package) => {
                    let entry = ControllerEntry::Package { package, uid, first_install, last_visible, groups };
                    out.record(at, entry);
                }
                None => out.problem(ProblemCode::KeyMissing, at, "a package without its name"),
            }
        }
        true
    }

    fn line(&mut self, line: &TextLine<'_>, out: &mut Out<'_, ControllerEntry>) {
        let text = line.trimmed();
        let understood = if text.is_empty() || text.starts_with('#') {
            true
        } else if text == "}" {
            self.end(out)
        } else if let Some(name) = text.strip_suffix('{') {
            let fits = self.blocks.len() < DEEPEST;
            if fits {
                self.begin(name.trim_end(), &line.at);
            }
            fits
        } else if let Some((name, value)) = text.split_once(": ") {
            self.value(name, value, &line.at, out)
        } else {
            false
        };
        if !understood {
            self.strange = self.strange.saturating_add(1);
            if self.strange <= TOLD {
                not_understood(line, out);
            }
        }
    }
}

impl Artifact for PermissionController {
    type Record = ControllerEntry;
    const SPEC: Spec =
        Spec { id: "android_permission_controller", version: 2, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, ControllerEntry>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("permissionmgr")], out, |section, _, out| {
            let mut state = State::default();
            let mut last = Place::File;
            for line in section.lines() {
                last = line.at.clone();
                state.line(&line, out);
            }
            if let Some(more) = state.strange.checked_sub(TOLD).filter(|more| *more > 0) {
                out.problem(ProblemCode::LineNotUnderstood, last.clone(), format!("{more} more lines not understood"));
            }
            if !state.blocks.is_empty() {
                out.problem(ProblemCode::EvidenceIncomplete, last, "it ends inside a block");
            }
        })
    }
}
