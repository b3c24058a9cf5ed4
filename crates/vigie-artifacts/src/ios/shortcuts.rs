//! Shortcuts: small programs of the owner or of others, with every address, text and application in their actions.
//!
//! Format: Core Data store `Shortcuts.sqlite`, table `ZSHORTCUT`, with a property list of actions in
//! `ZSHORTCUTACTIONS.ZDATA` (an array, a dictionary with `WFWorkflowActions`, or a keyed archive); other reader: MVT
//! `Shortcuts`.

use std::collections::HashSet;
use vigie_evidence::property_list;

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::plist_blob::plist_of;
use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec};

/// See the module.
pub struct Shortcuts;

/// A shortcut, or the actions of one that is gone.
#[derive(Debug, Serialize)]
pub struct Shortcut {
    /// Its name.
    pub name: Option<String>,
    /// The line Shortcuts shows below it.
    pub description: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was changed.
    pub modified: Option<Timestamp>,
    /// When it last ran.
    pub last_run: Option<Timestamp>,
    /// Its UUID.
    pub workflow_id: Option<String>,
    /// Where it came from (`ShortcutSourceOnDevice`, a gallery, a link).
    pub source: Option<String>,
    /// The application that made it.
    pub app: Option<String>,
    /// Whether it is marked as deleted.
    pub deleted: Option<bool>,
    /// What it does, in order.
    pub actions: Vec<Action>,
}

/// One action.
#[derive(Debug, Serialize)]
pub struct Action {
    /// Which (`is.workflow.actions.openurl`); none in a keyed archive, whose texts are kept together.
    pub identifier: Option<String>,
    /// Every text in its parameters, at any depth.
    pub texts: Vec<String>,
    /// Bundle ids of applications it uses.
    pub apps: Vec<String>,
}

impl Record for Shortcut {
    fn time(&self) -> Option<Timestamp> {
        self.created.or(self.modified).or(self.last_run)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("created", self.created), ("modified", self.modified), ("last_run", self.last_run)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for text in [&self.name, &self.description].into_iter().flatten() {
            if !text.is_empty() {
                see(Observable::text(text));
            }
        }
        if let Some(app) = &self.app {
            see(Observable::app_id(app));
        }
        for action in &self.actions {
            for text in &action.texts {
                if is_url(text) {
                    see(Observable::url(text));
                } else {
                    see(Observable::text(text));
                }
            }
            for app in &action.apps {
                see(Observable::app_id(app));
            }
        }
    }

    fn summary(&self) -> String {
        let name = self.name.as_deref().unwrap_or("without name");
        format!("shortcut {name}, {}", self.about())
    }

    fn summary_without_content(&self) -> String {
        format!("shortcut, {}", self.about())
    }
}

impl Shortcut {
    fn about(&self) -> String {
        let urls = self.actions.iter().flat_map(|action| &action.texts).filter(|text| is_url(text)).count();
        format!("{} actions with {urls} addresses", self.actions.len())
    }
}

/// A text that is an address and nothing else.
fn is_url(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric()))
        && !text.contains(char::is_whitespace)
}

/// Levels of nesting that are followed.
const DEPTH: usize = 64;
/// Values of one shortcut that are looked at.
const VALUES: usize = 100_000;

/// Walks a property list, with what is left of the limits.
struct Walk {
    left: usize,
    cut: bool,
}

impl Walk {
    /// Collects texts and bundle ids below a value; property lists inside data are followed too.
    fn collect(&mut self, value: &Value, depth: usize, action: &mut Action) {
        if depth >= DEPTH || self.left == 0 {
            self.cut = true;
            return;
        }
        self.left = self.left.saturating_sub(1);
        let below = depth.saturating_add(1);
        match value {
            Value::String(text) if !text.is_empty() && text != "$null" => {
                action.texts.push(text.clone());
            }
            Value::Array(items) => {
                for item in items {
                    self.collect(item, below, action);
                }
            }
            Value::Dictionary(dict) => {
                // Keys with `$` are the words of a keyed archive itself.
                for (key, item) in dict.iter().filter(|(key, _)| !key.starts_with('$')) {
                    match item.as_string() {
                        Some(app) if names_app(key) => action.apps.push(app.to_owned()),
                        _ => self.collect(item, below, action),
                    }
                }
            }
            Value::Data(bytes) if bytes.starts_with(b"bplist") => {
                // Data that only looks like a property list is not text, and nothing is lost.
                if let Ok(inner) = property_list(bytes) {
                    self.collect(&inner, below, action);
                }
            }
            _ => {}
        }
    }
}

/// Keys whose value is a bundle id.
fn names_app(key: &str) -> bool {
    matches!(key, "BundleIdentifier" | "WFAppIdentifier" | "AppIdentifier" | "IntentAppIdentifier" | "bundleIdentifier")
}

fn actions(row: &Row<'_>, column: &str, out: &mut Out<'_, Shortcut>) -> Vec<Action> {
    let Some(value) = plist_of(row, column, out) else {
        return Vec::new();
    };
    let list =
        value.as_array().or_else(|| value.as_dictionary().and_then(|dict| dict.get("WFWorkflowActions")?.as_array()));
    let mut walk = Walk { left: VALUES, cut: false };
    let empty = |identifier| Action { identifier, texts: Vec::new(), apps: Vec::new() };
    let mut actions = Vec::new();
    if let Some(list) = list {
        for entry in list {
            let Some(dict) = entry.as_dictionary() else {
                out.problem(ProblemCode::ValueUnexpected, row.place(), "an action is not a dictionary");
                continue;
            };
            let identifier = dict.get("WFWorkflowActionIdentifier").and_then(Value::as_string).map(str::to_owned);
            if identifier.is_none() {
                out.problem(ProblemCode::KeyMissing, row.place(), "an action has no WFWorkflowActionIdentifier");
            }
            let mut action = empty(identifier);
            for (key, value) in dict {
                if key != "WFWorkflowActionIdentifier" {
                    walk.collect(value, 0, &mut action);
                }
            }
            actions.push(action);
        }
    } else {
        let mut archive = empty(None);
        let objects = value.as_dictionary().and_then(|dict| dict.get("$objects")).unwrap_or(&value);
        walk.collect(objects, 0, &mut archive);
        actions.push(archive);
    }
    if walk.cut {
        out.problem(
            ProblemCode::LimitReached,
            row.place(),
            format!("actions deeper than {DEPTH} levels or beyond {VALUES} values were not read"),
        );
    }
    actions
}

impl Artifact for Shortcuts {
    type Record = Shortcut;
    const SPEC: Spec = Spec {
        id: "ios_shortcuts",
        version: 1,
        paths: &[
            (Layout::IosBackup, "HomeDomain/Library/Shortcuts/Shortcuts.sqlite"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Shortcuts/Shortcuts.sqlite"),
        ],
        // What stands in a shortcut stays on the device and may run again.
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Shortcut>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut known = HashSet::new();
        let select = Select::from("ZSHORTCUT")
            .columns(&[
                "ZNAME",
                "ZACTIONSDESCRIPTION",
                "ZCREATIONDATE",
                "ZMODIFICATIONDATE",
                "ZLASTRUNEVENTDATE",
                "ZWORKFLOWID",
                "ZSOURCE",
                "ZASSOCIATEDAPPBUNDLEIDENTIFIER",
                "ZTOMBSTONED",
            ])
            .join("ZSHORTCUTACTIONS", "ZSHORTCUT", "ZSHORTCUT.Z_PK", &["ZDATA"]);
        out.rows(&database, &select, |row, out| {
            known.insert(row.rowid());
            let shortcut = Shortcut {
                name: row.text("ZNAME"),
                description: row.text("ZACTIONSDESCRIPTION"),
                created: row.cocoa("ZCREATIONDATE"),
                modified: row.cocoa("ZMODIFICATIONDATE"),
                last_run: row.cocoa("ZLASTRUNEVENTDATE"),
                workflow_id: row.text("ZWORKFLOWID"),
                source: row.text("ZSOURCE"),
                app: row.text("ZASSOCIATEDAPPBUNDLEIDENTIFIER"),
                deleted: row.bool("ZTOMBSTONED"),
                actions: actions(row, "ZSHORTCUTACTIONS.ZDATA", out),
            };
            if shortcut.name.is_none() {
                out.problem(ProblemCode::ValueUnexpected, row.place(), "the shortcut has no name");
            }
            out.record(row.place(), shortcut);
        });
        // Actions whose shortcut is gone.
        let select = Select::from("ZSHORTCUTACTIONS").columns(&["ZSHORTCUT", "ZDATA"]);
        out.rows(&database, &select, |row, out| {
            if row.int("ZSHORTCUT").is_some_and(|id| known.contains(&id)) {
                return;
            }
            out.problem(ProblemCode::ValueUnexpected, row.place(), "the shortcut of these actions is not in ZSHORTCUT");
            let actions = actions(row, "ZDATA", out);
            if actions.is_empty() {
                return;
            }
            let shortcut = Shortcut {
                name: None,
                description: None,
                created: None,
                modified: None,
                last_run: None,
                workflow_id: None,
                source: None,
                app: None,
                deleted: None,
                actions,
            };
            out.record(row.place(), shortcut);
        });
        Ok(())
    }
}
