//! Packages that did not come with the system and were allowed to install others (“install unknown apps”, since Android 8).

use std::sync::Arc;

use vigie_artifacts::android::appops::AppOp;
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster};
use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidInstallUnknown;

impl Heuristic for AndroidInstallUnknown {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_install_unknown",
        version: 4,
        artifacts: &[
            "android_appops",
            "android_appops_xml",
            "android_packages",
            "android_packages_xml",
            "androidqf_packages",
        ],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Low,
        source: "Android Developers, Manifest.permission REQUEST_INSTALL_PACKAGES; Mobile Verification Toolkit, module DumpsysAppops",
    };
}

/// Who was allowed, by package or by user id, and the packages.
#[derive(Default)]
pub struct State {
    roster: Arc<Roster>,
    packages: Sightings,
    uids: Sightings,
}

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.roster = Arc::clone(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(op) = seen.get::<AppOp>() else { return };
        // The system notes a use only where it was allowed at that time, whatever holds now.
        let allowed = op.mode.as_deref() == Some("allow") || op.event.is_use();
        if op.op != "REQUEST_INSTALL_PACKAGES" || !allowed {
            return;
        }
        match (&op.package, op.uid) {
            (Some(package), _) => self.packages.note(package, seen),
            (None, Some(uid)) => self.uids.note(&uid.to_string(), seen),
            (None, None) => {}
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let of_packages = self.packages.take().map(|(name, sighting)| (vec![name], sighting));
        let of_uids = self.uids.take().map(|(uid, sighting)| {
            let names = uid.parse().map(|uid| self.roster.of_uid(uid).map(str::to_owned).collect()).unwrap_or_default();
            (names, sighting)
        });
        let mut told = std::collections::BTreeSet::new();
        for (names, sighting) in of_packages.chain(of_uids) {
            let Some(name) = names.into_iter().find(|name| self.roster.origin(name) != Origin::System) else {
                continue;
            };
            if !told.insert(name.clone()) {
                continue;
            }
            let origin = self.roster.origin(&name);
            let level = if origin.is_sideloaded() { Level::Low } else { Level::Info };
            let args =
                [("package", name.as_str()), ("origin", origin.name()), ("installer", self.roster.installer(&name))];
            out.add_at(level, sighting.first, name.as_str(), &args);
        }
    }
}
