//! What `packages.xml` does not say of a package: its state for each user, and the permissions granted while it runs.
//!
//! Format: AOSP `Settings.writePackageRestrictionsLPr` (`data/system/users/N/package-restrictions.xml`) and
//! `RuntimePermissionsPersistence` (`runtime-permissions.xml`, beside it until Android 10, then below `data/misc_de`). Since
//! Android 15 permissions stand in `access.abx` ([`access_flags`](super::access_flags)) and the older file is left without any,
//! or is written beside it (Samsung): then the newer decides, as it does for the system. Packages that share a user id
//! share their permissions, which stand under its name.

use std::collections::BTreeMap;

use vigie_model::{Layout, Place, ProblemCode};

use super::super::abx::{Element, Event};
use super::super::packages::{Package, PackageUser, Permission};
use super::super::xml;
use super::{access_flags, device_time, user_of};
use crate::{Out, Source};

/// The files, as globs.
pub(super) const COMPANIONS: &[(Layout, &str)] = &[
    (Layout::AndroidFilesystem, "data/system/users/*/package-restrictions.xml"),
    (Layout::AndroidFilesystem, "data/system/users/*/runtime-permissions.xml"),
    (Layout::AndroidFilesystem, "data/misc_de/*/apexdata/com.android.permission/runtime-permissions.xml"),
    (Layout::AndroidFilesystem, "data/misc_de/*/apexdata/com.android.permission/access.abx"),
];
/// Entries of all files together.
const ENTRIES: usize = 1_000_000;

/// Users by package, and permissions by package.
#[derive(Default)]
pub(super) struct Users {
    states: BTreeMap<String, BTreeMap<i64, PackageUser>>,
    /// Permissions by the name of a shared user id.
    shared: BTreeMap<String, BTreeMap<i64, Vec<Permission>>>,
    /// Permissions by user id without its user, as `access.abx` has them.
    access: BTreeMap<i64, BTreeMap<i64, Vec<Permission>>>,
    /// Users of whom at least one file was read.
    known: Vec<i64>,
    entries: usize,
    /// At least one permission was there.
    has_permissions: bool,
}

/// The flags of a permission that say how it came to be, by bit (AOSP `PackageManager.FLAG_PERMISSION_…`).
const FLAGS: &[(i64, &str)] = &[
    (1 << 0, "USER_SET"),
    (1 << 1, "USER_FIXED"),
    (1 << 2, "POLICY_FIXED"),
    (1 << 3, "REVOKED_COMPAT"),
    (1 << 4, "SYSTEM_FIXED"),
    (1 << 5, "GRANTED_BY_DEFAULT"),
    (1 << 15, "GRANTED_BY_ROLE"),
    (1 << 16, "ONE_TIME"),
    (1 << 17, "AUTO_REVOKED"),
];

/// Whose permissions an open element holds.
enum Holder {
    Package(String),
    Shared(String),
    AppId(i64),
}

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
        if !self.has_room() {
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
        let mut stack: Vec<String> = Vec::new();
        let mut holder: Option<Holder> = None;
        let read = xml::walk(&bytes, &mut |_, event| match event {
            Event::Start(element) => {
                self.element(element, user, &mut holder, &stack, out);
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

    /// Counts one more entry; `false` when there are too many.
    fn has_room(&mut self) -> bool {
        self.entries = self.entries.saturating_add(1);
        self.entries <= ENTRIES
    }

    /// A permission of what is open.
    fn permission(&mut self, holder: Option<&Holder>, user: i64, permission: Permission) {
        if !self.has_room() {
            return;
        }
        self.has_permissions = true;
        let of_user = match holder {
            Some(Holder::Package(name)) => match self.of(name, user) {
                Some(state) => &mut state.permissions,
                None => return,
            },
            Some(Holder::Shared(name)) => self.shared.entry(name.clone()).or_default().entry(user).or_default(),
            Some(Holder::AppId(id)) => self.access.entry(*id).or_default().entry(user).or_default(),
            None => return,
        };
        of_user.push(permission);
    }

    fn element(
        &mut self,
        element: &Element,
        user: i64,
        holder: &mut Option<Holder>,
        stack: &[String],
        out: &mut Out<'_, Package>,
    ) {
        match (element.name.as_str(), stack.last().map(String::as_str)) {
            ("app-id", Some("app-id-permissions")) => *holder = element.integer("id").map(Holder::AppId),
            ("permission", Some("app-id")) => {
                if let Some(permission) = access_flags::permission(element) {
                    self.permission(holder.as_ref(), user, permission);
                }
            }
            // App ops and what else `access.abx` has are not of permissions.
            (_, _) if stack.first().is_some_and(|root| root == "access") => *holder = None,
            // The element of a package, in every file and version.
            ("pkg" | "package", _) => {
                let Some(name) = element.owned("name") else { return *holder = None };
                *holder = Some(Holder::Package(name.clone()));
                let Some(state) = self.of(&name, user) else { return };
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
            ("shared-user", _) => *holder = element.owned("name").map(Holder::Shared),
            ("item" | "permission", Some("pkg" | "package" | "shared-user")) => {
                if let Some(permission) = permission(element) {
                    self.permission(holder.as_ref(), user, permission);
                }
            }
            ("item", Some(list @ ("disabled-components" | "enabled-components"))) => {
                let Some(Holder::Package(name)) = holder.as_ref() else { return };
                let Some(state) = self.of(name, user) else { return };
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
                ["package-restrictions.xml", "runtime-permissions.xml", "access.abx"].contains(&name)
            };
            for file in file.siblings_under(folder).iter().filter(|file| wanted(file)) {
                users.read(file, out);
            }
        }
        users.known.sort_unstable();
        users.known.dedup();
        if !users.has_permissions {
            let detail = "no runtime-permissions.xml and no access.abx with permissions is in the evidence: which were granted \
                          is not known";
            out.problem(ProblemCode::EvidenceIncomplete, Place::File, detail);
        }
        if users.entries > ENTRIES {
            out.problem(ProblemCode::LimitReached, Place::File, format!("more than {ENTRIES} entries of packages"));
        }
        users
    }

    /// Gives a package its users and their permissions. A user of whom nothing is written has it as it was installed.
    pub(super) fn give(&mut self, package: &mut Package) {
        let mut states = self.states.remove(&package.name).unwrap_or_default();
        for user in &self.known {
            states.entry(*user).or_insert_with(|| PackageUser {
                user: *user,
                installed: Some(true),
                ..PackageUser::default()
            });
        }
        package.users = states.into_values().collect();
        let of_shared = package.shared_user.as_ref().and_then(|name| self.shared.get(name));
        let of_access = package.uid.and_then(|uid| self.access.get(&uid));
        let mut at_install: BTreeMap<String, Permission> = BTreeMap::new();
        for user in &mut package.users {
            user.permissions.extend(of_shared.and_then(|users| users.get(&user.user)).into_iter().flatten().cloned());
            let Some(newer) = of_access.and_then(|users| users.get(&user.user)) else { continue };
            let (installed, later): (Vec<_>, Vec<_>) =
                newer.iter().cloned().partition(access_flags::is_of_installation);
            user.permissions = later;
            at_install.extend(installed.into_iter().map(|permission| (permission.name.clone(), permission)));
        }
        // `packages.xml` still lists those that were given at installation, or does not any more.
        package.install_permissions.retain(|known| !at_install.contains_key(&known.name));
        package.install_permissions.extend(at_install.into_values());
    }
}
