//! Packages that left traces of an installation or of running but are not in the list of installed packages.
//!
//! A package whose removal the device noted is told by `android_uninstalled` and not here again. The statistics of networks know
//! user ids only: one of an application that no package in the list has is told as such.

use std::collections::BTreeSet;
use std::sync::Arc;

use vigie_artifacts::android::appops::AppOp;
use vigie_artifacts::android::battery_daily::{DailyChange, PackageChange};
use vigie_artifacts::android::battery_history::BatteryEvent;
use vigie_artifacts::android::battery_usage::{BatteryUse, UsageKind};
use vigie_artifacts::android::capture_log::Capture;
use vigie_artifacts::android::companion_devices::Association;
use vigie_artifacts::android::install_sessions::InstallSession;
use vigie_artifacts::android::intrusion_log::IntrusionEntry;
use vigie_artifacts::android::location_use::LocationRequests;
use vigie_artifacts::android::netstats::NetworkUse;
use vigie_artifacts::android::package_log::{PackageAction, PackageLogEntry};
use vigie_artifacts::android::usagestats::Usage;
use vigie_model::{Level, Meaning};

use super::android_apps::Roster;
use super::sightings::{Sighting, Sightings};
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Uses of what lies behind the permissions that spying needs.
const PRIVATE_USES: &[&str] =
    &["CAMERA", "FINE_LOCATION", "READ_CALL_LOG", "READ_CONTACTS", "READ_SMS", "RECEIVE_SMS", "RECORD_AUDIO"];

/// Packages that were removed, or used something private, that are remembered.
const MOST: usize = 20_000;

/// See the module.
pub struct AndroidPackageGone;

impl Heuristic for AndroidPackageGone {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_package_gone",
        version: 9,
        artifacts: &[
            "android_app_usage",
            "android_appops",
            "android_appops_db",
            "android_appops_xml",
            "android_battery_daily",
            "android_battery_history",
            "android_battery_usage",
            "android_capture_log",
            "android_companion_devices",
            "android_install_sessions",
            "android_intrusion_log",
            "android_location_use",
            "android_netstats",
            "android_package_log",
            "android_packages",
            "android_packages_xml",
            "android_usagestats",
            "android_usagestats_files",
            "androidqf_packages",
        ],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::Low,
        source: "Citizen Lab, From Protest to Peril: Cellebrite Used Against Jordanian Civil Society (2026), on a package that was removed after use; Android Open Source Project, dumpsys",
    };
}

/// Packages seen, those that used something private, those known to be removed, and those that are there.
#[derive(Default)]
pub struct State {
    roster: Arc<Roster>,
    traces: Sightings,
    /// User ids that had traffic.
    users: Sightings,
    private: BTreeSet<String>,
    removed: BTreeSet<String>,
}

/// The package a record shows to have been there.
fn trace<'a>(seen: &'a Seen<'_>) -> Option<&'a str> {
    if let Some(op) = seen.get::<AppOp>() {
        return op.package.as_deref();
    }
    if let Some(capture) = seen.get::<Capture>() {
        return capture.of_package();
    }
    if let Some(requests) = seen.get::<LocationRequests>() {
        return Some(&requests.package);
    }
    if let Some(association) = seen.get::<Association>() {
        return Some(&association.package);
    }
    if let Some(used) = seen.get::<BatteryUse>() {
        return (used.kind == UsageKind::Package).then_some(used.name.as_str());
    }
    if let Some(event) = seen.get::<BatteryEvent>() {
        return (event.event == "pkginst").then_some(event.name.as_str());
    }
    if let Some(usage) = seen.get::<Usage>() {
        return Some(&usage.package);
    }
    if let Some(change) = seen.get::<DailyChange>() {
        return Some(&change.package);
    }
    if let Some(entry) = seen.get::<PackageLogEntry>() {
        return entry.package.as_deref().filter(|_| entry.is_done());
    }
    // An installation that failed leaves no package.
    let session = seen.get::<InstallSession>().filter(|session| session.final_status == Some(1))?;
    session.package.as_deref()
}

/// The user id of an application that sent or received something. Above are those of parts of one, below those of the system.
fn user(seen: &Seen<'_>) -> Option<i64> {
    let used = seen.get::<NetworkUse>().filter(|used| used.received > 0 || used.sent > 0)?;
    used.uid.filter(|uid| *uid > 0 && (10_000..20_000).contains(&uid.rem_euclid(100_000)))
}

/// The package a record shows to be removed.
fn removal<'a>(seen: &'a Seen<'_>) -> Option<&'a str> {
    if let Some(entry) = seen.get::<IntrusionEntry>() {
        return entry.text("package_name").filter(|_| entry.tag() == Some("package_uninstalled"));
    }
    if let Some(change) = seen.get::<DailyChange>() {
        return (change.change == PackageChange::Uninstall).then_some(change.package.as_str());
    }
    if let Some(entry) = seen.get::<PackageLogEntry>() {
        return entry.package.as_deref().filter(|_| entry.action == PackageAction::Delete && entry.is_done());
    }
    let event = seen.get::<BatteryEvent>().filter(|event| event.event == "pkgunin")?;
    Some(&event.name)
}

impl State {
    fn users_without_package(&mut self, out: &mut Found) {
        if !self.roster.knows_uids() {
            return;
        }
        let is_known = |uid: &str| uid.parse().is_ok_and(|uid| self.roster.of_uid(uid).next().is_some());
        let gone: Vec<_> = self.users.take().filter(|(uid, _)| !is_known(uid)).collect();
        if gone.len() > self.roster.len() {
            return;
        }
        for (uid, sighting) in gone {
            tell(Level::Info, ("user", &uid), sighting, false, out);
        }
    }
}

/// One finding of a package or of a user id.
fn tell(level: Level, (what, name): (&str, &str), sighting: Sighting, private: bool, out: &mut Found) {
    let artifacts: Vec<_> = sighting.artifacts.iter().copied().collect();
    let args = [
        ("package", name),
        ("records", &sighting.records.to_string()),
        ("artifacts", &artifacts.join(", ")),
        ("private", if private { "yes" } else { "no" }),
        ("what", what),
    ];
    out.add_at(level, sighting.first, name, &args);
}

/// Remembers a name. Beyond the limit it is told that it is not.
fn note(names: &mut BTreeSet<String>, name: &str, seen: &Seen<'_>) {
    if names.contains(name) {
        return;
    }
    if names.len() < MOST {
        names.insert(name.to_owned());
    } else {
        seen.forget();
    }
}

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.roster = Arc::clone(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(name) = removal(seen) {
            note(&mut self.removed, name, seen);
        }
        if let Some(uid) = user(seen) {
            self.users.note(&uid.to_string(), seen);
        }
        // Names without a dot are programs of the system (`media`, `root`), which are in no list.
        let Some(name) = trace(seen).filter(|name| name.contains('.')) else { return };
        self.traces.note(name, seen);
        let uses = |op: &AppOp| op.event.is_use() && PRIVATE_USES.contains(&op.op.as_str());
        let told = |requests: &LocationRequests| requests.locations.is_some_and(|count| count > 0);
        if seen.get::<AppOp>().is_some_and(uses)
            || seen.get::<Capture>().is_some_and(Capture::is_use)
            || seen.get::<LocationRequests>().is_some_and(told)
        {
            note(&mut self.private, name, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let libraries = self.roster.libraries();
        let is_gone = |name: &str| !self.roster.has(name) && !self.removed.contains(name) && !libraries.contains(name);
        let gone: Vec<_> = self.traces.take().filter(|(name, _)| is_gone(name)).collect();
        // More missing than there: then the list was not read whole, which its own coverage says.
        if !self.roster.has_system() || gone.len() > self.roster.len() {
            return;
        }
        for (name, sighting) in gone {
            let private = self.private.contains(&name);
            let level = if private { Level::Low } else { Level::Info };
            tell(level, ("package", &name), sighting, private, out);
        }
        self.users_without_package(out);
    }
}
