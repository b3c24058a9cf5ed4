//! Packages and a program that published reports found on phones which authorities had in their hands: what an examination
//! with Cellebrite leaves, the spyware that was put on phones on that occasion, and two applications with which police in China
//! read out phones at checks and at a border.
//!
//! The program, `falcon`, is told by its name alone, and only where it lies in the folder to which such tools copy: the name
//! is a word. Its folder was not published.
//!
//! Names are compared whole, wherever a record names a package, and as a folder of a path, where Android keeps the files
//! of a package (`/data/app/…/NAME-…/`, `/sdcard/Android/data/NAME/`). A package that is installed weighs more than its
//! name in some trace: two of the names are short enough to be a folder of somebody's program.

use std::collections::BTreeMap;

use vigie_artifacts::android::packages::Package;
use vigie_artifacts::androidqf::packages::ListedPackage;
use vigie_model::{Level, Meaning, Observable, ObservableKind};

use super::sightings::Sightings;
use super::{Found, Glance, Heuristic, HeuristicSpec, Seen, Watch};

/// Package, and what it belongs to.
const NAMES: &[(&str, &str)] = &[
    ("com.Android.MFSocket", "mfsocket"),
    ("com.accesibilityservice", "novispy"),
    ("com.android.mfsocket", "mfsocket"),
    ("com.client.appA", "cellebrite"),
    ("com.fiberhome.wifiserver", "bxaq"),
    ("com.gu.activity", "novispy"),
    ("com.li.activity", "novispy"),
    ("com.serv.services", "novispy"),
];

/// A program, and what it belongs to.
const PROGRAM: (&str, &str) = ("falcon", "program");

/// Where a computer on the cable can put a program and run it.
const STAGING: &str = "/data/local/tmp/";

/// See the module.
pub struct AndroidForensicTraces;

impl Heuristic for AndroidForensicTraces {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_forensic_traces",
        version: 4,
        artifacts: &[],
        kinds: &[
            ObservableKind::AppId,
            ObservableKind::Executable,
            ObservableKind::FilePath,
            ObservableKind::StoredPath,
        ],
        meaning: Meaning::Persistence,
        level: Level::High,
        source: "Amnesty International, A Digital Prison: Surveillance and the suppression of civil society in Serbia (2024), and its list of package names; Amnesty International Security Lab on the phone of a student in Serbia (2025), as told by Cyber Security News, android-phone-cellebrites-usb-zero-day (2025), for falcon; Citizen Lab, From Protest to Peril: Cellebrite Used Against Jordanian Civil Society (2026); Motherboard with Süddeutsche Zeitung, The Guardian, The New York Times and NDR on BXAQ (2019), and its sample, github.com/motherboardgithub/bxaq; Financial Times and South China Morning Post on MFSocket (2019), and samples of it, github.com/moerfutin/FuckMFS",
    };
    const GLANCE: Option<Glance> = Some(|seen| name_in(seen).is_some());
}

/// Whether a path has a folder of a package, with or without the random part that Android puts behind its name.
fn is_folder(path: &str, name: &str) -> bool {
    path.contains(name)
        && path
            .split('/')
            .any(|part| part.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
}

/// The name in a value, and what it belongs to.
fn name_in(observable: &Observable<'_>) -> Option<&'static (&'static str, &'static str)> {
    let value = observable.value();
    let is_it = |name: &str| match observable.kind() {
        ObservableKind::AppId => value == name,
        ObservableKind::Executable | ObservableKind::FilePath | ObservableKind::StoredPath => is_folder(value, name),
        _ => false,
    };
    let is_program = || {
        !matches!(observable.kind(), ObservableKind::AppId)
            && value.strip_prefix(STAGING).is_some_and(|rest| rest.rsplit('/').next() == Some(PROGRAM.0))
    };
    NAMES.iter().find(|(name, _)| is_it(name)).or_else(|| is_program().then_some(&PROGRAM))
}

/// Names met, and those that are installed.
#[derive(Default)]
pub struct State {
    names: Sightings,
    installed: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if !seen.is_android() {
            return;
        }
        let mut met = None;
        seen.observables(&mut |observable| {
            met = met.or_else(|| name_in(observable));
        });
        let Some((name, _)) = met else { return };
        self.names.note(name, seen);
        let listed = seen.get::<Package>().map(|package| &package.name);
        let listed = listed.or_else(|| seen.get::<ListedPackage>().map(|package| &package.name));
        if listed.is_some_and(|listed| listed == name) {
            self.installed.note(name, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let mut installed: BTreeMap<_, _> = self.installed.take().collect();
        for (name, sighting) in self.names.take() {
            let known = NAMES.iter().chain([&PROGRAM]).find(|(known, _)| *known == name);
            let Some((_, tool)) = known else { continue };
            let installed = installed.remove(&name);
            let level = if installed.is_some() && *tool == "novispy" { Level::High } else { Level::Medium };
            let records = sighting.records.to_string();
            let args = [
                ("package", name.as_str()),
                ("tool", tool),
                ("installed", if installed.is_some() { "yes" } else { "no" }),
                ("records", &records),
            ];
            out.add_at(level, installed.unwrap_or(sighting).first, name.as_str(), &args);
        }
    }
}
