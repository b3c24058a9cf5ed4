//! Which components answer which intents: activities, receivers, services and providers, for data and without.
//!
//! Format: `dumpsys package`, the four `… Resolver Table:` (AOSP `IntentResolver.dump`): below a table groups by MIME
//! type, scheme or action, below these keys, below these components, and with some options the filter's own lines.
//! Other readers: MVT `DumpsysActivities` and `DumpsysReceivers`, which read non-data actions of two tables only.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{between, full_component, is_package, package_of};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Intents;

/// What sort of component answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ComponentKind {
    /// A screen.
    Activity,
    /// A receiver of broadcasts.
    Receiver,
    /// A service.
    Service,
    /// A provider of data.
    Provider,
}

/// One component that answers one kind of intent.
#[derive(Debug, Serialize)]
pub struct IntentFilter {
    /// What sort of component.
    pub kind: ComponentKind,
    /// By what it is found (`Non-Data Actions`, `Schemes`, `Full MIME Types` …).
    pub group: String,
    /// The action, scheme or MIME type.
    pub key: String,
    /// Its package.
    pub package: String,
    /// The component (`com.example/.Receiver`).
    pub component: String,
    /// The priority of its filter, where it is given.
    pub priority: Option<i64>,
    /// The actions of its filter, where they are given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<String>,
    /// The hosts of its filter, where they are given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
}

impl IntentFilter {
    /// The component with the name of its class written out.
    pub fn full_component(&self) -> String {
        full_component(&self.component)
    }
}

impl Record for IntentFilter {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see_component(&self.component, see);
        for host in &self.hosts {
            see(Observable::domain(host.trim_start_matches("*.")));
        }
    }

    fn summary(&self) -> String {
        format!("{} answers {}", self.component, self.key)
    }
}

impl Artifact for Intents {
    type Record = IntentFilter;
    const SPEC: Spec = Spec { id: "android_intents", version: 1, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, IntentFilter>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("package")], out, |section, _, out| {
            let mut kind = None;
            let (mut group, mut key) = (String::new(), None);
            let mut open: Option<(Place, IntentFilter)> = None;
            for line in section.lines() {
                let text = line.trimmed();
                let indent = line.indent();
                if text.is_empty() {
                    continue;
                }
                if indent <= 8
                    && let Some((at, filter)) = open.take()
                {
                    out.record(at, filter);
                }
                if indent == 0 {
                    kind = match text {
                        "Activity Resolver Table:" => Some(ComponentKind::Activity),
                        "Receiver Resolver Table:" => Some(ComponentKind::Receiver),
                        "Service Resolver Table:" => Some(ComponentKind::Service),
                        "Provider Resolver Table:" => Some(ComponentKind::Provider),
                        _ => None,
                    };
                    key = None;
                    continue;
                }
                let Some(kind) = kind else { continue };
                match indent {
                    2 => {
                        text.trim_end_matches(':').clone_into(&mut group);
                        key = None;
                    }
                    6 => key = Some(text.trim_end_matches(':').to_owned()),
                    8 => {
                        // `5b4e1a com.example/.Receiver filter 7c3d (2 filters)`; before Android 5 without the hash.
                        let component = text.split_ascii_whitespace().find(|word| package_of(word).is_some());
                        let (Some(component), Some(key)) = (component, key.as_ref()) else {
                            not_understood(&line, out);
                            continue;
                        };
                        let package = package_of(component).filter(|package| is_package(package)).unwrap_or_default();
                        let filter = IntentFilter {
                            kind,
                            group: group.clone(),
                            key: key.clone(),
                            package: package.to_owned(),
                            component: component.to_owned(),
                            priority: None,
                            actions: Vec::new(),
                            hosts: Vec::new(),
                        };
                        open = Some((line.at.clone(), filter));
                    }
                    _ => {
                        let Some((_, filter)) = open.as_mut() else { continue };
                        if let Some(action) = text.strip_prefix("Action: ") {
                            filter.actions.push(action.trim_matches('"').to_owned());
                        } else if let Some(host) = between(text, "Authority: \"", "\"") {
                            filter.hosts.push(host.to_owned());
                        } else if let Some(priority) = between(text, "mPriority=", ",") {
                            filter.priority = priority.parse().ok();
                        }
                    }
                }
            }
            if let Some((at, filter)) = open {
                out.record(at, filter);
            }
        })
    }
}
