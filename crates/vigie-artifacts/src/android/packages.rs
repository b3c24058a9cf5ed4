//! Installed packages: version, installer, times, flags, permissions and state for each user; and the versions of
//! system packages that an update hides.
//!
//! Format: `dumpsys package`, lists `Packages:` and `Hidden system packages:` (AOSP `Settings.dumpPackageLPr`). Since
//! Android 13 `appId` stands for `userId`, and the time of the first installation is kept for each user. The hash in
//! `PackageSignatures{…}` is a hash code of the object, not a fingerprint. Other readers: MVT `DumpsysPackages` (user
//! 0 only), ALEAPP.

use std::collections::HashSet;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{TextLine, between, items, present, some_value, value};
use super::{BESIDE, DUMPSTATE, DeviceTime, Dumpstate, Part, each_section, local_time, not_understood, number};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Names of packages that are remembered, to tell one that is listed twice.
const MOST: usize = 100_000;

/// See the module.
pub struct Packages;

/// A permission, and whether it was granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Permission {
    /// Its name (`android.permission.READ_SMS`).
    pub name: String,
    /// Whether it is granted; absent for one that is only requested.
    pub granted: Option<bool>,
    /// How it came to be so (`USER_SET`, `GRANTED_BY_DEFAULT`, `POLICY_FIXED` …).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
}

/// The state of a package for one user.
#[derive(Debug, Default, Serialize)]
pub struct PackageUser {
    /// The user (0 is the owner).
    pub user: i64,
    /// Installed for this user. A package removed by a user may remain for others.
    pub installed: Option<bool>,
    /// Hidden by a device owner.
    pub hidden: Option<bool>,
    /// Suspended.
    pub suspended: Option<bool>,
    /// Force-stopped, or never started.
    pub stopped: Option<bool>,
    /// Never launched.
    pub not_launched: Option<bool>,
    /// 0 default, 1 enabled, 2 disabled, 3 disabled by the user, 4 until it is used.
    pub enabled: Option<i64>,
    /// Who disabled it last.
    pub last_disabled_by: Option<String>,
    /// Why it was installed: 0 unknown, 1 policy, 2 restored, 3 set-up, 4 the user.
    pub install_reason: Option<i64>,
    /// First installed for this user (since Android 13).
    pub first_install: Option<DeviceTime>,
    /// Permissions decided while it runs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Permission>,
    /// Components switched off, such as the entry in the launcher.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disabled_components: Vec<String>,
    /// Components switched on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enabled_components: Vec<String>,
}

/// One package.
#[derive(Debug, Default, Serialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// It is a version of the system partition that an update hides.
    pub hidden_system: bool,
    /// The id of its user in the kernel.
    pub uid: Option<i64>,
    /// The user id it shares with others (`android.uid.system`).
    pub shared_user: Option<String>,
    /// Where its code lies.
    pub code_path: Option<String>,
    /// Where its data lie.
    pub data_path: Option<String>,
    /// The number of its version.
    pub version_code: Option<i64>,
    /// Its version in words.
    pub version_name: Option<String>,
    /// The version of Android it was made for.
    pub target_sdk: Option<i64>,
    /// Who installed it (`com.android.vending`); absent for what came with the system or over a cable.
    pub installer: Option<String>,
    /// Who asked for the installation.
    pub initiating: Option<String>,
    /// Who had the file, such as a browser.
    pub originating: Option<String>,
    /// 0 unspecified, 1 other, 2 a store, 3 a local file, 4 a downloaded file (since Android 13).
    pub package_source: Option<i64>,
    /// Flags (`SYSTEM`, `DEBUGGABLE`, `TEST_ONLY` …).
    pub flags: Vec<String>,
    /// Private flags (`PRIVILEGED` …).
    pub private_flags: Vec<String>,
    /// The signature scheme.
    pub signing_version: Option<i64>,
    /// Hash codes of its certificates: the same for packages of one signer in the same report, comparable with nothing
    /// else.
    pub signatures: Vec<String>,
    /// SHA-256 of its certificates, where the file that tells of it holds them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<String>,
    /// When its code was last changed.
    pub time_stamp: Option<DeviceTime>,
    /// First installed.
    pub first_install: Option<DeviceTime>,
    /// Last updated.
    pub last_update: Option<DeviceTime>,
    /// Permissions it asks for.
    pub requested_permissions: Vec<String>,
    /// Permissions given at installation.
    pub install_permissions: Vec<Permission>,
    /// Its state for each user.
    pub users: Vec<PackageUser>,
    /// It is listed twice, or lines of its entry are: a text that the application brings may be among them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disputed: bool,
}

impl Package {
    /// Whether it came with the system.
    pub fn is_system(&self) -> bool {
        self.flags.iter().any(|flag| flag == "SYSTEM")
    }

    /// Whether any user has it installed. Old reports do not say; then it is.
    pub fn is_installed(&self) -> bool {
        self.users.is_empty() || self.users.iter().any(|user| user.installed != Some(false))
    }

    /// Whether a permission is granted, at installation or to any user.
    pub fn has_permission(&self, name: &str) -> bool {
        let granted = |permission: &Permission| permission.granted == Some(true) && permission.name == name;
        self.install_permissions.iter().any(granted)
            || self.users.iter().any(|user| user.permissions.iter().any(granted))
    }

    fn first(&self) -> Option<Timestamp> {
        let of_users = self.users.iter().filter_map(|user| DeviceTime::at(user.first_install.as_ref())).min();
        DeviceTime::at(self.first_install.as_ref()).or(of_users)
    }
}

impl Record for Package {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.last_update.as_ref()).or(self.first())
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [
            ("first_installed", self.first()),
            ("updated", DeviceTime::at(self.last_update.as_ref())),
            ("code_changed", DeviceTime::at(self.time_stamp.as_ref())),
        ];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.name));
        for package in [&self.installer, &self.initiating, &self.originating].into_iter().flatten() {
            see(Observable::app_id(package));
        }
        if let Some(path) = &self.code_path {
            see(Observable::file_path(path));
        }
        for certificate in &self.certificates {
            see(Observable::app_certificate(certificate));
        }
    }

    fn summary(&self) -> String {
        format!(
            "package {} {} installed by {}{}",
            self.name,
            self.version_name.as_deref().unwrap_or("of unknown version"),
            self.installer.as_deref().unwrap_or("nobody named"),
            if self.is_system() { ", part of the system" } else { "" }
        )
    }
}

/// Fields of which a package has one. Some stand behind what the application itself wrote: its version in words may hold lines.
const ONCE: &[&str] = &[
    "userId",
    "appId",
    "sharedUser",
    "codePath",
    "versionCode",
    "versionName",
    "installerPackageName",
    "initiatingPackageName",
    "originatingPackageName",
    "packageSource",
    "pkgFlags",
    "flags",
    "privateFlags",
    "privatePkgFlags",
    "timeStamp",
    "firstInstallTime",
    "lastUpdateTime",
];

/// A package that is being read, and which of its fields stood there.
struct Open {
    at: Place,
    package: Package,
    seen: u32,
}

impl Open {
    /// Whether a field stands there for the first time. A second one is told; of its flags only those are believed that both
    /// name, of any other field the first.
    fn is_first(&mut self, text: &str, at: &Place, out: &mut Out<'_, Package>) -> bool {
        let Some((name, all)) = text.split_once('=') else { return true };
        let Some(number) = ONCE.iter().position(|once| *once == name) else { return true };
        let bit = 1_u32.checked_shl(u32::try_from(number).unwrap_or(u32::MAX)).unwrap_or_default();
        if self.seen & bit == 0 {
            self.seen |= bit;
            return true;
        }
        let flags = match name {
            "pkgFlags" | "flags" => Some(&mut self.package.flags),
            "privateFlags" | "privatePkgFlags" => Some(&mut self.package.private_flags),
            _ => None,
        };
        if let Some(flags) = flags {
            let second = items(all);
            flags.retain(|flag| second.contains(flag));
        }
        self.package.disputed = true;
        let detail = format!(
            "{name} of {} stands there twice: a text that the application brings can look like a line",
            self.package.name
        );
        out.problem(ProblemCode::ValueUnexpected, at.clone(), detail);
        false
    }
}

/// Which list the next indented lines belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    None,
    Requested,
    Install,
    Runtime,
    Disabled,
    Enabled,
}

fn permission(text: &str) -> Permission {
    let (name, rest) = text.split_once(": ").unwrap_or((text.trim_end_matches(':'), ""));
    if rest.is_empty() {
        return Permission { name: name.trim().to_owned(), granted: None, flags: Vec::new() };
    }
    let granted = match between(rest, "granted=", "").and_then(|rest| rest.split(',').next()) {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => None,
    };
    let flags = between(rest, "flags=[", "]").unwrap_or_default();
    let flags = flags.split(['|', ' ', ',']).filter(|flag| !flag.is_empty()).map(str::to_owned).collect();
    Permission { name: name.trim().to_owned(), granted, flags }
}

fn flag(text: &str, name: &str) -> Option<bool> {
    value(text, name).map(|word| word == "true")
}

/// One line of a package, four spaces in: a field, a heading, or the state for a user.
fn field(package: &mut Package, line: &TextLine<'_>, dump: &Dumpstate, out: &mut Out<'_, Package>) -> List {
    let text = line.trimmed();
    match text {
        "requested permissions:" => return List::Requested,
        "install permissions:" | "grantedPermissions:" => return List::Install,
        _ => {}
    }
    if let Some((user, state)) = text.strip_prefix("User ").and_then(|rest| rest.split_once(':')) {
        if let Some(user) = number(user, &line.at, out) {
            package.users.push(PackageUser {
                user,
                installed: flag(state, "installed"),
                hidden: flag(state, "hidden").or_else(|| flag(state, "blocked")),
                suspended: flag(state, "suspended"),
                stopped: flag(state, "stopped"),
                not_launched: flag(state, "notLaunched"),
                enabled: value(state, "enabled").and_then(|text| number(text, &line.at, out)),
                ..PackageUser::default()
            });
        }
        return List::None;
    }
    let Some((name, all)) = text.split_once('=') else {
        return List::None;
    };
    let first = all.split_ascii_whitespace().next().unwrap_or_default();
    match name {
        "userId" | "appId" => package.uid = number(first, &line.at, out),
        "sharedUser" => package.shared_user = between(all, " ", "/").map(str::to_owned),
        "codePath" | "path" => package.code_path = present(all),
        "dataDir" => package.data_path = present(all),
        "versionCode" => {
            package.version_code = number(first, &line.at, out);
            package.target_sdk = value(text, "targetSdk").and_then(|text| text.parse().ok());
        }
        "versionName" => package.version_name = present(all),
        "installerPackageName" => package.installer = present(all),
        "initiatingPackageName" => package.initiating = present(all),
        "originatingPackageName" => package.originating = present(all),
        "packageSource" => package.package_source = number(first, &line.at, out),
        "pkgFlags" | "flags" => package.flags = items(all),
        "privateFlags" | "privatePkgFlags" => package.private_flags = items(all),
        "apkSigningVersion" => package.signing_version = number(first, &line.at, out),
        "signatures" => package.signatures = between(all, "signatures:[", "]").map(items).unwrap_or_default(),
        "timeStamp" => package.time_stamp = local_time(dump, all, &line.at, out),
        "firstInstallTime" => package.first_install = local_time(dump, all, &line.at, out),
        "lastUpdateTime" => package.last_update = local_time(dump, all, &line.at, out),
        _ => {}
    }
    List::None
}

/// One line six spaces in or more: an item of a list, or more about the user above.
fn item(package: &mut Package, list: List, line: &TextLine<'_>, dump: &Dumpstate, out: &mut Out<'_, Package>) -> List {
    let text = line.trimmed();
    match list {
        List::Requested => package.requested_permissions.push(permission(text).name),
        List::Install => package.install_permissions.push(permission(text)),
        _ => {
            let Some(user) = package.users.last_mut() else { return list };
            match text {
                "runtime permissions:" => return List::Runtime,
                "disabledComponents:" => return List::Disabled,
                "enabledComponents:" => return List::Enabled,
                _ => {}
            }
            if line.indent() < 8 {
                if let Some(time) = text.strip_prefix("firstInstallTime=") {
                    user.first_install = local_time(dump, time, &line.at, out);
                } else if let Some(by) = text.strip_prefix("lastDisabledCaller: ") {
                    user.last_disabled_by = present(by);
                } else if let Some(reason) = some_value(text, "installReason") {
                    user.install_reason = number(&reason, &line.at, out);
                }
                return List::None;
            }
            match list {
                List::Runtime => user.permissions.push(permission(text)),
                List::Disabled => user.disabled_components.push(text.to_owned()),
                List::Enabled => user.enabled_components.push(text.to_owned()),
                _ => {}
            }
        }
    }
    list
}

impl Artifact for Packages {
    type Record = Package;
    const SPEC: Spec = Spec { id: "android_packages", version: 2, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Package>) -> Result<(), ParseError> {
        let mut listed = HashSet::new();
        each_section(file, &[Part::Service("package")], out, |section, dump, out| {
            let mut hidden_system = None;
            let mut open: Option<Open> = None;
            let mut list = List::None;
            for line in section.lines() {
                let indent = line.indent();
                if indent == 0 && !line.text.is_empty() {
                    hidden_system = match line.trimmed() {
                        "Packages:" => Some(false),
                        "Hidden system packages:" => Some(true),
                        _ => None,
                    };
                    if let Some(Open { at, package, .. }) = open.take() {
                        out.record(at, package);
                    }
                    continue;
                }
                let Some(hidden_system) = hidden_system else { continue };
                if indent == 2 {
                    if let Some(Open { at, package, .. }) = open.take() {
                        out.record(at, package);
                    }
                    list = List::None;
                    match between(&line.text, "Package [", "]") {
                        Some(name) if !name.is_empty() => {
                            let disputed = listed.len() < MOST && !listed.insert((hidden_system, name.to_owned()));
                            if disputed {
                                let detail = format!(
                                    "{name} is listed twice: a text that an application brings can look like a line"
                                );
                                out.problem(ProblemCode::ValueUnexpected, line.at.clone(), detail);
                            }
                            let package =
                                Package { name: name.to_owned(), hidden_system, disputed, ..Package::default() };
                            open = Some(Open { at: line.at.clone(), package, seen: 0 });
                        }
                        _ => not_understood(&line, out),
                    }
                    continue;
                }
                let Some(now) = open.as_mut().filter(|_| !line.trimmed().is_empty()) else { continue };
                list = if indent >= 6 {
                    item(&mut now.package, list, &line, dump, out)
                } else if now.is_first(line.trimmed(), &line.at, out) {
                    field(&mut now.package, &line, dump, out)
                } else {
                    List::None
                };
            }
            if let Some(Open { at, package, .. }) = open {
                out.record(at, package);
            }
        })
    }
}
