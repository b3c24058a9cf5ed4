//! What `packages.xml` does not say of a package: its state for each user, and the permissions granted while it runs.
//!
//! Format: AOSP `Settings.writePackageRestrictionsLPr` (`data/system/users/N/package-restrictions.xml`) and
//! `RuntimePermissionsPersistence` (`runtime-permissions.xml`, beside it until Android 10, then below `data/misc_de`).

use std::collections::BTreeMap;

use vigie_model::{Layout, Place, ProblemCode};

use super::super::abx::{Element, Event};
use super::super::packages::{Package, PackageUser, Permission};
use super::super::xml;
use super::{device_time, user_of};
use crate::{Out, Source};

/// The files, as globs.
pub(super) const COMPANIONS: &[(Layout, &str)] = &[
    (Layout::AndroidFilesystem, "data/system/users/*/package-restrictions.xml"),
    (Layout::AndroidFilesystem, "data/system/users/*/runtime-permissions.xml"),
    (Layout::AndroidFilesystem, "data/misc_de/*/apexdata/com.android.permission/runtime-permissions.xml"),
];
/// Entries of all files together.
const ENTRIES: usize = 1_000_000;

/// Users by package, and permissions by package.
#[derive(Default)]
pub(super) struct Users {
    states: BTreeMap<String, BTreeMap<i64, PackageUser>>,
    /// Users of whom at least one file was read.
    known: Vec<i64>,
    entries: usize,
    /// A file with permissions was there.
    has_permissions: bool,
}

/// The flags of a permission that say how it came to be, by bit.
const FLAGS: &[(i64, &str)] = &[
    (1 << 0, "USER_SET"),
    (1 << 1, "USER_FIXED"),
    (1 << 2, "POLICY_FIXED"),
    (1 << 4, "SYSTEM_FIXED"),
    (1 << 5, "GRANTED_BY_DEFAULT"),
];

/// One permission, as all files of the system write it.
pub(super) fn permission(element: &Element) -> Option<Permission> {
    // The flags are hexadecimal in text, and a number of that kind in binary.
    let flags = element.hexadecimal("flags").unwrap_or(0);
    let flags = FLAGS.iter().filter(|(bit, _)| flags & bit != 0).map(|(_, name)| (*name).to_owned()).collect();
    let granted = element.truth("granted").or(Some(true));
    Some(Permission { name: element.owned("name")?, granted, flags })
}

impl Users {
    fn of(&mut self, package: &str, user: i64) -> Option<&mut PackageUser> {
        self.entries = self.entries.saturating_add(1);
        if self.entries > ENTRIES {
            return None;
        }
        let users = self.states.entry(package.to_owned()).or_default();
        Some(users.entry(user).or_insert_with(|| PackageUser { user, ..PackageUser::default() }))
    }

    fn read(&mut self, file: &Source<'_>, out: &mut Out<'_, Package>) {
        let path = file.path().to_owned();
        let trouble = |detail: &str, out: &mut Out<'_, Package>| {
            out.problem(ProblemCode::EvidenceIncomplete, Place::File, format!("{path}: {detail}"));
        };
        let Some(user) = user_of(&path) else { return };
        let bytes = match file.bytes() {
            Ok(bytes) => bytes,
            Err(error) => return trouble(&error.detail, out),
        };
        self.known.push(user);
        self.has_permissions |= file.file_name().starts_with("runtime");
        let mut stack: Vec<String> = Vec::new();
        let mut package: Option<String> = None;
        let read = xml::walk(&bytes, &mut |_, event| match event {
            Event::Start(element) => {
                self.element(element, user, &mut package, &stack, out);
                stack.push(element.name.clone());
            }
            Event::End => {
                stack.pop();
            }
            Event::Text(_) => {}
        });
        match read {
            Ok(()) => {}
            Err(xml::Trouble::NotXml) => trouble("neither XML nor Android's binary XML", out),
            Err(xml::Trouble::EndsAt(offset)) => trouble(&format!("cannot be read on from offset {offset}"), out),
        }
    }

    fn element(
        &mut self,
        element: &Element,
        user: i64,
        package: &mut Option<String>,
        stack: &[String],
        out: &mut Out<'_, Package>,
    ) {
        match (element.name.as_str(), stack.last().map(String::as_str)) {
            // The element of a package, in every file and version.
            ("pkg" | "package", _) => {
                *package = element.owned("name");
                let Some(state) = package.as_deref().and_then(|name| self.of(name, user)) else { return };
                if stack.first().is_some_and(|root| root == "package-restrictions") {
                    state.installed = element.truth("inst").or(Some(true));
                    state.stopped = element.truth("stopped");
                    state.not_launched = element.truth("nl");
                    state.hidden = element.truth("hidden").or_else(|| element.truth("blocked"));
                    state.suspended = element.truth("suspended");
                    state.enabled = element.integer("enabled");
                    state.last_disabled_by = element.owned("enabledCaller");
                    state.install_reason = element.integer("install-reason");
                    let first = element.hexadecimal("first-install-time");
                    state.first_install = device_time(first, &Place::File, out);
                }
            }
            ("shared-user", _) => *package = None,
            ("item" | "permission", Some("pkg" | "package")) => {
                let Some(state) = package.as_deref().and_then(|name| self.of(name, user)) else { return };
                state.permissions.extend(permission(element));
            }
            ("item", Some(list @ ("disabled-components" | "enabled-components"))) => {
                let Some(state) = package.as_deref().and_then(|name| self.of(name, user)) else { return };
                let name = element.owned("name");
                if list.starts_with("disabled") {
                    state.disabled_components.extend(name);
                } else {
                    state.enabled_components.extend(name);
                }
            }
            _ => {}
        }
    }

    /// Everything beside a `packages.xml`.
    pub(super) fn beside(file: &Source<'_>, out: &mut Out<'_, Package>) -> Self {
        let mut users = Self::default();
        for folder in ["data/system/users", "data/misc_de"] {
            let wanted = |file: &Source<'_>| {
                let name = file.file_name();
                name == "package-restrictions.xml" || name == "runtime-permissions.xml"
            };
            for file in file.siblings_under(folder).iter().filter(|file| wanted(file)) {
                users.read(file, out);
            }
        }
        users.known.sort_unstable();
        users.known.dedup();
        if !users.has_permissions {
            let detail = "no runtime-permissions.xml is in the evidence: which permissions were granted is not known";
            out.problem(ProblemCode::FileMissing, Place::File, detail);
        }
        if users.entries > ENTRIES {
            out.problem(ProblemCode::LimitReached, Place::File, format!("more than {ENTRIES} entries of packages"));
        }
        users
    }

    /// The users of a package. A user of whom nothing is written has it as it was installed.
    pub(super) fn take(&mut self, package: &str) -> Vec<PackageUser> {
        let mut states = self.states.remove(package).unwrap_or_default();
        for user in &self.known {
            states.entry(*user).or_insert_with(|| PackageUser {
                user: *user,
                installed: Some(true),
                ..PackageUser::default()
            });
        }
        states.into_values().collect()
    }
}
