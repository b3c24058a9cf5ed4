//! Installed packages: version, installer, times, flags, permissions and state for each user; and the versions of
//! system packages that an update hides.
//!
//! Format: `dumpsys package`, lists `Packages:` and `Hidden system packages:` (AOSP `Settings.dumpPackageLPr`). Since
//! Android 13 `appId` stands for `userId`, and the time of the first installation is kept for each user. The hash in
//! `PackageSignatures{…}` is a hash code of the object, not a fingerprint; until Android 8 it stands in `{… [hash]}` without
//! more. Of packages that share a user id a dump of all packages tells the permissions below `Shared users:` alone
//! (`Settings.dumpSharedUsersLPr`). Other readers: MVT `DumpsysPackages` (user 0 only, and no shared user ids), ALEAPP.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{TextLine, between, items, present, some_value, value};
use super::{
    BESIDE, DUMPSTATE, DeviceTime, Dumpstate, Part, Section, each_section, local_time, not_understood, number,
};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Names of packages that are remembered, to tell one that is listed twice.
const MOST: usize = 100_000;
/// Shared user ids of one device.
const SHARED_USERS: usize = 20_000;
/// Permissions of shared user ids that are told of packages. A device has some hundred packages that share one.
const SHARED_PERMISSIONS: usize = 200_000;

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
        "signatures" => {
            // Until Android 8: `PackageSignatures{1c2d3e [4f5a6b]}`.
            let hashes = between(all, "signatures:[", "]").or_else(|| between(all, " [", "]"));
            package.signatures = hashes.map(items).unwrap_or_default();
        }
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

/// What packages share that have one user id: a dump of all packages tells their permissions once, below `Shared users:`, by the
/// name of that id.
struct Shared {
    by_name: BTreeMap<String, Package>,
    /// Permissions that were given to packages.
    given: usize,
    told: bool,
}

impl Shared {
    /// All lists of them: one that an application's text pretends to be adds to the others.
    fn of(section: &Section, dump: &Dumpstate, out: &mut Out<'_, Package>) -> Self {
        let mut by_name: BTreeMap<String, Package> = BTreeMap::new();
        let (mut inside, mut list, mut name) = (false, List::None, None);
        for line in section.lines() {
            let indent = line.indent();
            if indent == 0 && !line.text.is_empty() {
                (inside, name) = (line.trimmed() == "Shared users:", None);
            }
            if !inside || line.trimmed().is_empty() {
                continue;
            }
            if indent == 2 {
                list = List::None;
                let has_room = by_name.len() < SHARED_USERS;
                name = between(&line.text, "SharedUser [", "]").map(str::to_owned);
                name = name.filter(|name| has_room || by_name.contains_key(name));
            } else if let Some(name) = &name {
                let user_id = by_name.entry(name.clone()).or_default();
                list =
                    if indent >= 6 { item(user_id, list, &line, dump, out) } else { field(user_id, &line, dump, out) };
            }
        }
        Self { by_name, given: 0, told: false }
    }

    /// Gives a package what its user id has. Those of the system have hundreds of permissions, which are told of none of them.
    fn give(&mut self, package: &mut Package, at: &Place, out: &mut Out<'_, Package>) {
        if package.is_system() || package.hidden_system {
            return;
        }
        let Some(of_id) = package.shared_user.as_ref().and_then(|name| self.by_name.get(name)) else { return };
        let of_users: usize = of_id.users.iter().map(|user| user.permissions.len()).sum();
        let more = of_id.install_permissions.len().saturating_add(of_users);
        if self.given.saturating_add(more) > SHARED_PERMISSIONS {
            if !std::mem::replace(&mut self.told, true) {
                let detail =
                    format!("more than {SHARED_PERMISSIONS} permissions of shared user ids: the others are not told");
                out.problem(ProblemCode::LimitReached, at.clone(), detail);
            }
            return;
        }
        self.given = self.given.saturating_add(more);
        // Where the entry of the package names them as well, they are the same.
        if package.install_permissions.is_empty() {
            package.install_permissions.clone_from(&of_id.install_permissions);
        }
        for user in package.users.iter_mut().filter(|user| user.permissions.is_empty()) {
            let same = of_id.users.iter().filter(|of| of.user == user.user);
            user.permissions.extend(same.flat_map(|of| &of.permissions).cloned());
        }
    }
}

/// Fields that stand nowhere but in the entry of a package.
const OF_ENTRY: &[&str] =
    &["flags=[", "pkgFlags=[", "installerPackageName=", "lastUpdateTime=", "signatures=PackageSignatures{"];

/// The lists of packages while they are read.
struct Reading {
    listed: HashSet<(bool, String)>,
    shared: Shared,
    /// In which of both lists the reader is.
    hidden_system: Option<bool>,
    open: Option<Open>,
    /// The package before the heading that ended the list, until it is known that this was one.
    before_heading: Option<(bool, Open)>,
    list: List,
}

impl Reading {
    fn close(&mut self, open: Option<Open>, out: &mut Out<'_, Package>) {
        let Some(Open { at, mut package, .. }) = open else { return };
        // What an update hides is of the system: every entry of that list says so.
        if package.hidden_system && !package.flags.is_empty() && !package.is_system() {
            (package.hidden_system, package.disputed) = (false, true);
            let detail = format!("{} stands among the packages of the system and is none", package.name);
            out.problem(ProblemCode::ValueUnexpected, at.clone(), detail);
        }
        self.shared.give(&mut package, &at, out);
        out.record(at, package);
    }

    fn close_before_heading(&mut self, out: &mut Out<'_, Package>) {
        let before = self.before_heading.take().map(|(_, open)| open);
        self.close(before, out);
    }

    fn heading(&mut self, line: &TextLine<'_>, out: &mut Out<'_, Package>) {
        if let Some((was, open)) = self.hidden_system.zip(self.open.take()) {
            self.close_before_heading(out);
            self.before_heading = Some((was, open));
        }
        self.hidden_system = match line.trimmed() {
            "Packages:" => Some(false),
            "Hidden system packages:" => Some(true),
            _ => None,
        };
    }

    /// Takes the entry before a heading up again, where a line shows that it goes on: the heading was a text that the application
    /// brings.
    fn go_on(&mut self, line: &TextLine<'_>, indent: usize, out: &mut Out<'_, Package>) {
        let text = line.trimmed();
        let is_of_entry = match indent {
            2 => self.hidden_system.is_none() && text.starts_with("Package [") && text.ends_with("):"),
            4 => OF_ENTRY.iter().any(|field| text.starts_with(field)),
            _ => false,
        };
        if !is_of_entry {
            return;
        }
        let Some((hidden_system, mut open)) = self.before_heading.take() else { return };
        open.package.disputed = true;
        let detail = format!(
            "the entry of {} goes on behind a heading: a text that the application brings can look like one",
            open.package.name
        );
        out.problem(ProblemCode::ValueUnexpected, line.at.clone(), detail);
        (self.hidden_system, self.open, self.list) = (Some(hidden_system), Some(open), List::None);
    }

    fn begin(&mut self, line: &TextLine<'_>, hidden_system: bool, out: &mut Out<'_, Package>) {
        self.close_before_heading(out);
        let open = self.open.take();
        self.close(open, out);
        self.list = List::None;
        let Some(name) = between(&line.text, "Package [", "]").filter(|name| !name.is_empty()) else {
            return not_understood(line, out);
        };
        let disputed = self.listed.len() < MOST && !self.listed.insert((hidden_system, name.to_owned()));
        if disputed {
            let detail = format!("{name} is listed twice: a text that an application brings can look like a line");
            out.problem(ProblemCode::ValueUnexpected, line.at.clone(), detail);
        }
        let package = Package { name: name.to_owned(), hidden_system, disputed, ..Package::default() };
        self.open = Some(Open { at: line.at.clone(), package, seen: 0 });
    }

    fn line(&mut self, line: &TextLine<'_>, dump: &Dumpstate, out: &mut Out<'_, Package>) {
        let indent = line.indent();
        if indent == 0 && !line.text.is_empty() {
            return self.heading(line, out);
        }
        if self.before_heading.is_some() {
            self.go_on(line, indent, out);
        }
        let Some(hidden_system) = self.hidden_system else { return };
        if indent == 2 {
            return self.begin(line, hidden_system, out);
        }
        let Some(now) = self.open.as_mut().filter(|_| !line.trimmed().is_empty()) else { return };
        self.list = if indent >= 6 {
            item(&mut now.package, self.list, line, dump, out)
        } else if now.is_first(line.trimmed(), &line.at, out) {
            field(&mut now.package, line, dump, out)
        } else {
            List::None
        };
    }
}

impl Artifact for Packages {
    type Record = Package;
    const SPEC: Spec = Spec { id: "android_packages", version: 3, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Package>) -> Result<(), ParseError> {
        let mut listed = HashSet::new();
        each_section(file, &[Part::Service("package")], out, |section, dump, out| {
            let mut reading = Reading {
                listed: std::mem::take(&mut listed),
                shared: Shared::of(section, dump, out),
                hidden_system: None,
                open: None,
                before_heading: None,
                list: List::None,
            };
            for line in section.lines() {
                reading.line(&line, dump, out);
            }
            reading.close_before_heading(out);
            let open = reading.open.take();
            reading.close(open, out);
            listed = reading.listed;
        })
    }
}
