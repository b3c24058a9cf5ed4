//! Which components answer which intents: activities, receivers, services and providers, for data and without.
//!
//! Format: `dumpsys package`, the four `… Resolver Table:` (AOSP `IntentResolver.dump`): below a table groups by MIME
//! type, scheme or action, below these keys, below these components, and with some options the filter's own lines.
//! Other readers: MVT `DumpsysActivities` and `DumpsysReceivers`, which read non-data actions of two tables only.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{between, full_component, package_of};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Intents;

/// What sort of component answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ComponentKind {
    /// A screen.
    #[default]
    Activity,
    /// A receiver of broadcasts.
    Receiver,
    /// A service.
    Service,
    /// A provider of data.
    Provider,
}

/// One component that answers one kind of intent.
#[derive(Debug, Default, Clone, Serialize)]
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
            // The record that is being read keeps its room for the next: there are tens of thousands.
            let mut filter = IntentFilter::default();
            let (mut has_key, mut open) = (false, None::<Place>);
            for line in section.lines() {
                let text = line.trimmed();
                let indent = line.indent();
                if text.is_empty() {
                    continue;
                }
                if indent <= 8
                    && let Some(at) = open.take()
                {
                    out.record_copied(at, &filter);
                }
                if indent == 0 {
                    kind = match text {
                        "Activity Resolver Table:" => Some(ComponentKind::Activity),
                        "Receiver Resolver Table:" => Some(ComponentKind::Receiver),
                        "Service Resolver Table:" => Some(ComponentKind::Service),
                        "Provider Resolver Table:" => Some(ComponentKind::Provider),
                        _ => None,
                    };
                    has_key = false;
                    continue;
                }
                let Some(kind) = kind else { continue };
                match indent {
                    2 => {
                        text.trim_end_matches(':').clone_into(&mut filter.group);
                        has_key = false;
                    }
                    6 => {
                        text.trim_end_matches(':').clone_into(&mut filter.key);
                        has_key = true;
                    }
                    8 => {
                        // `5b4e1a com.example/.Receiver filter 7c3d (2 filters)`; before Android 5 without the hash.
                        let named = text.split_ascii_whitespace().find_map(|word| Some((word, package_of(word)?)));
                        let Some((component, package)) = named.filter(|_| has_key) else {
                            not_understood(&line, out);
                            continue;
                        };
                        filter.kind = kind;
                        package.clone_into(&mut filter.package);
                        component.clone_into(&mut filter.component);
                        filter.priority = None;
                        filter.actions.clear();
                        filter.hosts.clear();
                        open = Some(line.at.clone());
                    }
                    _ if open.is_none() => {}
                    _ => {
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
            if let Some(at) = open {
                out.record_copied(at, &filter);
            }
        })
    }
}
