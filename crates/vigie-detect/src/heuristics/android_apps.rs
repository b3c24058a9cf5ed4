//! Which packages an Android device has and where each came from: the question every heuristic about packages asks
//! first. What came with the system is never taken for something that somebody installed.
//!
//! The list is made once for all of them, while the evidence is read, and handed out before heuristics finish.
//!
//! Two lists answer it, and an acquisition may hold both: what the package service says (`Package`), and AndroidQF's own
//! list (`ListedPackage`). The first says more and is believed where it was read; neither depends on which comes first.

use std::collections::{HashMap, HashSet};

use vigie_artifacts::AnyRecord;
use vigie_artifacts::android::packages::Package;
use vigie_artifacts::androidqf::packages::ListedPackage;

/// More packages than this are not remembered, which is told; a device has a few hundred.
const MOST: usize = 100_000;

/// Stores of Google, of makers of phones, and of free software. The first name of Google's store is kept for old
/// devices.
const STORES: &[&str] = &[
    "app.accrescent.client",
    "app.grapheneos.apps",
    "com.amazon.venezia",
    "com.android.vending",
    "com.aurora.store",
    "com.bbk.appstore",
    "com.google.android.feedback",
    "com.heytap.market",
    "com.hihonor.appmarket",
    "com.huawei.appmarket",
    "com.lenovo.leos.appstore",
    "com.oppo.market",
    "com.sec.android.app.samsungapps",
    "com.transsnet.store",
    "com.vivo.appstore",
    "com.xiaomi.market",
    "com.xiaomi.mipicks",
    "org.fdroid.basic",
    "org.fdroid.fdroid",
    "ru.vk.store",
];

/// What asks the owner before a file is installed.
const BY_HAND: &[&str] = &[
    "com.android.packageinstaller",
    "com.google.android.packageinstaller",
    "com.miui.packageinstaller",
    "com.samsung.android.packageinstaller",
];

/// Browsers that makers put on phones. What they installed, somebody downloaded.
const BROWSERS: &[&str] = &[
    "com.android.browser",
    "com.android.chrome",
    "com.huawei.browser",
    "com.mi.globalbrowser",
    "com.opera.browser",
    "com.sec.android.app.sbrowser",
    "org.mozilla.firefox",
];

/// The shell of a computer on the cable (`adb install`).
const SHELL: &str = "com.android.shell";

/// The system itself is a package of this name.
const FRAMEWORK: &str = "android";

/// Where code lies that was not part of the system when it was delivered, or may not have been. Whatever else there is of folders at
/// the top are partitions of the system: each maker has its own (`/product`, `/my_stock`, `/hw_product`, `/prism`, `/mi_ext` …), and
/// none can be written to while the phone runs.
const NOT_OF_SYSTEM: &[&str] = &["cache", "data", "mnt", "sdcard", "storage", "tmp"];

/// Where Huawei keeps applications of its own on the data partition (EMUI 5 to 8).
const OF_HUAWEI: &str = "/data/hw_init/";

/// Where a package came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// With the system.
    System,
    /// From a store.
    Store,
    /// Installed by another part of the system: management, moving from an old phone, a maker's own store.
    Maker,
    /// Installed by an application that is neither a store nor part of the system.
    App,
    /// A file that somebody opened on the device.
    Hand,
    /// Over a cable, by a computer.
    Cable,
    /// Nobody is named, and its code lies where no installation puts it: makers put there what the owner may remove.
    Preloaded,
    /// Nobody is named.
    Nobody,
    /// The list of packages does not say.
    Unknown,
}

impl Origin {
    /// For a sentence.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Store => "store",
            Self::Maker => "maker",
            Self::App => "app",
            Self::Hand => "hand",
            Self::Cable => "cable",
            Self::Preloaded => "preloaded",
            Self::Nobody => "nobody",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it came past every store and past the maker of the device.
    pub(super) fn is_sideloaded(self) -> bool {
        matches!(self, Self::App | Self::Hand | Self::Cable | Self::Nobody | Self::Preloaded)
    }
}

/// What one list says of a package.
#[derive(Default)]
struct Told {
    /// What its own entry says; of several, only what all of them say: an application can forge one.
    system: Option<bool>,
    /// It stands among the versions of the system that an update hides.
    hidden_system: bool,
    /// Whether it says who installed it, or that nobody is named; without that nothing is known of the origin.
    flagged: bool,
    /// Its entry contradicts itself: nothing is believed of the origin.
    disputed: bool,
    installed: bool,
    /// All its code lies where no installation puts it.
    preloaded: Option<bool>,
    uid: Option<i64>,
    installer: Option<String>,
    initiating: Option<String>,
}

impl Told {
    fn is_system(&self) -> bool {
        self.system.unwrap_or(self.hidden_system)
    }

    fn note_system(&mut self, system: bool) {
        self.system = Some(self.system.unwrap_or(true) && system);
    }

    fn note_preloaded(&mut self, preloaded: bool) {
        self.preloaded = Some(self.preloaded.unwrap_or(true) && preloaded);
    }

    /// Of two lists of one sort, the later one says who installed it where it says so.
    fn merge(&mut self, later: Self) {
        if let Some(system) = later.system {
            self.note_system(system);
        }
        if let Some(preloaded) = later.preloaded {
            self.note_preloaded(preloaded);
        }
        self.hidden_system |= later.hidden_system;
        self.flagged |= later.flagged;
        self.disputed |= later.disputed;
        self.installed |= later.installed;
        self.uid = self.uid.or(later.uid);
        if later.installer.is_some() || later.initiating.is_some() {
            (self.installer, self.initiating) = (later.installer, later.initiating);
        }
    }
}

/// What both lists say.
#[derive(Default)]
struct Listed {
    service: Option<Told>,
    list: Option<Told>,
}

impl Listed {
    fn all(&self) -> impl Iterator<Item = &Told> {
        self.service.iter().chain(&self.list)
    }

    fn is_system(&self) -> bool {
        self.all().any(Told::is_system)
    }

    /// The list that knows the origin.
    fn origin(&self) -> Option<&Told> {
        self.all().find(|told| told.flagged && !told.disputed)
    }
}

/// Whether what installed a package is a store.
pub(super) fn is_store(installer: &str) -> bool {
    STORES.contains(&installer)
}

fn in_system(path: &str) -> bool {
    let Some(rest) = path.strip_prefix('/') else { return false };
    let top = rest.split('/').next().unwrap_or_default();
    path.starts_with(OF_HUAWEI) || (!top.is_empty() && top.len() < rest.len() && !NOT_OF_SYSTEM.contains(&top))
}

/// Whether code lies in a folder of `/data/app` that no installation makes: those are called after the package, since Android 11 inside
/// of one that begins with `~~`, and an installation under way begins with `vmdl`. Xiaomi's HyperOS keeps some of its own applications
/// in such folders (`/data/app/MIUICompassGlobal`; Osservatorio Nessuno, bugbane, issue 150).
fn is_preloaded(path: &str, package: &str) -> bool {
    let Some(folder) = path.strip_prefix("/data/app/").and_then(|rest| rest.split('/').next()) else { return false };
    !folder.is_empty() && ![package, "~~", "vmdl"].iter().any(|begin| folder.starts_with(begin))
}

fn note_package(told: &mut Told, package: &Package) {
    if package.hidden_system {
        told.hidden_system = true;
    } else {
        told.note_system(package.is_system() || package.code_path.as_deref().is_some_and(in_system));
    }
    if let Some(path) = &package.code_path {
        told.note_preloaded(is_preloaded(path, &package.name));
    }
    told.flagged |= !package.flags.is_empty();
    told.disputed |= package.disputed;
    told.installed |= package.is_installed();
    told.uid = told.uid.or(package.uid);
    if !package.hidden_system {
        told.installer.clone_from(&package.installer);
        told.initiating.clone_from(&package.initiating);
    }
}

fn note_listed(told: &mut Told, package: &ListedPackage) {
    told.note_system(package.system || package.files.iter().any(|file| in_system(&file.path)));
    for file in &package.files {
        told.note_preloaded(is_preloaded(&file.path, &package.name));
    }
    // What is removed is in neither list of what is there, and then nothing says whether it came with the system.
    told.flagged |= package.installer_told && package.is_installed();
    told.installed |= package.is_installed();
    told.uid = told.uid.or(package.uid);
    if package.installer.is_some() {
        told.installer.clone_from(&package.installer);
    }
}

/// The packages of a device: see the module.
#[derive(Default)]
pub struct Roster {
    by_name: HashMap<String, Listed>,
    beyond: u64,
}

impl Roster {
    /// Whether an artifact lists packages: records of others need not be shown.
    pub fn is_made_of(artifact: &str) -> bool {
        ["android_packages", "android_packages_xml", "androidqf_packages"].contains(&artifact)
    }

    /// Remembers a record, if it is one of a package.
    pub fn note(&mut self, record: &dyn AnyRecord) {
        if let Some(package) = record.as_any().downcast_ref::<Package>() {
            if let Some(listed) = self.entry(&package.name) {
                note_package(listed.service.get_or_insert_default(), package);
            }
        } else if let Some(package) = record.as_any().downcast_ref::<ListedPackage>()
            && let Some(listed) = self.entry(&package.name)
        {
            note_listed(listed.list.get_or_insert_default(), package);
        }
    }

    /// Adds what another artifact lists.
    pub fn merge(&mut self, other: Self) {
        self.beyond = self.beyond.saturating_add(other.beyond);
        if self.by_name.is_empty() {
            self.by_name = other.by_name;
            return;
        }
        // In order, so that of too many the same are not remembered each time.
        let mut others: Vec<_> = other.by_name.into_iter().collect();
        others.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        for (name, listed) in others {
            let Some(mine) = self.entry(&name) else { continue };
            for (mine, other) in [(&mut mine.service, listed.service), (&mut mine.list, listed.list)] {
                match (mine, other) {
                    (Some(mine), Some(other)) => mine.merge(other),
                    (mine, Some(other)) => *mine = Some(other),
                    (_, None) => {}
                }
            }
        }
    }

    /// How many records were not remembered, because there were too many.
    pub fn beyond(&self) -> u64 {
        self.beyond
    }

    fn entry(&mut self, name: &str) -> Option<&mut Listed> {
        let is_full = self.by_name.len() >= MOST;
        if !self.by_name.contains_key(name) {
            if is_full {
                self.beyond = self.beyond.saturating_add(1);
                return None;
            }
            self.by_name.insert(name.to_owned(), Listed::default());
        }
        self.by_name.get_mut(name)
    }

    /// Where a package came from.
    pub(super) fn origin(&self, name: &str) -> Origin {
        let Some(listed) = self.by_name.get(name) else { return Origin::Unknown };
        if listed.is_system() {
            return Origin::System;
        }
        let Some(told) = listed.origin() else { return Origin::Unknown };
        match told.installer.as_deref() {
            Some(SHELL) => Origin::Cable,
            None if told.initiating.as_deref() == Some(SHELL) => Origin::Cable,
            None if listed.all().all(|told| told.preloaded == Some(true)) => Origin::Preloaded,
            None => Origin::Nobody,
            Some(installer) if is_store(installer) => Origin::Store,
            Some(installer) if BY_HAND.contains(&installer) => Origin::Hand,
            Some(installer) if BROWSERS.contains(&installer) => Origin::App,
            Some(installer) if self.by_name.get(installer).is_some_and(Listed::is_system) => Origin::Maker,
            Some(_) => Origin::App,
        }
    }

    /// Who installed it, for a sentence.
    pub(super) fn installer(&self, name: &str) -> &str {
        self.by_name.get(name).and_then(Listed::origin).and_then(|told| told.installer.as_deref()).unwrap_or("-")
    }

    /// Whether a package is listed, for whatever user.
    pub(super) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// Names of libraries that are listed once for each version of them, with its number behind the name
    /// (`com.google.android.trichromelibrary_636771938`). What installs or removes one names it without.
    pub(super) fn libraries(&self) -> HashSet<&str> {
        let is_version = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let names = self.by_name.keys().filter_map(|name| name.rsplit_once('_'));
        names.filter(|(_, version)| is_version(version)).map(|(library, _)| library).collect()
    }

    /// Whether the system itself is listed. A list without it was cut off, if there is one at all.
    pub(super) fn has_system(&self) -> bool {
        self.has(FRAMEWORK)
    }

    /// Whether a user has it installed.
    pub(super) fn is_installed(&self, name: &str) -> bool {
        self.by_name.get(name).is_some_and(|listed| listed.all().any(|told| told.installed))
    }

    /// The packages of a user id of the kernel, in order. Above 100000 it is one of another user of the device.
    pub(super) fn of_uid(&self, uid: i64) -> impl Iterator<Item = &str> {
        let app = uid.rem_euclid(100_000);
        let same = move |told: &Told| told.uid.is_some_and(|uid| uid.rem_euclid(100_000) == app);
        let listed = self.by_name.iter().filter(move |(_, listed)| listed.all().any(same));
        let mut names: Vec<_> = listed.map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.into_iter()
    }

    /// Whether the list says to which user ids its packages belong.
    pub(super) fn knows_uids(&self) -> bool {
        let known = self.by_name.values().filter(|listed| listed.all().any(|told| told.uid.is_some())).count();
        known > 0 && known >= self.by_name.len().div_euclid(2)
    }

    /// How many are listed.
    pub(super) fn len(&self) -> usize {
        self.by_name.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{in_system, is_preloaded};

    #[test]
    fn where_code_of_the_system_lies() {
        for path in
            ["/system/app/A", "/my_stock/del-app/A/A.apk", "/hw_product/app/A", "/data/hw_init/system/app/A/A.apk"]
        {
            assert!(in_system(path), "{path}");
        }
        for path in [
            "/data/app/a.b-1/base.apk",
            "/mnt/asec/a.b-1/pkg.apk",
            "/mnt/expand/x/app/a.b",
            "/A.apk",
            "/",
            "",
            "system/app/A",
        ] {
            assert!(!in_system(path), "{path}");
        }
    }

    #[test]
    fn where_an_installation_puts_code() {
        for path in [
            "/data/app/a.b-1.apk",
            "/data/app/a.b-Q2k==/base.apk",
            "/data/app/~~Zm9v==/a.b-YmFy==/base.apk",
            "/data/app/vmdl1.tmp",
        ] {
            assert!(!is_preloaded(path, "a.b"), "{path}");
        }
        assert!(is_preloaded("/data/app/Compass/base.apk", "a.b"));
        assert!(!is_preloaded("/data/local/tmp/a.apk", "a.b"));
        assert!(!is_preloaded("/data/app/", "a.b"));
    }
}
