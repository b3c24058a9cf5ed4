//! What launchd starts: services declared by property lists, and services that were switched on or off against their
//! declaration. Both are ways to survive a restart, and to stop what would report a crash or an update.
//!
//! Format: `launchd.plist(5)` (`Label`, `Program`, `ProgramArguments`) in folders `LaunchDaemons` and `LaunchAgents`;
//! overrides in `/private/var/db/com.apple.xpc.launchd/disabled*.plist` (label to whether it is disabled) and, before iOS 8, in
//! `/private/var/db/launchd.db/*/overrides.plist` (label to `Disabled`).

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Plain, Source, Spec};

/// See the module.
pub struct Launchd;

/// A declared service or an override.
#[derive(Debug, Serialize)]
pub struct LaunchdEntry {
    /// `declared` or `override`.
    pub kind: &'static str,
    /// The service.
    pub label: Option<String>,
    /// Its program.
    pub program: Option<String>,
    /// Its program and arguments.
    pub arguments: Vec<String>,
    /// Whether it is switched off.
    pub disabled: Option<bool>,
    /// The whole entry.
    pub entry: Plain,
}

impl Record for LaunchdEntry {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(label) = &self.label {
            see(Observable::service(label));
            see(Observable::process(label));
        }
        let first = self.arguments.first().filter(|first| Some(*first) != self.program.as_ref());
        for program in self.program.iter().chain(first) {
            see(Observable::executable(program));
        }
        if self.arguments.len() > 1 {
            see(Observable::command_line(self.arguments.join(" ")));
        }
    }

    fn summary(&self) -> String {
        let label = self.label.as_deref().unwrap_or("without a label");
        match (self.kind, self.disabled) {
            ("override", Some(true)) => format!("service {label} is switched off"),
            ("override", Some(false)) => format!("service {label} is switched on"),
            ("override", None) => format!("service {label} has an override"),
            _ => match self.program.as_ref().or(self.arguments.first()) {
                Some(program) => format!("service {label} runs {program}"),
                None => format!("service {label}"),
            },
        }
    }
}

fn overrides(root: &Key<'_>, out: &mut Out<'_, LaunchdEntry>) {
    for (label, key) in root.entries(out) {
        let disabled = match key.value() {
            Value::Boolean(disabled) => Some(*disabled),
            Value::Dictionary(_) => key.bool("Disabled", out),
            // `com.apple.example` to `group/…`: other kinds of override have texts.
            Value::String(_) => None,
            _ => {
                key.complain(out, "a truth value");
                None
            }
        };
        let entry = LaunchdEntry {
            kind: "override",
            label: Some(label.to_owned()),
            program: None,
            arguments: Vec::new(),
            disabled,
            entry: Plain(key.value().clone()),
        };
        out.record(key.place(), entry);
    }
}

/// A service that a property list declares.
pub(crate) fn declared(plist: &Value, out: &mut Out<'_, LaunchdEntry>) {
    let root = Key::root(plist);
    if root.dictionary(out).is_none() {
        return;
    }
    let label = root.text("Label", out);
    if label.is_none() {
        out.problem(ProblemCode::KeyMissing, root.place(), "there is no key Label");
    }
    let mut arguments = Vec::new();
    for item in root.get("ProgramArguments").map_or_else(Vec::new, |key| key.items(out)) {
        match item.value().as_string() {
            Some(text) => arguments.push(text.to_owned()),
            None => item.complain(out, "text"),
        }
    }
    let entry = LaunchdEntry {
        kind: "declared",
        label,
        program: root.text("Program", out),
        arguments,
        disabled: root.bool("Disabled", out),
        entry: Plain(plist.clone()),
    };
    out.record(root.place(), entry);
}

impl Artifact for Launchd {
    type Record = LaunchdEntry;
    const SPEC: Spec = Spec {
        id: "ios_launchd",
        version: 1,
        paths: &[
            (Layout::IosFilesystem, "private/var/db/com.apple.xpc.launchd/*.plist"),
            (Layout::IosFilesystem, "private/var/db/launchd.db/**/*.plist"),
            (Layout::IosFilesystem, "private/var/**/{LaunchDaemons,LaunchAgents}/*.plist"),
            (Layout::IosFilesystem, "{Library,System/Library}/{LaunchDaemons,LaunchAgents,NanoLaunchDaemons}/*.plist"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, LaunchdEntry>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        if file.path().starts_with("private/var/db/") {
            let root = Key::root(&plist);
            if root.dictionary(out).is_some() {
                overrides(&root, out);
            }
            return Ok(());
        }
        declared(&plist, out);
        Ok(())
    }
}
