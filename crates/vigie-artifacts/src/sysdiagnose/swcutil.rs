//! Which domains applications claim as theirs (universal links, shared passwords), when each was last checked, and with
//! what outcome. It names installed applications with their developers' team ids.
//!
//! Format: `swcutil_show.txt`, the output of `swcutil show --verbose`: sections between lines of `=`, in the database
//! blocks of `Key: value` between lines of `-` (Apple TN3155). Other readers: EC sysdiagnose `swcutil`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::text::{bundle_id, description_date, each_line, pair};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Swcutil;

/// One domain of one application, or a domain being asked for.
#[derive(Debug, Default, Serialize)]
pub struct AssociatedDomain {
    /// What for (`applinks`, `webcredentials`, `activitycontinuation`); `network` where the domain was being asked.
    pub service: Option<String>,
    /// Team id and bundle id (`ABCDE12345.org.example.reader`).
    pub app_id: Option<String>,
    /// The domain, as declared (`*.example.org`, `example.org?mode=developer`).
    pub domain: Option<String>,
    /// Whether the owner wants links opened in the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_approval: Option<String>,
    /// Whether the domain confirmed the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_approval: Option<String>,
    /// When the domain was last asked.
    pub last_checked: Option<Timestamp>,
    /// When it will be asked next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_check: Option<Timestamp>,
    /// Every other key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub other: BTreeMap<String, String>,
}

impl Record for AssociatedDomain {
    fn time(&self) -> Option<Timestamp> {
        self.last_checked
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.last_checked {
            see(Moment { what: "domain_checked", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(app) = &self.app_id {
            see(Observable::app_id(bundle_id(app)));
        }
        if let Some(domain) = &self.domain {
            let host = domain.split(['?', ':', '/']).next().unwrap_or(domain);
            see(Observable::domain(host.trim_start_matches("*.")));
        }
        if let Some(error) = self.other.get("Error") {
            see(Observable::text(error));
        }
    }

    fn summary(&self) -> String {
        let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("{} of {} for {}", word(&self.service), word(&self.app_id), word(&self.domain))
    }
}

/// The sections that are read; others hold settings of the owner and the memory of the tool.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Database,
    Network,
    Other,
}

fn section(line: &str) -> Option<Section> {
    let title = line.strip_prefix("====")?.trim_matches(|c: char| c == '=' || c == ' ');
    (!title.is_empty()).then_some(match title {
        "DATABASE" => Section::Database,
        "NETWORK" => Section::Network,
        _ => Section::Other,
    })
}

impl AssociatedDomain {
    fn set(&mut self, key: &str, value: &str, at: &Place, out: &mut Out<'_, Self>) {
        let mut date = || {
            let found = description_date(value);
            if found.is_none() {
                out.problem(ProblemCode::TimeImplausible, at.clone(), format!("{key}: `{value}`"));
            }
            found
        };
        let text = Some(value.to_owned());
        match key {
            "Service" => self.service = text,
            "App ID" => self.app_id = text,
            "Domain" => self.domain = text,
            "User Approval" => self.user_approval = text,
            "Site/Fmwk Approval" => self.site_approval = text,
            "Last Checked" => self.last_checked = date(),
            "Next Check" => self.next_check = date(),
            _ if value.is_empty() => {}
            _ => {
                self.other.insert(key.to_owned(), value.to_owned());
            }
        }
    }
}

impl Artifact for Swcutil {
    type Record = AssociatedDomain;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_swcutil",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "swcutil_show.txt")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, AssociatedDomain>) -> Result<(), ParseError> {
        let mut part = Section::Other;
        let mut any = false;
        let mut open: Option<(Place, AssociatedDomain)> = None;
        each_line(file, out, |at, line, out| {
            let line = line.trim();
            if let Some(next) = section(line) {
                any = true;
                part = next;
            }
            if line.starts_with("----") || line.starts_with("====") {
                if let Some((at, block)) = open.take() {
                    out.record(at, block);
                }
                return;
            }
            match part {
                Section::Database if !line.is_empty() && line != "(empty)" => {
                    let Some((key, value)) = pair(line) else {
                        out.problem(ProblemCode::LineNotUnderstood, at, "not `Key: value`");
                        return;
                    };
                    let (_, block) = open.get_or_insert_with(|| (at.clone(), AssociatedDomain::default()));
                    block.set(key, value, &at, out);
                }
                Section::Network => {
                    let hosts = line.split(", ").filter_map(|entry| entry.split_whitespace().next());
                    for host in hosts.filter(|host| host.contains('.')) {
                        let service = Some("network".to_owned());
                        let record = AssociatedDomain { service, domain: Some(host.to_owned()), ..Default::default() };
                        out.record(at.clone(), record);
                    }
                }
                Section::Database | Section::Other => {}
            }
        })?;
        if let Some((at, block)) = open {
            out.record(at, block);
        }
        if !any {
            out.problem(ProblemCode::NotTheFormat, Place::File, "there is no section between lines of `=`");
        }
        Ok(())
    }
}
