//! Device administrators, and whether an organisation owns the device or a profile of it.
//!
//! Format: `dumpsys device_policy` (AOSP `DevicePolicyManagerService.dump`, `ActiveAdmin.dump`, `Owners.dump`).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{between, components, package_of, some_value};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct DevicePolicy;

/// What right it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyRight {
    /// An administrator of the device.
    Admin,
    /// The owner of the device.
    DeviceOwner,
    /// The owner of a profile.
    ProfileOwner,
}

/// One administrator or owner.
#[derive(Debug, Serialize)]
pub struct PolicyHolder {
    /// What right it has.
    pub right: PolicyRight,
    /// For which user.
    pub user: Option<i64>,
    /// The component.
    pub component: Option<String>,
    /// The package.
    pub package: Option<String>,
    /// What the owner calls itself.
    pub name: Option<String>,
    /// What an administrator may do (`wipe-data`, `force-lock` …).
    pub policies: Vec<String>,
    /// It was set up for tests only.
    pub test_only: Option<bool>,
}

impl Record for PolicyHolder {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(component) = &self.component {
            see_component(component, see);
        } else if let Some(package) = &self.package {
            see(Observable::app_id(package));
        }
    }

    fn summary(&self) -> String {
        let who = self.component.as_deref().or(self.package.as_deref()).unwrap_or("unknown");
        match self.right {
            PolicyRight::Admin => format!("{who} is a device administrator"),
            PolicyRight::DeviceOwner => format!("{who} owns the device"),
            PolicyRight::ProfileOwner => format!("{who} owns a profile"),
        }
    }
}

fn holder(right: PolicyRight, user: Option<i64>) -> PolicyHolder {
    PolicyHolder { right, user, component: None, package: None, name: None, policies: Vec::new(), test_only: None }
}

impl Artifact for DevicePolicy {
    type Record = PolicyHolder;
    const SPEC: Spec =
        Spec { id: "android_device_policy", version: 2, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, PolicyHolder>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("device_policy")], out, |section, _, out| {
            let mut open: Option<(Place, PolicyHolder)> = None;
            let (mut in_admins, mut in_policies) = (false, false);
            let mut user = None;
            for line in section.lines() {
                let text = line.trimmed();
                let indent = line.indent();
                if text.is_empty() {
                    continue;
                }
                let user_of =
                    |text: &str| between(text, "(User ", ",").or_else(|| between(text, "(User ", ")"))?.parse().ok();
                if indent <= 2 {
                    if let Some((at, holder)) = open.take() {
                        out.record(at, holder);
                    }
                    (in_admins, in_policies) = (text.starts_with("Enabled Device Admins"), false);
                    user = user_of(text);
                    if text.starts_with("Device Owner") && !text.contains("Type") {
                        open = Some((line.at.clone(), holder(PolicyRight::DeviceOwner, user)));
                    } else if text.starts_with("Profile Owner") {
                        open = Some((line.at.clone(), holder(PolicyRight::ProfileOwner, user)));
                    }
                    continue;
                }
                if in_admins && indent == 4 && text.ends_with(':') {
                    if let Some((at, holder)) = open.take() {
                        out.record(at, holder);
                    }
                    in_policies = false;
                    let component = text.trim_end_matches(':');
                    let Some(package) = package_of(component) else {
                        not_understood(&line, out);
                        continue;
                    };
                    let mut admin = holder(PolicyRight::Admin, user);
                    admin.package = Some(package.to_owned());
                    admin.component = Some(component.to_owned());
                    open = Some((line.at.clone(), admin));
                    continue;
                }
                let Some((_, holder)) = open.as_mut() else { continue };
                if in_policies && indent >= 8 {
                    holder.policies.push(text.to_owned());
                    continue;
                }
                in_policies = text == "policies:";
                if let Some(test) = text.strip_prefix("testOnlyAdmin=") {
                    holder.test_only = Some(test == "true");
                }
                // Further in stands what the manifest says of an administrator: names of its classes, and of its package.
                if indent != 4 {
                    continue;
                }
                if let Some(admin) = text.strip_prefix("admin=") {
                    holder.component = components(admin).next().map(str::to_owned);
                } else if let Some(name) = text.strip_prefix("name=") {
                    holder.name = Some(name.to_owned()).filter(|name| !name.is_empty() && name != "null");
                } else if let Some(id) = text.strip_prefix("User ID: ") {
                    holder.user = id.parse().ok();
                } else if let Some(package) = some_value(text, "package") {
                    holder.package = Some(package);
                }
            }
            if let Some((at, holder)) = open {
                out.record(at, holder);
            }
        })
    }
}
